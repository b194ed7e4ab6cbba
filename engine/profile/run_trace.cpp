// A worker tells of stretches (what held it without a break) and of the attempts of calls within
// them; where a call waits, the stretch ends and another one follows, on any worker. Who waited for
// what is told by records of their own. So nothing has to be guessed here: stretches and attempts
// go to the lane of their worker, waits to that of what waits, and what lies between `ready` and
// `start` is the time in which no worker was free.

#include "engine/profile/run_trace.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace cst {
namespace {

bool isAttempt(RecordKind kind) {
    return kind == RecordKind::Completed || kind == RecordKind::Failed ||
           kind == RecordKind::Cancelled || kind == RecordKind::TimedOut;
}

SpanKind workKind(RecordKind kind) {
    switch (kind) {
    case RecordKind::Failed: return SpanKind::Failed;
    case RecordKind::Cancelled: return SpanKind::Cancelled;
    case RecordKind::TimedOut: return SpanKind::TimedOut;
    default: return SpanKind::Completed;
    }
}

std::optional<SpanKind> waitKind(RecordKind kind) {
    switch (kind) {
    case RecordKind::ThrottleWait: return SpanKind::Throttle;
    case RecordKind::PermitWait: return SpanKind::Permit;
    case RecordKind::RetryDelay: return SpanKind::RetryDelay;
    case RecordKind::CacheWait: return SpanKind::Cache;
    case RecordKind::CallWait: return SpanKind::Io;
    default: return std::nullopt;
    }
}

/// What held a worker.
bool isPiece(const AttemptRecord& record) {
    return record.finish > record.start &&
           (record.end == RecordKind::Worked || (isAttempt(record.end) && record.wait == 0));
}

class Builder {
public:
    explicit Builder(const RecordedTimes& run) : run_(run) {
        for (const TracedPhase& phase : run.before) {
            beginNs_ += phase.ns;
        }
        endNs_ = beginNs_ + ticks::toNs(run.start, run.end, run.nsPerTick);
    }
    std::shared_ptr<const Trace> trace();

private:
    using Pieces = std::vector<const AttemptRecord*>;

    void sortRecords();
    void addWorkers();
    std::vector<Span> spansOf(Pieces pieces);
    void addPhases();
    SpanKind endOf(const AttemptRecord& stretch) const;
    std::optional<Span> span(const AttemptRecord& record, SpanKind kind, Ticks from, Ticks to);
    uint32_t nodeOf(uint32_t planNode);
    uint32_t label(const std::string& text);

    const RecordedTimes& run_;
    int64_t beginNs_ = 0;  // of the run, in the trace
    int64_t endNs_ = 0;
    std::map<uint8_t, Pieces> pieces_;  // by worker
    std::vector<Span> waits_;
    /// By node and attempt; of several calls in one node that ended in different ways Completed.
    std::map<std::pair<uint32_t, uint16_t>, SpanKind> ends_;
    std::unordered_map<uint32_t, uint32_t> nodes_;  // of the plan → of the trace
    std::unordered_map<std::string, uint32_t> labels_;
    Trace trace_;
};

uint32_t Builder::label(const std::string& text) {
    const auto [found, isNew] =
        labels_.try_emplace(text, static_cast<uint32_t>(trace_.labels.size()));
    if (isNew) {
        trace_.labels.push_back(text);
    }
    return found->second;
}

uint32_t Builder::nodeOf(uint32_t planNode) {
    const auto [found, isNew] =
        nodes_.try_emplace(planNode, static_cast<uint32_t>(trace_.nodes.size()));
    if (isNew) {
        trace_.nodes.push_back(run_.describe(planNode));
    }
    return found->second;
}

/// Nothing where nothing of it lies within the run.
std::optional<Span> Builder::span(const AttemptRecord& record, SpanKind kind, Ticks from,
                                  Ticks to) {
    from = std::max(from, run_.start);
    to = std::min(to, run_.end);
    if (to <= from) {
        return std::nullopt;
    }
    Span span;
    span.startNs = beginNs_ + ticks::toNs(run_.start, from, run_.nsPerTick);
    span.endNs = beginNs_ + ticks::toNs(run_.start, to, run_.nsPerTick);
    span.node = nodeOf(record.node);
    span.label = label(trace_.nodes[span.node].key);
    span.run = static_cast<uint32_t>(run_.run);
    span.attempt = record.attempt;
    span.kind = kind;
    return span;
}

void Builder::sortRecords() {
    for (const AttemptRecord& record : run_.records) {
        if (const std::optional<SpanKind> kind = waitKind(record.end)) {
            if (const auto wait = span(record, *kind, record.start, record.finish)) {
                waits_.push_back(*wait);
            }
        }
        if (isAttempt(record.end)) {
            const SpanKind kind = workKind(record.end);
            const auto [found, isNew] = ends_.try_emplace({record.node, record.attempt}, kind);
            found->second = isNew || found->second == kind ? kind : SpanKind::Completed;
        }
        if (!isPiece(record)) {
            continue;
        }
        pieces_[record.worker].push_back(&record);
        if (const auto queue = span(record, SpanKind::Queue, record.ready, record.start)) {
            waits_.push_back(*queue);
        }
    }
}

/// What comes behind the last attempt (0) has no end of its own: its end is that of the node, which
/// the attempts before it do not tell.
SpanKind Builder::endOf(const AttemptRecord& stretch) const {
    const auto found = ends_.find({stretch.node, stretch.attempt});
    return found == ends_.end() ? SpanKind::Completed : found->second;
}

/// Of one worker, outer ones first.
std::vector<Span> Builder::spansOf(Pieces pieces) {
    std::sort(pieces.begin(), pieces.end(), [](const AttemptRecord* a, const AttemptRecord* b) {
        return std::tuple(a->start, ~a->finish, a->end != RecordKind::Worked) <
               std::tuple(b->start, ~b->finish, b->end != RecordKind::Worked);
    });
    std::vector<Span> spans;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const AttemptRecord& piece = *pieces[i];
        std::size_t behind = i + 1;
        while (piece.end == RecordKind::Worked && behind < pieces.size() &&
               pieces[behind]->node == piece.node && pieces[behind]->end != RecordKind::Worked &&
               pieces[behind]->start < piece.finish) {
            ++behind;
        }
        const std::size_t held = behind - i - 1;
        const AttemptRecord& named = held == 1 ? *pieces[i + 1] : piece;
        const AttemptRecord& last = *pieces[behind - 1];  // that it holds; else itself
        const SpanKind kind = last.end == RecordKind::Worked ? endOf(last) : workKind(last.end);
        if (auto shown = span(named, kind, piece.start, piece.finish)) {
            shown->attempt = held > 1 ? 0 : shown->attempt;  // of several
            spans.push_back(*shown);
        }
        i += held == 1 ? 1 : 0;
    }
    return spans;
}

