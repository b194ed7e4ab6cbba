#pragma once

#include "engine/base/source_range.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

// Scintilla measures a whole line before it draws any of it, 34 ms for 100 KB. So of a line over
// kLongestEditableLine bytes only the first kShownOfLongLine are drawn: in an open document the
// rest gets a style that is not measured (10 ms for 100 KB remain), and of a file that comes with
// such a line a shortened copy is shown, read-only. So it is after a line over kLongestTypedLine
// was pasted, until that is undone: each key press in it would take that long.

constexpr std::size_t kShownOfLongLine = 2'000;
constexpr std::size_t kShownOfPreview = 1'000'000;
constexpr std::size_t kLongestTypedLine = 200'000;

/// The parts of long lines that are not drawn, in order. Lines end at LF or CR, as Scintilla has
/// it. Cost: O(bytes).
std::vector<SourceRange> hiddenTails(std::string_view text, std::size_t longest);

/// What is shown in place of a text with long lines, and which bytes of it are where.
class LongLinePreview {
public:
    LongLinePreview() = default;
    explicit LongLinePreview(std::string_view text, std::size_t longest);

    const std::string& shown() const { return shown_; }
    uint32_t longestLine() const { return longestLine_; }      // in bytes, of the text
    uint32_t lineOfLongest() const { return lineOfLongest_; }  // from 1
    bool isCut() const { return isCut_; }  // the text goes on below what is shown

    /// Where a range of the text is in what is shown; what is not shown falls on the cut.
    SourceRange toShown(SourceRange range) const;
    /// The byte of the text at an offset of what is shown.
    uint32_t toText(uint32_t shownOffset) const;
    /// Of something that has a byte for each byte of the text: those of what is shown.
    std::string pick(std::string_view perByte) const;

private:
    struct Part {
        uint32_t textBegin = 0;
        uint32_t shownBegin = 0;
        uint32_t length = 0;
    };
    uint32_t toShown(uint32_t offset) const;

    std::string shown_;
    std::vector<Part> parts_;  // by textBegin, which is also by shownBegin
    uint32_t longestLine_ = 0;
    uint32_t lineOfLongest_ = 1;
    bool isCut_ = false;
};

}  // namespace cst
