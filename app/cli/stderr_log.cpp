#include "app/cli/stderr_log.h"

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace cst {

StderrLog::StderrLog() : isOpen_((::fcntl(STDERR_FILENO, F_GETFL) & O_ACCMODE) != O_RDONLY) {}

void StderrLog::line(std::string_view text) {
    const std::lock_guard lock(mutex_);
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fputc('\n', stderr);
}

}  // namespace cst
