#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// A name that fits what was typed.
struct CompletionMatch {
    uint32_t index = 0;
    /// How far the name is from what was typed: by the rules of CompletionIndex, without the
    /// alphabet. As far is as good, also in two indices.
    uint32_t distance = 0;
};

/// Names to complete what a person has typed so far. Filled once, then read by any thread.
///
/// The best first, in this order; letters of either case match each other:
///   1. the name itself, or its last part: `modulo` for `stdlib.math.modulo`;
///   2. the last part begins with what was typed, then those where only the whole name does;
///   3. a word of the name does: words begin behind `-`, `.`, `_` and `/`, and at an upper-case
///      letter that follows a lower-case one; what was typed may go on over several words;
///   4. all letters occur in this order, the fewer steps over others the better, a step to the
///      beginning of a word counting half: `sl` finds `string-length` before `absolute`;
///   5. from three letters on: one typing mistake, from six on two, in the beginning of the last
///      part or of a word.
/// Among equals the same case comes first, then the alphabet decides: the order is total, so lists
/// do not jump while one types.
class CompletionIndex {
public:
    /// Names are counted from 0, in the order in which they are added.
    void add(std::string_view name);
    /// Room for so many more names, of so many bytes together.
    void reserve(std::size_t names, std::size_t bytes);
    std::size_t size() const { return entries_.size(); }

    /// At most `limit` of them, the best first. Nothing typed yet: all, by alphabet.
    /// Cost: O(names); a name that lacks a letter costs one comparison, unless typing mistakes are
    /// looked for, which happens only while there are fewer than `limit` others.
    std::vector<CompletionMatch> complete(std::string_view typed, std::size_t limit) const;

private:
    struct Entry {
        uint64_t letters;  // one bit a letter and digit
        uint32_t begin;    // in names_ and lowered_
        uint32_t size;
        uint32_t lastPart;  // where it begins, from `begin`
    };
    struct Match;

    std::string_view name(const Entry& entry) const {
        return std::string_view(names_).substr(entry.begin, entry.size);
    }
    std::string_view lowered(const Entry& entry) const {
        return std::string_view(lowered_).substr(entry.begin, entry.size);
    }
    bool match(const Entry& entry, std::string_view typed, std::string_view wanted,
               Match& match) const;
    bool isWordStart(const Entry& entry, std::size_t at) const { return starts_[entry.begin + at]; }
    bool matchMistyped(const Entry& entry, std::string_view wanted, Match& match) const;

    std::vector<Entry> entries_;
    std::string names_;
    std::string lowered_;
    std::vector<bool> starts_;  // does a word begin here?
};

}  // namespace cst
