#pragma once

#include <cstdint>

namespace cst {

/// Which content a file has, as far as it can be told without reading it: who writes to the file or
/// replaces it changes the stamp. All zero where there is no file.
struct FileStamp {
    uint64_t inode = 0;
    int64_t modifiedNs = 0;
    uint64_t bytes = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

}  // namespace cst
