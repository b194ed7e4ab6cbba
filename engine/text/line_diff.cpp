// Myers' greedy algorithm: of all ways from the top left to the bottom right of the grid of both
// texts, a step right takes a line out, a step down puts one in, and a diagonal step, which is for
// free, keeps a line that both have. For d = 0, 1, 2, … it finds how far one comes on each diagonal
// k = x - y with d steps that cost; the first d that reaches the corner is the least. What was
// reached with d - 1 is all that is needed to find the way back.
// Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations, 1986.

#include "engine/text/line_diff.h"

#include <algorithm>
#include <unordered_map>

namespace cst {
namespace {

constexpr int kMostSteps = 2'000;

using Lines = std::vector<uint32_t>;  // by line: equal numbers are equal lines

/// The lines that `way` keeps, from the last to the first, as places in both texts.
using Kept = std::vector<std::pair<int, int>>;

/// How far one comes on the diagonals -d … d; index = d + k.
using Reached = std::vector<int>;

int startOn(const Reached& before, int d, int k) {
    // `before` is of d - 1 steps: its diagonal k has the index d - 1 + k.
    const auto at = [&](int diagonal) {
        return before[static_cast<std::size_t>(d - 1 + diagonal)];
    };
    const bool isDown = k == -d || (k != d && at(k - 1) < at(k + 1));
    return isDown ? at(k + 1) : at(k - 1) + 1;
}

/// Reached with 0, 1, … steps; the last one holds the corner. Empty: it takes too many.
std::vector<Reached> findWay(const Lines& a, const Lines& b) {
    const auto n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
    std::vector<Reached> all;
    for (int d = 0; d <= std::min(n + m, kMostSteps); ++d) {
        Reached reached(static_cast<std::size_t>(2 * d + 1), -1);
        for (int k = -d; k <= d; k += 2) {
            int x = d == 0 ? 0 : startOn(all.back(), d, k);
            while (x < n && x - k < m && x - k >= 0 &&
                   a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) {
                ++x;
            }
            reached[static_cast<std::size_t>(d + k)] = x;
            if (x >= n && x - k >= m) {
                all.push_back(std::move(reached));
                return all;
            }
        }
        all.push_back(std::move(reached));
    }
    return {};
}

Kept keptOn(const std::vector<Reached>& all, int x, int y) {
    Kept kept;
    for (int d = static_cast<int>(all.size()) - 1; d >= 0; --d) {
        const int k = x - y;
        const int start = d == 0 ? 0 : startOn(all[static_cast<std::size_t>(d - 1)], d, k);
        for (; x > start; --x, --y) {
            kept.emplace_back(x - 1, y - 1);
        }
        if (d > 0) {  // the step that led onto this diagonal
            const Reached& before = all[static_cast<std::size_t>(d - 1)];
            const auto at = [&](int diagonal) {
                return before[static_cast<std::size_t>(d - 1 + diagonal)];
            };
            const bool isDown = k == -d || (k != d && at(k - 1) < at(k + 1));
            x -= isDown ? 0 : 1;
            y -= isDown ? 1 : 0;
        }
    }
    return kept;
}

/// What lies between the lines that are kept.
std::vector<LineHunk> hunksBetween(const Kept& kept, const Lines& a, const Lines& b,
                                   uint32_t offset) {
    std::vector<LineHunk> hunks;
    uint32_t x = 0, y = 0;
    const auto close = [&](uint32_t toX, uint32_t toY) {
        if (toX > x || toY > y) {
            hunks.push_back({offset + x, toX - x, offset + y, toY - y});
        }
        x = toX + 1;
        y = toY + 1;
    };
    for (auto pair = kept.rbegin(); pair != kept.rend(); ++pair) {
        close(static_cast<uint32_t>(pair->first), static_cast<uint32_t>(pair->second));
    }
    close(static_cast<uint32_t>(a.size()), static_cast<uint32_t>(b.size()));
    return hunks;
}

}  // namespace

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::vector<LineHunk> lineDiff(std::string_view before, std::string_view after) {
    const std::vector<std::string_view> from = linesOf(before), to = linesOf(after);
    std::size_t head = 0, tail = 0;
    const std::size_t most = std::min(from.size(), to.size());
    while (head < most && from[head] == to[head]) {
        ++head;
    }
    while (tail < most - head && from[from.size() - 1 - tail] == to[to.size() - 1 - tail]) {
        ++tail;
    }
    std::unordered_map<std::string_view, uint32_t> numbers;
    const auto numbered = [&](const std::vector<std::string_view>& lines) {
        Lines out;
        for (std::size_t i = head; i < lines.size() - tail; ++i) {
            out.push_back(
                numbers.emplace(lines[i], static_cast<uint32_t>(numbers.size())).first->second);
        }
        return out;
    };
    const Lines a = numbered(from), b = numbered(to);
    const std::vector<Reached> way = findWay(a, b);
    const Kept kept =
        way.empty() ? Kept() : keptOn(way, static_cast<int>(a.size()), static_cast<int>(b.size()));
    return hunksBetween(kept, a, b, static_cast<uint32_t>(head));
}

std::vector<TextEdit> lineEdits(std::string_view before, std::string_view after) {
    const std::vector<std::string_view> from = linesOf(before), to = linesOf(after);
    const auto offsetOf = [](const std::vector<std::string_view>& lines, std::string_view text,
                             uint32_t line) {
        return line == lines.size() ? static_cast<uint32_t>(text.size())
                                    : static_cast<uint32_t>(lines[line].data() - text.data());
    };
    std::vector<TextEdit> edits;
    for (const LineHunk& hunk : lineDiff(before, after)) {
        const uint32_t begin = offsetOf(to, after, hunk.after);
        const uint32_t end = offsetOf(to, after, hunk.after + hunk.afterCount);
        edits.push_back({{offsetOf(from, before, hunk.before),
                          offsetOf(from, before, hunk.before + hunk.beforeCount)},
                         std::string(after.substr(begin, end - begin))});
    }
    return edits;
}

}  // namespace cst
