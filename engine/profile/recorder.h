#pragma once

#include "engine/profile/record.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <vector>

namespace cst {

/// The newest records of one thread, in a ring: writing never waits and never allocates, what is
/// oldest is overwritten. One thread writes, any thread reads.
class RecordRing {
public:
    static constexpr std::size_t kRecords = 1U << 14U;  // 1 MB: stays in the second-level cache

    RecordRing();

    /// Its owner only. One cache line is written.
    void add(const AttemptRecord& record) {
        const uint64_t position = head_.load(std::memory_order_relaxed);
        Line& line = words_[position % kRecords];
        // A reader that meets one of these words also sees the head that was there before, and
        // throws the record away. Release costs nothing on x86. Words, put together in registers:
        // bytes that are written one by one and then read as a word cost a stall of 12 cycles.
        const auto put = [&](std::size_t word, uint64_t value) {
            line[word].store(value, std::memory_order_release);
        };
        put(0, record.ready);
        put(1, record.start);
        put(2, record.finish);
        put(3, record.wait);
        put(4, record.run);
        put(5, static_cast<uint64_t>(record.cpuNs));
        put(6, record.bytes);
        put(7, record.node | uint64_t{record.attempt} << 32U | uint64_t{record.worker} << 48U |
                   static_cast<uint64_t>(record.end) << 56U);
        head_.store(position + 1, std::memory_order_release);
    }

    uint64_t written() const { return head_.load(std::memory_order_acquire); }
    /// Appends the records from number `from` on, as far as they are still there, and returns the
    /// number to go on with. `lost` counts those that were overwritten before.
    uint64_t readFrom(uint64_t from, std::vector<AttemptRecord>& out, uint64_t& lost) const;

private:
    struct alignas(64) Line {
        std::array<std::atomic<uint64_t>, 8> words;
        std::atomic<uint64_t>& operator[](std::size_t i) { return words[i]; }
        const std::atomic<uint64_t>& operator[](std::size_t i) const { return words[i]; }
    };
    struct Free {
        void operator()(void* memory) const { std::free(memory); }
    };
    std::unique_ptr<void, Free> memory_;
    Line* words_;                    // in there, where a cache line begins
    std::atomic<uint64_t> head_{0};  // records that are whole; the next one may be half written
};

/// The rings of an engine: whoever runs nodes borrows one and is its only writer meanwhile, so
/// there are as many as threads ever ran nodes at one time. Thread safe.
class Recorder {
public:
    /// A ring for a while. Cost: an uncontended lock to take it and to give it back.
    class Lease {
    public:
        explicit Lease(Recorder& recorder) : recorder_(recorder), ring_(recorder.take()) {}
        ~Lease() { recorder_.giveBack(ring_); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        RecordRing& ring() { return *ring_; }

    private:
        Recorder& recorder_;  // outlives the lease
        RecordRing* ring_;
    };

    /// How many records have been written, ring by ring.
    using Position = std::vector<uint64_t>;
    Position position() const;
    /// The records of a run that began at a position, ring by ring, oldest first. Those that have
    /// been overwritten since are counted as `lost`, whosever they were. Cost: O(records since).
    std::vector<AttemptRecord> ofRun(uint64_t run, const Position& from, uint64_t& lost) const;
    /// What the rings hold, ring by ring, oldest first.
    std::vector<AttemptRecord> newest() const;
    uint64_t written() const;  // into all rings, ever
    /// What recording one node costs here and now: reading the clock and writing a line.
    /// Measured by the first call, which takes some 20 us.
    double costNs() const;

private:
    RecordRing* take();
    void giveBack(RecordRing* ring);

    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<RecordRing>> rings_;  // guarded by mutex_
    std::vector<RecordRing*> free_;                   // guarded by mutex_; the last one is warm
    mutable std::atomic<double> costNs_{0};
};

}  // namespace cst
