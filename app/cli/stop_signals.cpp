#include "app/cli/stop_signals.h"

#include "engine/base/check.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace cst {
namespace {

sigset_t stopSet() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        // A signal that our parent ignores (nohup, a background job) stays ignored.
        struct sigaction old {};
        sigaction(signal, nullptr, &old);
        if (old.sa_handler != SIG_IGN) {
            sigaddset(&set, signal);
        }
    }
    return set;
}

}  // namespace

StopSignals::StopSignals() {
    const sigset_t set = stopSet();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    end_ = eventfd(0, EFD_CLOEXEC);
    CST_CHECK(signals_ >= 0 && end_ >= 0, "signalfd and eventfd");
    watcher_ = std::thread([this] { watch(); });
}

StopSignals::~StopSignals() {
    const uint64_t one = 1;
    CST_CHECK(write(end_, &one, sizeof one) == sizeof one, "eventfd takes a number");
    watcher_.join();
    close(signals_);
    close(end_);
}

void StopSignals::setAction(std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    action_ = std::move(action);
    if (received_ && action_) {
        action_();
    }
}

bool StopSignals::received() const {
    const std::lock_guard lock(mutex_);
    return received_;
}

void StopSignals::watch() {
    std::array<pollfd, 2> waits{{{signals_, POLLIN, 0}, {end_, POLLIN, 0}}};
    while (poll(waits.data(), waits.size(), -1) >= 0 || errno == EINTR) {
        if (waits[1].revents != 0) {
            return;
        }
        signalfd_siginfo info{};
        if (read(signals_, &info, sizeof info) != sizeof info) {
            continue;
        }
        const std::lock_guard lock(mutex_);
        if (received_) {
            const int signal = static_cast<int>(info.ssi_signo);
            std::signal(signal, SIG_DFL);
            sigset_t set;
            sigemptyset(&set);
            sigaddset(&set, signal);
            raise(signal);  // pending until this thread takes it
            pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
        }
        received_ = true;
        if (action_) {
            action_();
        }
    }
}

}  // namespace cst
