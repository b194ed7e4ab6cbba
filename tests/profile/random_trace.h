#pragma once

#include "engine/profile/profile.h"
#include "engine/profile/trace.h"

#include <random>
#include <string>
#include <vector>

namespace cst {

/// Names that break what is careless: quotes, line ends, what is no UTF-8, formulas, separators.
inline std::vector<std::string> nastyNames() {
    return {"plain",
            "say \"hi\"",
            "back\\slash",
            "two\nlines\r\n",
            "tab\there",
            std::string("nul\0byte", 8),
            "\x01\x1f\x7f",
            "no utf8 \xff\xc3(",
            "cut \xe2\x82",
            "=1+2",
            "+cmd|' /C calc'!A0",
            "-x",
            "@y",
            "semi;colon, comma",
            "Grüße 🚀",
            "",
            "total/args.0"};
}

/// A trace with those names: workers with nested spans, waits that overlap, phases, of many runs.
/// What the trace promises of its rows holds.
inline Trace randomTrace(std::mt19937& random) {
    Trace trace;
    trace.labels = nastyNames();
    for (const std::string& name : nastyNames()) {
        trace.nodes.push_back({name, random() % 2 == 0 ? "" : nastyNames()[random() % 17],
                               static_cast<uint32_t>(random() % 5)});
    }
    for (const LaneKind kind : {LaneKind::Worker, LaneKind::Worker, LaneKind::Waiting,
                                LaneKind::Phases, LaneKind::Studio}) {
        std::vector<Span> spans;
        const std::size_t count = random() % 40;
        for (std::size_t i = 0; i < count; ++i) {
            Span span;
            span.startNs = static_cast<int64_t>(random() % 5000);
            span.endNs = span.startNs + static_cast<int64_t>(random() % 2000);
            span.label = static_cast<uint32_t>(random() % trace.labels.size());
            span.node = random() % 4 == 0 ? Span::kNone
                                          : static_cast<uint32_t>(random() % trace.nodes.size());
            span.run = static_cast<uint32_t>(random() % 3);
            span.attempt = static_cast<uint16_t>(random() % 3);
            span.kind = kind == LaneKind::Worker    ? static_cast<SpanKind>(random() % 4)
                        : kind == LaneKind::Waiting ? static_cast<SpanKind>(4 + random() % 6)
                        : kind == LaneKind::Phases  ? SpanKind::Phase
                                                    : SpanKind::Paint;
            spans.push_back(span);
            trace.endNs = std::max(trace.endNs, span.endNs);
        }
        trace.lanes.push_back({nastyNames()[random() % 17], kind,
                               kind == LaneKind::Waiting ? packedRows(std::move(spans))
                                                         : nestedRows(std::move(spans))});
    }
    return trace;
}

inline TimeSummary randomTimes(std::mt19937& random, std::size_t most) {
    std::uniform_real_distribution<double> any(0, 1e6);
    TimeSummary times;
    times.count = random();
    times.meanUs = any(random);
    times.minUs = any(random);
    times.p50Us = any(random) / 3;
    times.p95Us = 1e-9 * any(random);
    times.p99Us = any(random);
    times.maxUs = 4 * any(random);
    for (std::size_t i = random() % (most + 1); i > 0; --i) {
        times.lastUs.push_back(static_cast<float>(any(random)));
    }
    return times;
}

/// Names are well formed and keys differ; all else is anything that can be saved.
inline Profile randomProfile(std::mt19937& random) {
    std::uniform_real_distribution<double> any(0, 1e6);
    Profile profile;
    profile.sourceHash = "0123456789abcdef0123456789abcdef";
    profile.source = "in x: Int\nout x\n# \"quoted\" \\ Grüße\n";
    profile.threads = random() % 64;
    profile.runs = random();
    const std::vector<std::string> names{"a",       "say \"hi\"", "two\nlines",
                                         "Grüße 🚀", "\x01\x7f",   ""};
    for (std::size_t i = random() % 8; i > 0; --i) {
        ProfileNode node;
        node.key = "node" + std::to_string(i) + names[random() % names.size()];
        node.label = names[random() % names.size()];
        node.module = names[random() % names.size()];
        node.group = names[random() % names.size()];
        node.line = static_cast<uint32_t>(random());
        node.times = randomTimes(random, 128);
        node.cpuUs = random() % 2 == 0 ? -1 : any(random);
        node.waitUs = any(random);
        node.queueUs = any(random);
        if (random() % 2 == 0) {
            node.waits = NodeWaits{any(random), any(random), any(random), any(random), any(random)};
        }
        node.savedUs = any(random);
        node.share = any(random) / 1e6;
        node.critical = random() % 2 == 0;
        node.slackUs = any(random);
        node.withoutUs = any(random);
        profile.nodes.push_back(node);
    }
    for (const char* name : {"parse", "check", "run", "another"}) {
        if (random() % 2 == 0) {
            profile.phases.push_back({name, randomTimes(random, 300)});
        }
    }
    for (std::size_t i = random() % 4; i > 0; --i) {
        profile.idle.push_back(
            {"idle" + names[random() % names.size()], static_cast<IdleWhy>(random() % 3)});
    }
    profile.total = randomTimes(random, 300);
    profile.hasCache = random() % 4 != 0;
    profile.cache = {random(), random(), random(), uint64_t{random()} << 32U};
    profile.pool = {random(), random()};
    profile.allocations = random();
    profile.overheadPercent = any(random) / 1e6;
    return profile;
}

}  // namespace cst
