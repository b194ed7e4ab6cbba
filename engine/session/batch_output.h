#pragma once

#include "engine/base/result.h"

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

    /// `goesOn` = behind what is there; else what is there goes. Errors: "file".
    Status open(const std::string& outPath, const std::string& errorsPath, bool goesOn);
    /// Errors first, so that wherever this is cut off, OUT knows no error that the other file does
    /// not. Errors: "file", with the reason; what was written so far is on disk.
    Status write(std::string_view lines, std::string_view errorLines);
    /// Some file systems say only now that something was not written.
    Status close();

private:
    struct File {
        std::string path;
        int fd = -1;
    };
    static Status openFile(File& file, int flags);
    static Status writeAll(const File& file, std::string_view bytes);
    static Status closeFile(File& file);

    File out_;
    File errors_;
    bool keepsErrors_ = true;
};

}  // namespace cst
