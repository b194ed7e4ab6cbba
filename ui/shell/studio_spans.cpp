#include "ui/shell/studio_spans.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

namespace cst {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(StudioPart::Count)> kNames{
    "",
    "paint window",
    "paint graph",
    "paint text",
    "paint timeline",
    "paint profile",
    "paint outputs"};
constexpr uint64_t kFewest = 256;  // that are read at once

/// All that ended behind this time, as far as they are still there: few of a short run.
std::vector<AttemptRecord> paintsSince(const RecordRing& ring, Ticks begin) {
    const uint64_t written = ring.written();
    for (uint64_t count = kFewest;; count *= 4) {
        std::vector<AttemptRecord> paints;
        uint64_t lost = 0;
        ring.readFrom(written - std::min(written, count), paints, lost);
        if (count >= std::min<uint64_t>(written, RecordRing::kRecords) || paints.empty() ||
            paints.front().finish < begin) {
            return paints;
        }
    }
}

}  // namespace

void StudioSpans::watch(QObject* widget, StudioPart part) {
    watched_[widget] = part;
    connect(widget, &QObject::destroyed, this, [this, widget] { watched_.remove(widget); });
}

RunRecordPtr StudioSpans::joined(const RunRecordPtr& record) const {
    if (!record->trace || record->trace->beginTicks == 0) return record;
    std::vector<StudioSpan> done;
    for (const AttemptRecord& paint : paintsSince(ring_, record->trace->beginTicks)) {
        if (paint.node < kNames.size()) {
            done.push_back({paint.start, paint.finish, kNames[paint.node]});
        }
    }
    std::shared_ptr<const Trace> trace = withStudio(record->trace, done);
    if (trace == record->trace) return record;
    auto joined = std::make_shared<RunRecord>(*record);
    joined->trace = std::move(trace);
    return joined;
}

}  // namespace cst
