#include "engine/base/suggest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>

namespace cst {
namespace {

constexpr std::size_t kMaxSuggestions = 3;
constexpr std::size_t kShortName = 4;      // names below this many bytes get a tighter limit
constexpr std::size_t kLongestName = 256;  // beyond this nobody mistypes, they paste

std::string loweredName(std::string_view name) {
    std::string result(name);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return result;
}

/// Levenshtein distance, one row at a time. Gives up with `limit + 1` as soon as a whole row
/// lies above the limit: the rows only grow.
std::size_t editDistance(std::string_view a, std::string_view b, std::size_t limit) {
    const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (difference > limit) {
        return limit + 1;
    }
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        std::size_t least = row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
            least = std::min(least, row[j + 1]);
        }
        if (least > limit) {
            return limit + 1;
        }
    }
    return row.back();
}

struct Near {
    std::size_t distance = 0;
    std::string_view name;
    friend auto operator<=>(const Near&, const Near&) = default;
};

}  // namespace

std::vector<std::string> suggest(std::string_view name,
                                 std::span<const std::string_view> candidates) {
    if (name.empty() || name.size() > kLongestName) {
        return {};
    }
    const std::size_t limit = name.size() < kShortName ? 1 : 2;
    const std::string wanted = loweredName(name);
    std::vector<Near> near;
    for (const std::string_view candidate : candidates) {
        if (candidate == name || candidate.size() > name.size() + limit) {
            continue;
        }
        const std::size_t distance = editDistance(wanted, loweredName(candidate), limit);
        if (distance <= limit) {
            near.push_back({distance, candidate});
        }
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    near.resize(std::min(near.size(), kMaxSuggestions));
    std::vector<std::string> names;
    for (const Near& each : near) {
        names.emplace_back(each.name);
    }
    return names;
}

}  // namespace cst
