#include "engine/profile/trace.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

namespace cst {

const char* spanKindName(SpanKind kind) {
    switch (kind) {
    case SpanKind::Completed: return "completed";
    case SpanKind::Failed: return "failed";
    case SpanKind::Cancelled: return "cancelled";
    case SpanKind::TimedOut: return "timed out";
    case SpanKind::Queue: return "queue";
    case SpanKind::Io: return "waiting for its module";
    case SpanKind::Throttle: return "throttle";
    case SpanKind::Permit: return "permit";
    case SpanKind::RetryDelay: return "retry delay";
    case SpanKind::Cache: return "cache";
    case SpanKind::Phase: return "phase";
    case SpanKind::Paint: return "paint";
    }
    return "phase";
}

bool isWork(SpanKind kind) {
    return kind <= SpanKind::TimedOut;
}

bool isWait(SpanKind kind) {
    return kind >= SpanKind::Queue && kind <= SpanKind::Cache;
}

std::vector<std::vector<Span>> packedRows(std::vector<Span> spans) {
    std::stable_sort(spans.begin(), spans.end(),
                     [](const Span& a, const Span& b) { return a.startNs < b.startNs; });
    std::vector<std::vector<Span>> rows;
    // Rows that hold something, by when that ends; and those that are free by now, the top one
    // first: a row is only added where all hold something at once.
    using Busy = std::pair<int64_t, std::size_t>;
    std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy;
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free;
    for (const Span& span : spans) {
        while (!busy.empty() && busy.top().first <= span.startNs) {
            free.push(busy.top().second);
            busy.pop();
        }
        std::size_t row = rows.size();
        if (free.empty()) {
            rows.emplace_back();
        } else {
            row = free.top();
            free.pop();
        }
        rows[row].push_back(span);
        busy.emplace(span.endNs, row);
    }
    return rows;
}

std::vector<std::vector<Span>> nestedRows(std::vector<Span> spans) {
    // The earliest on top, of those that begin together the longest, then the first one given.
    struct Open {
        Span span;
        std::size_t given;
        bool operator>(const Open& other) const {
            return std::tuple(span.startNs, -span.endNs, given) >
                   std::tuple(other.span.startNs, -other.span.endNs, other.given);
        }
    };
    std::priority_queue<Open, std::vector<Open>, std::greater<>> left;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        left.push({spans[i], i});
    }
    std::vector<std::vector<Span>> rows;
    std::vector<int64_t> ends;  // of the spans that are open here, the outermost first
    while (!left.empty()) {
        Open next = left.top();
        left.pop();
        while (!ends.empty() && ends.back() <= next.span.startNs) {
            ends.pop_back();
        }
        if (!ends.empty() && next.span.endNs > ends.back()) {
            next.span.startNs = ends.back();  // cut: its turn comes once that one has ended
            left.push(next);
            continue;
        }
        if (ends.size() == rows.size()) {
            rows.emplace_back();
        }
        rows[ends.size()].push_back(next.span);
        ends.push_back(next.span.endNs);
    }
    return rows;
}

}  // namespace cst
