#pragma once

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cst::test {

/// Does the call end the process with abort(), as CST_CHECK does? Tried in a child, which keeps
/// quiet about it.
template <class Call>
bool aborts(const Call& call) {
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);  // Qt Test would print a stack
        const rlimit noCore = {0, 0};
        setrlimit(RLIMIT_CORE, &noCore);
        close(STDERR_FILENO);
        call();
        _exit(0);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGABRT;
}

}  // namespace cst::test
