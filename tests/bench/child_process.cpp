#include "tests/bench/child_process.h"

#include <array>
#include <chrono>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT: POSIX

namespace cst::bench {

ChildResult runChild(const std::vector<std::string>& command) {
    ChildResult result;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return result;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    std::vector<char*> words;
    for (const std::string& word : command) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    const int problem = ::posix_spawn(&child, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (problem == 0) {
        std::array<char, 4096> block{};
        ssize_t count = 0;
        while ((count = ::read(ends[0], block.data(), block.size())) > 0) {
            result.standardOutput.append(block.data(), static_cast<std::size_t>(count));
        }
        int status = 0;
        struct rusage used {};
        if (::wait4(child, &status, 0, &used) == child && WIFEXITED(status)) {
            result.exitStatus = WEXITSTATUS(status);
            result.residentMb = static_cast<double>(used.ru_maxrss) / 1000;
        }
        result.milliseconds =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count();
    }
    ::close(ends[0]);
    return result;
}

}  // namespace cst::bench
