// Begin and end as events of their own (B, E), not complete ones (X): the end of an inner span and
// that of the outer one are the same digits then, where ts + dur of two spans may differ by a
// rounding, and a reader would draw the inner one as longer than the outer.
//
// Perfetto takes a thread id as one of the whole machine, so they are counted through over all
// processes.

#include "engine/profile/export_chrome.h"

#include "engine/profile/export_events.h"
#include "engine/profile/export_text.h"

#include <algorithm>
#include <array>

namespace cst {
namespace {

struct Process {
    LaneKind kind;
    std::string_view name;
};
/// In the order in which they are shown; the process id is the place, from 1.
constexpr std::array kProcesses{
    Process{LaneKind::Phases, "phases"}, Process{LaneKind::Worker, "workers"},
    Process{LaneKind::Waiting, "waiting"}, Process{LaneKind::Studio, "studio"}};

uint64_t processOf(LaneKind kind) {
    const auto found = std::find_if(kProcesses.begin(), kProcesses.end(),
                                    [&](const Process& each) { return each.kind == kind; });
    return static_cast<uint64_t>(found - kProcesses.begin()) + 1;
}

class Writer {
public:
    explicit Writer(const Trace& trace) : trace_(trace) {
        for (const std::string& label : trace.labels) {
            appendJsonText(labels_.emplace_back(), label);
        }
        for (const TraceNode& node : trace.nodes) {
            nodes_.push_back(described(node));
        }
    }

    std::string written() {
        const std::vector<Track> tracks = tracksOf(trace_);
        out_ = "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[";
        nameProcesses(tracks);
        uint64_t thread = 0;
        for (const Track& track : tracks) {
            const uint64_t process = processOf(track.kind);
            ++thread;
            name("thread_name", process, thread, track.name);
            sortIndex("thread_sort_index", process, thread, thread);
            for (const TrackEvent& event : track.events) {
                write(event, process, thread);
            }
        }
        out_ += "\n]}\n";
        return std::move(out_);
    }

private:
    void nameProcesses(const std::vector<Track>& tracks) {
        for (const Process& process : kProcesses) {
            const bool isThere = std::any_of(tracks.begin(), tracks.end(), [&](const Track& track) {
                return track.kind == process.kind;
            });
            if (isThere) {
                const uint64_t id = processOf(process.kind);
                name("process_name", id, 0, "Constellation: " + std::string(process.name));
                sortIndex("process_sort_index", id, 0, id);
            }
        }
    }
    void begin(std::string_view phase, uint64_t process, uint64_t thread) {
        out_ += out_.back() == '[' ? "\n{\"ph\":\"" : ",\n{\"ph\":\"";
        out_ += phase;
        out_ += "\",\"pid\":";
        appendNumber(out_, process);
        out_ += ",\"tid\":";
        appendNumber(out_, thread);
    }
    void name(std::string_view what, uint64_t process, uint64_t thread, std::string_view value) {
        begin("M", process, thread);
        appendText("name", what);
        out_ += ",\"args\":{\"name\":";
        appendJsonText(out_, value);
        out_ += "}}";
    }
    void sortIndex(std::string_view what, uint64_t process, uint64_t thread, uint64_t index) {
        begin("M", process, thread);
        appendText("name", what);
        out_ += ",\"args\":{\"sort_index\":";
        appendNumber(out_, index);
        out_ += "}}";
    }
    void write(const TrackEvent& event, uint64_t process, uint64_t thread) {
        begin(event.begins ? "B" : "E", process, thread);
        out_ += ",\"ts\":";
        appendMicroseconds(out_, event.atNs);
        if (event.begins) {
            describe(event.span);
        }
        out_ += '}';
    }
    void describe(const Span& span) {
        const std::string_view label = labelOf(trace_, span);
        out_ += ",\"name\":";
        if (label.empty()) {
            appendJsonText(out_, spanKindName(span.kind));
        } else if (span.label < labels_.size()) {
            out_ += labels_[span.label];
        } else {
            appendJsonText(out_, label);
        }
        appendText("cat", spanKindName(span.kind));
        out_ += ",\"args\":{\"kind\":";
        appendJsonText(out_, spanKindName(span.kind));
        if (span.node < nodes_.size()) {
            out_ += nodes_[span.node];
        }
        appendCount("run", span.run);
        appendCount("attempt", span.attempt);
        out_ += '}';
    }
    static std::string described(const TraceNode& node) {
        std::string text = ",\"node\":";
        appendJsonText(text, node.key);
        if (!node.group.empty()) {
            text += ",\"group\":";
            appendJsonText(text, node.group);
        }
        if (node.line != 0) {
            text += ",\"line\":" + std::to_string(node.line);
        }
        if (node.bytesIn >= 0) {
            text += ",\"bytesIn\":" + std::to_string(node.bytesIn);
        }
        if (node.bytesOut >= 0) {
            text += ",\"bytesOut\":" + std::to_string(node.bytesOut);
        }
        return text;
    }
    void appendText(std::string_view key, std::string_view value) {
        out_ += ",\"";
        out_ += key;
        out_ += "\":";
        appendJsonText(out_, value);
    }
    void appendCount(std::string_view key, uint64_t value) {
        if (value != 0) {
            out_ += ",\"";
            out_ += key;
            out_ += "\":";
            appendNumber(out_, value);
        }
    }

    const Trace& trace_;
    std::vector<std::string> labels_;  // as JSON: a million spans have a thousand names
    std::vector<std::string> nodes_;   // likewise, as members
    std::string out_;
};

}  // namespace

std::string chromeTrace(const Trace& trace) {
    return Writer(trace).written();
}

}  // namespace cst
