#include "tests/support/traces.h"

#include <algorithm>
#include <random>

namespace cst::test {

uint32_t TraceBuilder::label(const std::string& text) {
    const auto found = std::find(trace_.labels.begin(), trace_.labels.end(), text);
    if (found != trace_.labels.end()) return static_cast<uint32_t>(found - trace_.labels.begin());
    trace_.labels.push_back(text);
    return static_cast<uint32_t>(trace_.labels.size() - 1);
}

uint32_t TraceBuilder::node(const std::string& key) {
    for (uint32_t i = 0; i < trace_.nodes.size(); ++i) {
        if (trace_.nodes[i].key == key) return i;
    }
    trace_.nodes.push_back({key, {}, static_cast<uint32_t>(trace_.nodes.size() + 1)});
    return static_cast<uint32_t>(trace_.nodes.size() - 1);
}

uint32_t TraceBuilder::lane(const std::string& name, LaneKind kind, std::size_t rows) {
    trace_.lanes.push_back({name, kind, std::vector<std::vector<Span>>(rows)});
    return static_cast<uint32_t>(trace_.lanes.size() - 1);
}

void TraceBuilder::add(uint32_t lane, std::size_t row, int64_t startNs, int64_t endNs,
                       SpanKind kind, const std::string& text, bool isOfNode) {
    Span span;
    span.startNs = startNs;
    span.endNs = endNs;
    span.label = label(text);
    span.kind = kind;
    span.run = 1;
    if (isOfNode) {
        span.node = node(text);
        span.attempt = 1;
    }
    std::vector<Span>& to = trace_.lanes[lane].rows[row];
    to.push_back(span);
    last_ = &to.back();
    trace_.endNs = std::max(trace_.endNs, endNs);
}

std::shared_ptr<const Trace> TraceBuilder::finish() {
    return std::make_shared<const Trace>(std::move(trace_));
}

std::shared_ptr<const Trace> smallRun() {
    using enum SpanKind;
    TraceBuilder build;
    const uint32_t phases = build.lane("phases", LaneKind::Phases, 2);
    build.add(phases, 0, 0, 180'000, Phase, "compile", false);
    build.add(phases, 1, 0, 60'000, Phase, "parse", false);
    build.add(phases, 1, 60'000, 150'000, Phase, "check", false);
    build.add(phases, 1, 150'000, 180'000, Phase, "plan", false);
    build.add(phases, 0, 200'000, 9'000'000, Phase, "run", false);
    build.add(phases, 1, 200'000, 400'000, Phase, "decode", false);
    build.add(phases, 1, 8'700'000, 9'000'000, Phase, "encode", false);
    const uint32_t one = build.lane("worker 1", LaneKind::Worker);
    build.add(one, 0, 400'000, 1'900'000, Completed, "clean");
    build.add(one, 0, 1'900'000, 3'100'000, Completed, "words");
    // A thousand short calls, half of the time.
    for (int64_t i = 0; i < 1000; ++i) {
        build.add(one, 0, 3'200'000 + 2'000 * i, 3'201'000 + 2'000 * i, Completed, "score");
    }
    build.last().kind = Failed;
    build.add(one, 0, 5'600'000, 6'900'000, Failed, "fetch");
    build.add(one, 0, 7'300'000, 8'600'000, Completed, "fetch");
    build.last().attempt = 2;
    const uint32_t two = build.lane("worker 2", LaneKind::Worker);
    build.add(two, 0, 700'000, 2'600'000, Completed, "translate");
    build.add(two, 0, 2'700'000, 2'700'400, Failed, "tiny");
    build.add(two, 0, 3'000'000, 4'400'000, TimedOut, "slow");
    build.add(two, 0, 4'500'000, 5'300'000, Cancelled, "late");
    build.add(two, 0, 5'400'000, 8'300'000, Completed, "summarise the report of the whole year");
    const uint32_t waits = build.lane("waiting", LaneKind::Waiting, 2);
    build.add(waits, 0, 400'000, 700'000, Queue, "translate");
    build.add(waits, 0, 1'000'000, 5'000'000, Io, "page");
    build.add(waits, 0, 6'900'000, 7'300'000, RetryDelay, "fetch");
    build.add(waits, 1, 1'200'000, 3'000'000, Throttle, "slow");
    build.add(waits, 1, 3'600'000, 5'600'000, Permit, "fetch");
    const uint32_t studio = build.lane("studio", LaneKind::Studio);
    build.add(studio, 0, 100'000, 1'300'000, Paint, "graph", false);
    build.add(studio, 0, 8'800'000, 9'600'000, Paint, "graph", false);
    return build.finish();
}

std::shared_ptr<const Trace> busyLanes(std::size_t spans, std::size_t lanes) {
    Trace trace;
    std::mt19937 random(7);
    for (int i = 0; i < 200; ++i) {
        trace.labels.push_back("node" + std::to_string(i));
        trace.nodes.push_back({trace.labels.back(), "", static_cast<uint32_t>(i + 1)});
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        trace.lanes.push_back({"worker " + std::to_string(lane + 1), LaneKind::Worker, {{}}});
        std::vector<Span>& row = trace.lanes.back().rows.front();
        int64_t at = 0;
        for (std::size_t i = 0; i < spans / lanes; ++i) {
            Span span;
            span.startNs = at + static_cast<int64_t>(random() % 200);
            span.endNs = span.startNs + 400 + static_cast<int64_t>(random() % 1000);
            span.label = span.node = static_cast<uint32_t>(random() % 200);
            span.run = static_cast<uint32_t>(i / 200 + 1);
            span.attempt = 1;
            span.kind = random() % 10'000 == 0 ? SpanKind::Failed : SpanKind::Completed;
            at = span.endNs;
            row.push_back(span);
        }
        trace.endNs = std::max(trace.endNs, at);
    }
    return std::make_shared<const Trace>(std::move(trace));
}

std::shared_ptr<const Trace> randomTrace(unsigned seed, std::size_t spansARow) {
    std::mt19937 random(seed);
    TraceBuilder build;
    const auto kinds = static_cast<unsigned>(SpanKind::Paint) + 1;
    for (int lane = 0; lane < 3; ++lane) {
        const uint32_t to = build.lane("lane " + std::to_string(lane), LaneKind::Waiting, 2);
        for (std::size_t row = 0; row < 2; ++row) {
            int64_t at = 0;
            for (std::size_t i = 0; i < spansARow; ++i) {
                // Lengths of all orders; none and no gap, too.
                const auto some = [&] {
                    return random() % 4 == 0
                               ? 0
                               : static_cast<int64_t>(random() % 1000) << (random() % 10);
                };
                const int64_t start = at + some(), end = start + some();
                const auto kind =
                    row == 0 ? SpanKind::Completed : static_cast<SpanKind>(random() % kinds);
                build.add(to, row, start, end, kind, "n" + std::to_string(random() % 20));
                at = end;
            }
        }
    }
    return build.finish();
}

}  // namespace cst::test
