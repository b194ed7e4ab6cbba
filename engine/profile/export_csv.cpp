#include "engine/profile/export_csv.h"

#include "engine/profile/export_text.h"
#include "engine/profile/profile_file.h"

#include <utility>

namespace cst {
namespace {

/// One line after the other, cells in the order they are given.
class Rows {
public:
    void text(std::string_view value) {
        std::string shown = repairedUtf8(value);
        if (!shown.empty() && std::string_view("=+-@\t\r").find(shown[0]) != std::string::npos) {
            shown.insert(shown.begin(), '\'');
        }
        separate();
        if (shown.find_first_of(",\"\r\n\t'") == std::string::npos) {
            out_ += shown;
            return;
        }
        out_ += '"';
        for (const char c : shown) {
            out_ += c;
            if (c == '"') {
                out_ += c;
            }
        }
        out_ += '"';
    }
    void number(double value) {
        separate();
        if (const std::size_t begin = out_.size(); true) {
            appendNumber(out_, value);
            if (out_.compare(begin, std::string::npos, "null") == 0) {
                out_.resize(begin);
            }
        }
    }
    void count(uint64_t value) {
        separate();
        appendNumber(out_, value);
    }
    void empty(int cells) {
        for (; cells > 0; --cells) {
            separate();
        }
    }
    void endRow() {
        out_ += "\r\n";
        isFirst_ = true;
    }
    std::string take() { return std::move(out_); }

private:
    void separate() {
        if (!std::exchange(isFirst_, false)) {
            out_ += ',';
        }
    }
    std::string out_;
    bool isFirst_ = true;
};

void writeTimes(Rows& rows, const TimeSummary& times) {
    rows.count(times.count);
    for (const double us :
         {times.meanUs, times.minUs, times.p50Us, times.p95Us, times.p99Us, times.maxUs}) {
        rows.number(us);
    }
}

void writeNode(Rows& rows, const ProfileNode& node, bool hasCache) {
    rows.text(node.key);
    rows.text(node.label);
    rows.text(node.module);
    rows.text(node.group);
    if (node.line == 0) {
        rows.empty(1);
    } else {
        rows.count(node.line);
    }
    writeTimes(rows, node.times);
    if (node.cpuUs < 0) {
        rows.empty(1);
    } else {
        rows.number(node.cpuUs);
    }
    rows.number(node.waitUs);
    rows.number(node.queueUs);
    if (hasCache) {
        rows.number(node.savedUs);
    } else {
        rows.empty(1);
    }
    rows.number(node.share);
    rows.text(node.critical ? "true" : "false");
    rows.number(node.slackUs);
    rows.number(node.withoutUs);
    for (const int64_t bytes : {node.bytesIn, node.bytesOut}) {
        if (bytes < 0) {
            rows.empty(1);
        } else {
            rows.count(static_cast<uint64_t>(bytes));
        }
    }
    for (const WaitName& wait : kWaitNames) {
        if (node.waits) {
            rows.number((*node.waits).*wait.us);
        } else {
            rows.empty(1);
        }
    }
    rows.endRow();
}

void writeWhole(Rows& rows, std::string_view key, const TimeSummary& times) {
    rows.text(key);
    rows.empty(4);
    writeTimes(rows, times);
    rows.empty(10 + static_cast<int>(kWaitNames.size()));
    rows.endRow();
}

}  // namespace

std::string profileCsv(const Profile& profile) {
    Rows rows;
    for (const char* name :
         {"key",   "label",    "module",  "group",     "line",    "count",   "meanUs",  "minUs",
          "p50Us", "p95Us",    "p99Us",   "maxUs",     "cpuUs",   "waitUs",  "queueUs", "savedUs",
          "share", "critical", "slackUs", "withoutUs", "bytesIn", "bytesOut"}) {
        rows.text(name);
    }
    for (const WaitName& wait : kWaitNames) {
        rows.text(wait.name);
    }
    rows.endRow();
    for (const ProfileNode& node : profile.nodes) {
        writeNode(rows, node, profile.hasCache);
    }
    for (const ProfilePhase& phase : profile.phases) {
        writeWhole(rows, "phase:" + phase.name, phase.times);
    }
    writeWhole(rows, "total", profile.total);
    return rows.take();
}

}  // namespace cst
