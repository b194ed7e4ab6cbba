#include "engine/profile/export_speedscope.h"

#include "engine/profile/export_events.h"
#include "engine/profile/export_text.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace cst {
namespace {

/// Frames by what makes them differ, numbered as they come.
class Frames {
public:
    explicit Frames(const Trace& trace) : trace_(trace) {}

    uint64_t frameOf(const Span& span) {
        const auto [found, isNew] = numbers_.try_emplace(
            {span.label, span.node, isWork(span.kind) ? SpanKind::Completed : span.kind},
            numbers_.size());
        if (isNew) {
            write(span);
        }
        return found->second;
    }
    const std::string& json() const { return json_; }

private:
    void write(const Span& span) {
        std::string text(labelOf(trace_, span));
        if (text.empty()) {
            text = spanKindName(span.kind);
        } else if (isWait(span.kind)) {
            text += std::string(" (") + spanKindName(span.kind) + ")";
        }
        json_ += json_.empty() ? "{\"name\":" : ",{\"name\":";
        appendJsonText(json_, text);
        const TraceNode* node = nodeOf(trace_, span);
        if (node != nullptr && node->line != 0) {
            json_ += ",\"line\":";
            appendNumber(json_, uint64_t{node->line});
        }
        json_ += '}';
    }

    const Trace& trace_;
    std::map<std::tuple<uint32_t, uint32_t, SpanKind>, uint64_t> numbers_;
    std::string json_;
};

void appendNs(std::string& out, int64_t ns) {
    out += std::to_string(ns);
}

void writeProfile(std::string& out, const Track& track, int64_t startNs, int64_t endNs,
                  Frames& frames) {
    out += "{\"type\":\"evented\",\"name\":";
    appendJsonText(out, track.name);
    out += ",\"unit\":\"nanoseconds\",\"startValue\":";
    appendNs(out, startNs);
    out += ",\"endValue\":";
    appendNs(out, endNs);
    out += ",\"events\":[";
    for (const TrackEvent& event : track.events) {
        if (out.back() != '[') {
            out += ',';
        }
        out += event.begins ? R"({"type":"O","frame":)" : R"({"type":"C","frame":)";
        appendNumber(out, frames.frameOf(event.span));
        out += ",\"at\":";
        appendNs(out, event.atNs);
        out += '}';
    }
    out += "]}";
}

}  // namespace

std::string speedscope(const Trace& trace, std::string_view name) {
    const std::vector<Track> tracks = tracksOf(trace);
    int64_t startNs = 0;
    int64_t endNs = trace.endNs;
    for (const Track& track : tracks) {
        for (const TrackEvent& event : track.events) {
            startNs = std::min(startNs, event.atNs);
            endNs = std::max(endNs, event.atNs);
        }
    }
    Frames frames(trace);
    std::string profiles;
    for (const Track& track : tracks) {
        profiles += profiles.empty() ? "\n" : ",\n";
        writeProfile(profiles, track, startNs, endNs, frames);
    }
    std::string out = "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\","
                      "\"exporter\":\"constellation\",\"name\":";
    appendJsonText(out, name);
    out += ",\"activeProfileIndex\":0,\"shared\":{\"frames\":[" + frames.json() +
           "]},\"profiles\":[" + profiles + "\n]}\n";
    return out;
}

}  // namespace cst
