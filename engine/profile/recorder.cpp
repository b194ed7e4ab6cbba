#include "engine/profile/recorder.h"

#include "engine/base/check.h"

#include <algorithm>

namespace cst {

const char* recordKindName(RecordKind kind) {
    switch (kind) {
    case RecordKind::None: break;
    case RecordKind::Completed: return "completed";
    case RecordKind::Failed: return "failed";
    case RecordKind::Cancelled: return "cancelled";
    case RecordKind::TimedOut: return "timed out";
    case RecordKind::ThrottleWait: return "throttle wait";
    case RecordKind::PermitWait: return "permit wait";
    case RecordKind::RetryDelay: return "retry delay";
    case RecordKind::CacheWait: return "cache wait";
    case RecordKind::CacheHit: return "cache hit";
    case RecordKind::FellBack: return "fell back";
    case RecordKind::Zeroed: return "zero value";
    case RecordKind::Worked: return "worked";
    case RecordKind::CallWait: return "call wait";
    }
    return "none";
}

// Zeroed by the system page by page as it is used: a short run never touches most of it.
RecordRing::RecordRing() : memory_(std::calloc(kRecords + 1, sizeof(Line))) {
    CST_CHECK(memory_ != nullptr, "no memory for the recorder");
    const auto start = reinterpret_cast<std::uintptr_t>(memory_.get());
    words_ = reinterpret_cast<Line*>((start + alignof(Line) - 1) & ~(alignof(Line) - 1));
}

AttemptRecord unpacked(const std::array<uint64_t, 8>& words) {
    AttemptRecord r;
    r.ready = words[0];
    r.start = words[1];
    r.finish = words[2];
    r.wait = words[3];
    r.run = words[4];
    r.cpuNs = static_cast<int64_t>(words[5]);
    r.bytes = words[6];
    r.node = static_cast<uint32_t>(words[7]);
    r.attempt = static_cast<uint16_t>(words[7] >> 32U);
    r.worker = static_cast<uint8_t>(words[7] >> 48U);
    r.end = static_cast<RecordKind>(words[7] >> 56U);
    return r;
}

uint64_t RecordRing::readFrom(uint64_t from, std::vector<AttemptRecord>& out,
                              uint64_t& lost) const {
    const uint64_t end = head_.load(std::memory_order_acquire);
    const uint64_t oldest = end > kRecords ? end - kRecords : 0;
    uint64_t position = std::max(from, oldest);
    const std::size_t first = out.size();
    for (uint64_t at = position; at < end; ++at) {
        const Line& line = words_[at % kRecords];
        std::array<uint64_t, 8> words;
        for (std::size_t i = 0; i < words.size(); ++i) {
            words[i] = line[i].load(std::memory_order_acquire);
        }
        out.push_back(unpacked(words));
    }
    // Whoever writes record n, over record n - kRecords, has set the head to n before.
    const uint64_t begun = head_.load(std::memory_order_relaxed) + 1;
    const uint64_t overwritten = begun > kRecords ? begun - kRecords : 0;
    if (overwritten > position) {
        const uint64_t torn = std::min(overwritten, end) - position;
        const auto start = out.begin() + static_cast<std::ptrdiff_t>(first);
        out.erase(start, start + static_cast<std::ptrdiff_t>(torn));
        position += torn;
    }
    lost += position - from;
    return std::max(end, from);
}

RecordRing* Recorder::take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
        rings_.push_back(std::make_unique<RecordRing>());
        free_.reserve(rings_.size());  // giving back allocates nothing
        return rings_.back().get();
    }
    RecordRing* const ring = free_.back();
    free_.pop_back();
    return ring;
}

void Recorder::giveBack(RecordRing* ring) {
    const std::lock_guard lock(mutex_);
    free_.push_back(ring);
}

Recorder::Position Recorder::position() const {
    Position position;
    const std::lock_guard lock(mutex_);
    position.reserve(rings_.size());
    for (const std::unique_ptr<RecordRing>& ring : rings_) {
        position.push_back(ring->written());
    }
    return position;
}

std::vector<AttemptRecord> Recorder::ofRun(uint64_t run, const Position& from,
                                           uint64_t& lost) const {
    std::vector<const RecordRing*> rings;  // which live as long as the recorder
    {
        const std::lock_guard lock(mutex_);
        for (const std::unique_ptr<RecordRing>& ring : rings_) {
            rings.push_back(ring.get());
        }
    }
    std::vector<AttemptRecord> all;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        const std::size_t first = all.size();
        rings[i]->readFrom(i < from.size() ? from[i] : 0, all, lost);
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
        all.erase(std::remove_if(begin, all.end(),
                                 [&](const AttemptRecord& record) { return record.run != run; }),
                  all.end());
    }
    return all;
}

std::vector<AttemptRecord> Recorder::newest() const {
    std::vector<AttemptRecord> all;
    uint64_t lost = 0;
    const std::lock_guard lock(mutex_);
    for (const std::unique_ptr<RecordRing>& ring : rings_) {
        ring->readFrom(0, all, lost);
    }
    return all;
}

uint64_t Recorder::written() const {
    uint64_t count = 0;
    const std::lock_guard lock(mutex_);
    for (const std::unique_ptr<RecordRing>& ring : rings_) {
        count += ring->written();
    }
    return count;
}

double Recorder::costNs() const {
    const double known = costNs_.load();
    if (known > 0) {
        return known;
    }
    RecordRing ring;
    constexpr int kRounds = 8;
    constexpr int kEach = 64;
    double best = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const Ticks begin = ticks::now();
        AttemptRecord record;
        record.start = begin;
        for (uint32_t i = 0; i < kEach; ++i) {
            record.node = i;
            record.finish = ticks::now();
            ring.add(record);
            record.ready = record.start = record.finish;
        }
        const double ns = static_cast<double>(ticks::now() - begin) * ticks::nanoseconds();
        best = std::min(best, ns / kEach);
    }
    costNs_.store(best);
    return best;
}

}  // namespace cst