void Builder::addWorkers() {
    for (unsigned worker = 0; pieces_.size() < run_.workers && worker < run_.caller; ++worker) {
        pieces_[static_cast<uint8_t>(worker)];  // had nothing to do
    }
    const auto add = [&](uint8_t worker, std::string name) {
        trace_.lanes.push_back(
            {std::move(name), LaneKind::Worker, nestedRows(spansOf(pieces_[worker]))});
    };
    if (pieces_.contains(run_.caller)) {
        add(run_.caller, "calling thread");
    }
    for (const auto& [worker, pieces] : pieces_) {
        if (worker != run_.caller) {
            add(worker, "worker " + std::to_string(worker + 1));
        }
    }
}

void Builder::addPhases() {
    std::vector<Span> spans;
    const auto add = [&](const std::string& name, int64_t from, int64_t to) {
        Span phase;
        phase.startNs = from;
        phase.endNs = to;
        phase.label = label(name);
        phase.run = static_cast<uint32_t>(run_.run);
        spans.push_back(phase);
    };
    int64_t after = endNs_;
    for (const TracedPhase& phase : run_.after) {
        after += phase.ns;
    }
    add("run " + std::to_string(run_.run), 0, after);
    int64_t at = 0;
    for (const TracedPhase& phase : run_.before) {
        add(phase.name, at, at + phase.ns);
        at += phase.ns;
    }
    add("run", beginNs_, endNs_);
    at = endNs_;
    for (const TracedPhase& phase : run_.after) {
        add(phase.name, at, at + phase.ns);
        at += phase.ns;
    }
    trace_.lanes.push_back({"phases", LaneKind::Phases, nestedRows(std::move(spans))});
    trace_.endNs = after;
    const auto before = static_cast<Ticks>(static_cast<double>(beginNs_) / run_.nsPerTick);
    trace_.beginTicks = run_.start > before ? run_.start - before : 0;
}

std::shared_ptr<const Trace> Builder::trace() {
    sortRecords();
    addWorkers();
    trace_.lanes.push_back({"waiting", LaneKind::Waiting, packedRows(std::move(waits_))});
    addPhases();
    trace_.lost = run_.lost;
    return std::make_shared<const Trace>(std::move(trace_));
}

}  // namespace

std::shared_ptr<const Trace> traceOfRun(const RecordedTimes& run) {
    return Builder(run).trace();
}

int64_t workNs(const Trace& trace) {
    int64_t sum = 0;
    for (const TraceLane& lane : trace.lanes) {
        if (lane.kind != LaneKind::Worker || lane.rows.empty()) {
            continue;
        }
        for (const Span& span : lane.rows.front()) {
            sum += span.endNs - span.startNs;
        }
    }
    return sum;
}

int64_t sumNs(const Trace& trace, SpanKind kind) {
    int64_t sum = 0;
    for (const TraceLane& lane : trace.lanes) {
        for (const std::vector<Span>& row : lane.rows) {
            for (const Span& span : row) {
                sum += span.kind == kind ? span.endNs - span.startNs : 0;
            }
        }
    }
    return sum;
}

}  // namespace cst
