#include "engine/profile/export_collapsed.h"

#include "engine/profile/export_events.h"
#include "engine/profile/export_text.h"

#include <algorithm>
#include <map>
#include <vector>

namespace cst {
namespace {

constexpr std::size_t kMostNested = 64;  // of nodes in one another

std::string frameName(std::string_view text) {
    std::string name = repairedUtf8(text);
    for (char& c : name) {
        if (c == ';') {
            c = ',';
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            c = ' ';
        }
    }
    return name.empty() ? "(unnamed)" : name;
}

using Stack = std::vector<std::string>;

void pushOnce(Stack& stack, std::string_view text) {
    std::string name = frameName(text);
    if (std::find(stack.begin(), stack.end(), name) == stack.end()) {
        stack.push_back(std::move(name));
    }
}

/// What a span adds to the frames around it: its group, the nodes that it is a part of, itself.
Stack stackOf(const Trace& trace, const Span& span, Stack stack) {
    if (const TraceNode* node = nodeOf(trace, span)) {
        if (!node->group.empty() && stack.empty()) {
            stack.push_back(frameName(node->group));
        }
        const std::string_view key = node->key;
        std::size_t depth = 0;
        for (std::size_t at = key.find('/'); at != std::string_view::npos && depth < kMostNested;
             at = key.find('/', at + 1), ++depth) {
            pushOnce(stack, key.substr(0, at));
        }
        pushOnce(stack, key);
    } else {
        stack.push_back(frameName(labelOf(trace, span)));
    }
    if (isWait(span.kind)) {
        stack.push_back(std::string("[") + spanKindName(span.kind) + "]");
    }
    return stack;
}

std::string joined(const Stack& stack) {
    std::string line;
    for (const std::string& frame : stack) {
        line += (line.empty() ? "" : ";") + frame;
    }
    return line;
}

void addTrack(const Trace& trace, const Track& track, std::map<std::string, uint64_t>& weights) {
    std::vector<Stack> open{{}};
    int64_t sinceNs = 0;
    for (const TrackEvent& event : track.events) {
        if (open.size() > 1 && event.atNs > sinceNs) {
            weights[joined(open.back())] += static_cast<uint64_t>(event.atNs - sinceNs);
        }
        sinceNs = event.atNs;
        if (event.begins) {
            open.push_back(stackOf(trace, event.span, open.back()));
        } else {
            open.pop_back();
        }
    }
}

}  // namespace

std::string collapsedStacks(const Trace& trace) {
    std::map<std::string, uint64_t> weights;
    for (const Track& track : tracksOf(trace)) {
        if (track.kind == LaneKind::Worker || track.kind == LaneKind::Waiting) {
            addTrack(trace, track, weights);
        }
    }
    std::string out;
    for (const auto& [stack, ns] : weights) {
        out += stack + " " + std::to_string(ns) + "\n";
    }
    return out;
}

}  // namespace cst
