#pragma once

#include "tests/support/random_source.h"

#include <string>
#include <vector>

namespace cst::test {

/// Somebody who works on a text: types, deletes, pastes, renames, moves lines, breaks things and
/// mends them, comments out and in, undoes. The same seed does the same.
class RandomEditor {
public:
    /// `lines`: what may be pasted. `text`: what the work begins with; "" = some of the lines.
    RandomEditor(uint64_t seed, std::vector<std::string> lines, std::string text = {});

    const std::string& text() const { return text_; }
    /// One edit. Returns what it was, in a word.
    std::string edit();

private:
    using Place = std::string::size_type;

    Place anywhere() { return random_.below(text_.size() + 1); }
    Place lineBegin(Place place) const;
    Place lineEnd(Place place) const;
    void type();
    void erase();
    void pasteLines();
    void moveLine();
    void rename();
    void toggleComment();
    void changeNumber();
    void addBlank();

    RandomSource random_;
    std::vector<std::string> lines_;
    std::string text_;
    std::vector<std::string> history_;
};

}  // namespace cst::test
