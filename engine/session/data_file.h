#pragma once

#include "engine/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace cst {

/// A file, pipe or standard input (`-`) that is read from its beginning to its end, once.
/// One thread reads; any other may interrupt it.
class DataFile {
public:
    static Result<std::unique_ptr<DataFile>> open(const std::string& path);
    ~DataFile();
    DataFile(const DataFile&) = delete;
    DataFile& operator=(const DataFile&) = delete;

    /// At most `room` bytes, at least one; 0 = the end. Waits for them. Errors: code "stopped"
    /// after interrupt(), else "file" with the reason.
    Result<std::size_t> read(char* to, std::size_t room);
    void interrupt();
    uint64_t bytes() const { return bytes_; }  // as it was opened; 0 = not known
    /// Is it also known by that path? Not so for what is no regular file.
    bool isSameAs(const std::string& path) const;

private:
    DataFile(std::string path, int fd, int interrupted);

    const std::string path_;
    const int fd_;
    const int interrupted_;  // eventfd
    uint64_t bytes_ = 0;
};

}  // namespace cst
