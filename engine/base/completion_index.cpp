#include "engine/base/completion_index.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace cst {
namespace {

constexpr std::size_t kLongestTyped = 64;  // longer ones are no beginnings any more
constexpr std::size_t kOneMistake = 3;     // letters from which on one is forgiven
constexpr std::size_t kTwoMistakes = 6;

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool isSeparator(char c) {
    return c == '-' || c == '.' || c == '_' || c == '/';
}

/// A bit for each letter and digit; all others share one.
uint64_t letterBit(char c) {
    if (c >= 'a' && c <= 'z') {
        return uint64_t{1} << (c - 'a');
    }
    return uint64_t{1} << (c >= '0' && c <= '9' ? 26 + (c - '0') : 36);
}

uint64_t lettersOf(std::string_view text) {
    uint64_t letters = 0;
    for (const char c : text) {
        letters |= letterBit(c);
    }
    return letters;
}

enum class Tier : uint8_t { Whole, Prefix, Word, Letters, Mistyped };

/// Fewest mistakes (a letter too many, too few, wrong, or two swapped) between what was typed and
/// any beginning of a text; above `limit` it may give up with any larger number.
std::size_t mistakes(std::string_view typed, std::string_view text, std::size_t limit) {
    using Row = std::array<uint8_t, kLongestTyped + 3>;
    const std::size_t width = std::min(text.size(), typed.size() + limit);
    std::array<Row, 3> rows;
    std::iota(rows[0].begin(), rows[0].begin() + width + 1, uint8_t{0});
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        Row& row = rows[i % 3];
        const Row& above = rows[(i + 2) % 3];
        row[0] = static_cast<uint8_t>(i);
        uint8_t least = row[0];
        for (std::size_t j = 1; j <= width; ++j) {
            const bool same = typed[i - 1] == text[j - 1];
            int best = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && typed[i - 1] == text[j - 2] && typed[i - 2] == text[j - 1]) {
                best = std::min(best, rows[(i + 1) % 3][j - 2] + 1);
            }
            row[j] = static_cast<uint8_t>(best);
            least = std::min(least, row[j]);
        }
        if (least > limit + 1) {  // two swapped letters reach back over one row
            return limit + 1;
        }
    }
    const Row& last = rows[typed.size() % 3];
    return *std::min_element(last.begin(), last.begin() + width + 1);
}

}  // namespace

struct CompletionIndex::Match {
    Tier tier = Tier::Whole;
    uint32_t penalty = 0;
    bool otherCase = false;
    std::string_view name;
    uint32_t index = 0;

    /// A penalty is at most two for each typed letter, so the parts stay apart.
    uint32_t distance() const {
        return (uint32_t{static_cast<uint8_t>(tier)} << 28U) | (penalty << 1U) |
               (otherCase ? 1U : 0U);
    }
    auto key() const { return std::tuple(distance(), name, index); }
    friend bool operator<(const Match& a, const Match& b) { return a.key() < b.key(); }
};

void CompletionIndex::add(std::string_view name) {
    Entry entry;
    entry.begin = static_cast<uint32_t>(names_.size());
    entry.size = static_cast<uint32_t>(name.size());
    const std::size_t dot = name.rfind('.');
    entry.lastPart = dot == std::string_view::npos ? 0 : static_cast<uint32_t>(dot + 1);
    names_ += name;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool startsWord = i == 0 || (isSeparator(name[i - 1]) && !isSeparator(name[i])) ||
                                (isUpper(name[i]) && !isUpper(name[i - 1]));
        starts_.push_back(startsWord);
        lowered_ += cst::lowered(name[i]);
    }
    entry.letters = lettersOf(lowered(entry));
    entries_.push_back(entry);
}

void CompletionIndex::reserve(std::size_t names, std::size_t bytes) {
    entries_.reserve(entries_.size() + names);
    names_.reserve(names_.size() + bytes);
    lowered_.reserve(lowered_.size() + bytes);
    starts_.reserve(starts_.size() + bytes);
}

