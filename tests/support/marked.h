#pragma once

#include "engine/base/source_range.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// A text with `[[ ]]` around the places a test speaks of, so that no test counts bytes:
/// `Marked("a = [[x]] + 1")` is the text "a = x + 1" and the range of its `x`. Marks may nest;
/// a list in a list is written `[ [1] ]`.
class Marked {
public:
    explicit Marked(std::string_view marked) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < marked.size();) {
            const auto here = static_cast<uint32_t>(text_.size());
            if (marked.substr(i, 2) == "[[") {
                open.push_back(ranges_.size());
                ranges_.push_back({here, here});
                i += 2;
            } else if (marked.substr(i, 2) == "]]" && !open.empty()) {
                ranges_[open.back()].end = here;
                open.pop_back();
                i += 2;
            } else {
                text_ += marked[i++];
            }
        }
    }

    const std::string& text() const { return text_; }
    /// In the order of their opening marks.
    const std::vector<cst::SourceRange>& ranges() const { return ranges_; }
    cst::SourceRange range(std::size_t index = 0) const { return ranges_.at(index); }

private:
    std::string text_;
    std::vector<cst::SourceRange> ranges_;
};
