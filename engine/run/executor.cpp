#include "engine/run/executor.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace cst {
namespace {

thread_local uint8_t worker = Executor::kNoWorker;

}  // namespace

class Executor::Impl {
public:
    virtual ~Impl() = default;
    virtual void submit(Job* job) = 0;
    virtual void drain() = 0;
};

/// The arena's own threads do all the work: whoever submits only waits, and would count as one of
/// the machine's threads. So one more than the workers is allowed.
class Executor::ArenaImpl : public Executor::Impl {
public:
    ArenaImpl(unsigned workers, std::atomic<uint32_t>& active, std::atomic<uint32_t>& busy)
        : active_(active),
          busy_(busy),
          limit_(tbb::global_control::max_allowed_parallelism, workers + 1),
          arena_(static_cast<int>(workers), 0) {}
    ~ArenaImpl() override { drain(); }
    void drain() override {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [&] { return open_ == 0; });
    }
    void submit(Job* job) override {
        {
            const std::lock_guard lock(mutex_);
            ++open_;
        }
        active_.fetch_add(1, std::memory_order_relaxed);
        announceJob(job);
        arena_.enqueue(Task{this, job});
    }

private:
    /// Lies in oneTBB's memory.
    struct Task {
        ArenaImpl* arena;
        Job* job;
        CST_UNWATCHED void operator()() const {
            ArenaImpl* const home = arena;
            home->busy_.fetch_add(1, std::memory_order_relaxed);
            const int slot = tbb::this_task_arena::current_thread_index();
            worker = static_cast<uint8_t>(std::clamp(slot, 0, kNoWorker - 1));
            enterJob(job);
            home->finishJob();
        }
    };
    void finishJob() {
        busy_.fetch_sub(1, std::memory_order_relaxed);
        active_.fetch_sub(1, std::memory_order_relaxed);
        const std::lock_guard lock(mutex_);
        if (--open_ == 0) {
            idle_.notify_all();
        }
    }

    std::atomic<uint32_t>& active_;  // these two are the executor's
    std::atomic<uint32_t>& busy_;
    tbb::global_control limit_;
    tbb::task_arena arena_;
    std::mutex mutex_;
    std::condition_variable idle_;
    std::size_t open_ = 0;  // guarded by mutex_
};

/// One thread and a queue.
class Executor::ThreadImpl : public Executor::Impl {
public:
    ThreadImpl(std::atomic<uint32_t>& active, std::atomic<uint32_t>& busy)
        : active_(active), busy_(busy), thread_([this] { work(); }) {}
    ~ThreadImpl() override {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    void submit(Job* job) override {
        // Told under the lock: once the job has run, nobody may touch this object any more.
        active_.fetch_add(1, std::memory_order_relaxed);
        const std::lock_guard lock(mutex_);
        queue_.push_back(job);
        wake_.notify_one();
    }
    void drain() override {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [&] { return queue_.empty() && !isBusy_; });
    }

private:
    void work() {
        worker = 0;
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [&] { return !queue_.empty() || ending_; });
            if (queue_.empty()) {
                return;
            }
            Job* job = queue_.front();
            queue_.pop_front();
            isBusy_ = true;
            lock.unlock();
            busy_.fetch_add(1, std::memory_order_relaxed);
            enterJob(job);
            busy_.fetch_sub(1, std::memory_order_relaxed);
            active_.fetch_sub(1, std::memory_order_relaxed);
            lock.lock();
            isBusy_ = false;
            if (queue_.empty()) {
                idle_.notify_all();
            }
        }
    }

    std::atomic<uint32_t>& active_;  // these two are the executor's
    std::atomic<uint32_t>& busy_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable idle_;
    std::deque<Job*> queue_;  // guarded by mutex_, like all below
    bool isBusy_ = false;
    bool ending_ = false;
    std::thread thread_;
};

Executor::Executor(unsigned workers)
    : workers_(workers == 0 ? std::max(1U, std::thread::hardware_concurrency()) : workers) {}

Executor::~Executor() = default;

void Executor::submit(std::unique_ptr<Job> job) {
    std::call_once(started_, [this] {
        if (workers_ == 1) {
            impl_ = std::make_unique<ThreadImpl>(active_, busy_);
        } else {
            impl_ = std::make_unique<ArenaImpl>(workers_, active_, busy_);
        }
    });
    impl_->submit(job.release());
}

Executor::Load Executor::load() const {
    const uint32_t busy = busy_.load(std::memory_order_relaxed);
    const uint32_t active = active_.load(std::memory_order_relaxed);
    return {workers_, busy, active > busy ? active - busy : 0};
}

void Executor::drain() {
    if (active_.load(std::memory_order_acquire) > 0) {
        impl_->drain();
    }
}

uint8_t Executor::currentWorker() {
    return worker;
}

}  // namespace cst
