#pragma once

#include "engine/profile/trace.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cst::test {

/// Writes traces by hand.
class TraceBuilder {
public:
    uint32_t node(const std::string& key);  // the same for the same key
    uint32_t lane(const std::string& name, LaneKind kind, std::size_t rows = 1);
    /// Behind those of its row. `node`: its key, "" = of none; it is the label, too.
    void add(uint32_t lane, std::size_t row, int64_t startNs, int64_t endNs, SpanKind kind,
             const std::string& label, bool isOfNode = true);
    Span& last() { return *last_; }  // until the next one

    std::shared_ptr<const Trace> finish();

private:
    uint32_t label(const std::string& text);

    Trace trace_;
    Span* last_ = nullptr;
};

/// Two workers, waits and phases of a small pipeline: calls that complete, fail, time out, wait.
std::shared_ptr<const Trace> smallRun();

/// Spans of about the same length on every lane, one behind the other, a tenth of the time idle;
/// one of 10,000 has failed. The same for the same sizes.
std::shared_ptr<const Trace> busyLanes(std::size_t spans, std::size_t lanes);

/// Rows of spans of all kinds and lengths, also of none, with and without gaps. The same for the
/// same seed.
std::shared_ptr<const Trace> randomTrace(unsigned seed, std::size_t spansARow);

}  // namespace cst::test
