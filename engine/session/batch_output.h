#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace cst {

/// The two files that a batch writes. The one for errors is made with the first of them; beside an
/// OUT that is no regular file (`/dev/null`, a pipe) there is none.
/// Not thread safe.
class BatchOutput {
public:
    BatchOutput() = default;
    ~BatchOutput();
    BatchOutput(const BatchOutput&) = delete;
    BatchOutput& operator=(const BatchOutput&) = delete;

    /// Makes OUT if it is not there and changes nothing in it. From here on it is this batch's: no
    /// other opens it. Errors: "file", also where another has it.
    Status open(const std::string& outPath, const std::string& errorsPath);
    /// Can somebody read again what is written, and go on with it?
    bool isRegular() const { return isRegular_; }
    /// What stood in both files goes.
    Status clear();
    /// Errors first, so that wherever this is cut off, OUT knows no error that the other file does
    /// not. Errors: "file", with the reason; what was written so far is on disk.
    Status write(std::string_view lines, std::string_view errorLines);
    /// Bytes that have come into OUT by write().
    uint64_t writtenBytes() const { return out_.written; }
    /// Some file systems say only now that something was not written.
    Status close();

private:
    struct File {
        std::string path;
        int fd = -1;
        uint64_t written = 0;
    };
    static Status openFile(File& file);
    static Status lock(const File& file);
    static Status writeAll(File& file, std::string_view bytes);
    static Status closeFile(File& file);

    File out_;
    File errors_;
    bool isRegular_ = true;
};

}  // namespace cst
