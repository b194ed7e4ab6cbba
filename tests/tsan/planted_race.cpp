// Proves that ThreadSanitizer, with our suppressions and with jobs that enter through
// engine/run/task_trampoline.h, still sees a race of ours, and sees none where there is none.
//
//   planted_race race     two jobs add to one plain counter: must be reported
//   planted_race guarded  the same with a lock: must not be
//
// Both jobs wait for each other first, so that the race is there in every run. They wait on
// relaxed atomics, because anything stronger would order the two and hide the race.

#include "engine/run/executor.h"

#include <atomic>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

namespace {

struct Counter {
    std::atomic<int> arrived = 0;
    std::mutex mutex;
    long value = 0;
};

class AddToCounter : public cst::Job {
public:
    AddToCounter(Counter& counter, bool guarded) : counter_(counter), guarded_(guarded) {}

    void run() override {
        counter_.arrived.fetch_add(1, std::memory_order_relaxed);
        while (counter_.arrived.load(std::memory_order_relaxed) < 2) {
            std::this_thread::yield();
        }
        if (guarded_) {
            const std::lock_guard lock(counter_.mutex);
            ++counter_.value;
        } else {
            ++counter_.value;
        }
    }

private:
    Counter& counter_;  // lives in main, longer than the executor
    const bool guarded_;
};

}  // namespace

int main(int argc, char** argv) {
    const bool guarded = argc == 2 && std::strcmp(argv[1], "guarded") == 0;
    if (!guarded && (argc != 2 || std::strcmp(argv[1], "race") != 0)) {
        std::fprintf(stderr, "usage: planted_race race|guarded\n");
        return 2;
    }
    Counter counter;
    {
        cst::Executor executor(2);
        executor.submit(std::make_unique<AddToCounter>(counter, guarded));
        executor.submit(std::make_unique<AddToCounter>(counter, guarded));
    }
    std::printf("counted to %ld\n", counter.value);
    return 0;
}
