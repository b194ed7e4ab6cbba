#pragma once

#include "engine/base/source_range.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// A place as people count: both from 1, the column in Unicode code points (an invalid byte
/// counts as one, a byte-order mark at the start of a text as none).
struct LineColumn {
    uint32_t line = 1;
    uint32_t column = 1;
    friend auto operator<=>(const LineColumn&, const LineColumn&) = default;
};

/// The bytes of one revision of one document, kept exactly as they came, and where lines start.
/// Immutable: any thread may read it. At most 4 GiB - 1 bytes (the caller checks).
class SourceText {
public:
    explicit SourceText(std::string bytes);

    std::string_view bytes() const { return bytes_; }
    std::string_view slice(SourceRange range) const {
        return std::string_view(bytes_).substr(range.begin, range.length());
    }
    uint32_t size() const { return static_cast<uint32_t>(bytes_.size()); }
    uint32_t lineCount() const { return static_cast<uint32_t>(lineStarts_.size()); }
    uint32_t lineStart(uint32_t line) const { return lineStarts_[line - 1]; }  // line from 1
    uint32_t longestLine() const { return longestLine_; }                      // in bytes

    /// Cost: O(log lines + bytes of the line before the offset).
    LineColumn position(uint32_t offset) const;
    /// Cost: O(log lines).
    uint32_t line(uint32_t offset) const;
    /// The same, at once if it is `near`, or a little below.
    uint32_t line(uint32_t offset, uint32_t near) const;
    /// The bytes of a line, without its line end and without a byte-order mark. Line from 1.
    std::string_view lineText(uint32_t line) const;

private:
    uint32_t firstShown(uint32_t line) const;  // lineStart(), behind a byte-order mark

    std::string bytes_;
    std::vector<uint32_t> lineStarts_;  // offset of the first byte of each line; never empty
    uint32_t longestLine_ = 0;
};

using SourceTextPtr = std::shared_ptr<const SourceText>;

}  // namespace cst