/// Tiers 1 to 4. `wanted` is what was typed in lower case.
bool CompletionIndex::match(const Entry& entry, std::string_view typed, std::string_view wanted,
                            Match& match) const {
    const std::string_view text = lowered(entry);
    for (const std::size_t begin : {std::size_t{entry.lastPart}, std::size_t{0}}) {
        const std::string_view part = text.substr(begin);
        if (part.starts_with(wanted)) {
            match.tier = part.size() == wanted.size() ? Tier::Whole : Tier::Prefix;
            match.penalty = begin == entry.lastPart ? 0 : 1;
            match.otherCase = !name(entry).substr(begin).starts_with(typed);
            return true;
        }
    }
    for (std::size_t at = text.find(wanted, 1); at != std::string_view::npos;
         at = text.find(wanted, at + 1)) {
        if (isWordStart(entry, at)) {
            match.tier = Tier::Word;
            match.otherCase = name(entry).substr(at, typed.size()) != typed;
            return true;
        }
    }
    // Each letter goes to the next beginning of a word that has it, if the letters behind it still
    // find a place there; the plain way from left to right decides whether there is any way at all.
    std::array<uint32_t, kLongestTyped> latest;  // the last place that letter i may take
    std::size_t end = text.size();
    for (std::size_t i = wanted.size(); i-- > 0;) {
        end = end == 0 ? std::string_view::npos : text.rfind(wanted[i], end - 1);
        if (end == std::string_view::npos) {
            return false;
        }
        latest[i] = static_cast<uint32_t>(end);
    }
    match.tier = Tier::Letters;
    std::size_t from = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        std::size_t at = text.find(wanted[i], from);
        if (at != from || i == 0) {
            std::size_t start = at;
            while (start <= latest[i] && !(text[start] == wanted[i] && isWordStart(entry, start))) {
                ++start;
            }
            at = start <= latest[i] ? start : at;
            match.penalty += isWordStart(entry, at) ? 1 : 2;
        }
        from = at + 1;
    }
    return true;
}

/// Tier 5.
bool CompletionIndex::matchMistyped(const Entry& entry, std::string_view wanted,
                                    Match& match) const {
    const std::size_t limit = wanted.size() < kTwoMistakes ? 1 : 2;
    const std::string_view text = lowered(entry);
    std::size_t best = limit + 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
        // A mistake is rarely in the first letter, and whole names would all be near to short ones.
        if (isWordStart(entry, at) && text[at] == wanted[0]) {
            best = std::min(best, mistakes(wanted, text.substr(at), limit));
        }
    }
    match.tier = Tier::Mistyped;
    match.penalty = static_cast<uint32_t>(best);
    return best <= limit;
}

std::vector<CompletionMatch> CompletionIndex::complete(std::string_view typed,
                                                       std::size_t limit) const {
    std::vector<Match> matches;
    if (typed.size() > kLongestTyped) {
        return {};
    }
    std::string wanted(typed);
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), cst::lowered);
    const uint64_t letters = lettersOf(wanted);
    std::vector<bool> known(entries_.size());
    for (uint32_t i = 0; i < entries_.size(); ++i) {
        Match one{.name = name(entries_[i]), .index = i};
        known[i] =
            (entries_[i].letters & letters) == letters && match(entries_[i], typed, wanted, one);
        if (known[i]) {
            matches.push_back(one);
        }
    }
    const bool forgives = matches.size() < limit && wanted.size() >= kOneMistake;
    for (uint32_t i = 0; forgives && i < entries_.size(); ++i) {
        Match one{.name = name(entries_[i]), .index = i};
        if (!known[i] && matchMistyped(entries_[i], wanted, one)) {
            matches.push_back(one);
        }
    }
    const std::size_t count = std::min(limit, matches.size());
    std::partial_sort(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(count),
                      matches.end());
    std::vector<CompletionMatch> found;
    found.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        found.push_back({matches[i].index, matches[i].distance()});
    }
    return found;
}

}  // namespace cst
