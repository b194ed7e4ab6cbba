#pragma once

#include <unistd.h>

namespace cst {

/// Closes a file descriptor at the end of the scope; -1 is none.
struct Descriptor {
    int fd = -1;
    ~Descriptor() {
        if (fd >= 0) {
            ::close(fd);
        }
    }
};

}  // namespace cst
