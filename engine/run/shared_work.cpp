// Pieces are claimed from one counter in the order of the layers, so whoever holds a piece waits
// only for pieces that are held by others, or done. A helper that the executor starts too late
// finds the work closed and leaves: it may outlive all but what it owns itself.

#include "engine/run/shared_work.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace cst {
namespace {

class Sharing {
public:
    explicit Sharing(const LayeredWork& work)
        : work_(work), count_(work.layerEnds.empty() ? 0 : work.layerEnds.back()) {}

    /// The caller's part: its share of the pieces, then the wait for the others.
    bool lead() {
        takePart(0, work_.isStale);
        std::unique_lock lock(mutex_);
        isClosed_ = true;
        left_.wait(lock, [&] { return inside_ == 0; });
        return done_.load(std::memory_order_acquire) == count_;
    }
    void help() {
        unsigned hand = 0;
        {
            const std::lock_guard lock(mutex_);
            if (isClosed_) {
                return;
            }
            ++inside_;
            hand = ++helpers_;
        }
        takePart(hand, {});
        const std::lock_guard lock(mutex_);
        if (--inside_ == 0) {
            left_.notify_all();
        }
    }

private:
    void takePart(unsigned hand, const std::function<bool()>& isStale) {
        std::size_t layer = 0;
        for (;;) {
            if (isStale && isStale()) {
                done_.fetch_or(kGivenUp, std::memory_order_release);
                done_.notify_all();
            }
            const uint32_t piece = next_.fetch_add(1, std::memory_order_relaxed);
            if (piece >= count_) {
                return;
            }
            while (work_.layerEnds[layer] <= piece) {
                ++layer;
            }
            if (!waitFor(layer == 0 ? 0 : work_.layerEnds[layer - 1])) {
                return;
            }
            work_.work(hand, piece);
            done_.fetch_add(1, std::memory_order_acq_rel);
            done_.notify_all();
        }
    }
    /// Until that many pieces are done; false if the work was given up.
    bool waitFor(uint32_t pieces) {
        for (;;) {
            const uint32_t done = done_.load(std::memory_order_acquire);
            if ((done & kGivenUp) != 0) {
                return false;
            }
            if (done >= pieces) {
                return true;
            }
            done_.wait(done, std::memory_order_acquire);
        }
    }

    static constexpr uint32_t kGivenUp = 1U << 31U;

    const LayeredWork& work_;  // the caller's, who stays until all have left
    const uint32_t count_;
    std::atomic<uint32_t> next_{0};
    std::atomic<uint32_t> done_{0};  // pieces; with kGivenUp
    std::mutex mutex_;
    std::condition_variable left_;
    unsigned inside_ = 0;   // helpers at work; guarded by mutex_, like those below
    unsigned helpers_ = 0;  // that have come
    bool isClosed_ = false;
};

class HelpJob : public Job {
public:
    explicit HelpJob(std::shared_ptr<Sharing> sharing) : sharing_(std::move(sharing)) {}
    void run() override { sharing_->help(); }

private:
    std::shared_ptr<Sharing> sharing_;
};

}  // namespace

bool doTogether(const WorkForce& force, const LayeredWork& work) {
    const auto sharing = std::make_shared<Sharing>(work);
    for (unsigned i = 1; !force.isAlone() && i < force.hands; ++i) {
        force.executor->submit(std::make_unique<HelpJob>(sharing));
    }
    return sharing->lead();
}

}  // namespace cst
