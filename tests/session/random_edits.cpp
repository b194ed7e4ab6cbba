#include "tests/session/random_edits.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace cst::test {
namespace {

constexpr std::size_t kMostBytes = 4000;
constexpr std::size_t kMostHistory = 50;

bool isNameByte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

RandomEditor::RandomEditor(uint64_t seed, std::vector<std::string> lines, std::string text)
    : random_(seed), lines_(std::move(lines)), text_(std::move(text)) {
    const int count = text_.empty() ? 12 : 0;
    for (int i = 0; i < count; ++i) {
        text_ += random_.oneOf(lines_) + "\n";
    }
}

std::string RandomEditor::edit() {
    history_.push_back(text_);
    if (history_.size() > kMostHistory) {
        history_.erase(history_.begin());
    }
    const uint64_t choice = random_.below(100);
    if (choice < 30) {
        type();
        return "type";
    }
    if (choice < 45 || text_.size() > kMostBytes) {
        erase();
        return "erase";
    }
    if (choice < 55) {
        pasteLines();
        return "paste";
    }
    if (choice < 62) {
        moveLine();
        return "move";
    }
    if (choice < 70) {
        rename();
        return "rename";
    }
    if (choice < 76) {
        toggleComment();
        return "comment";
    }
    if (choice < 84) {
        changeNumber();
        return "number";
    }
    if (choice < 90) {
        addBlank();
        return "blank";
    }
    const std::size_t back = 1 + random_.below(std::min<std::size_t>(history_.size(), 8));
    history_.resize(history_.size() - back + 1);
    text_ = history_.back();
    history_.pop_back();
    return "undo";
}

RandomEditor::Place RandomEditor::lineBegin(Place place) const {
    const Place newline = place == 0 ? std::string::npos : text_.rfind('\n', place - 1);
    return newline == std::string::npos ? 0 : newline + 1;
}

RandomEditor::Place RandomEditor::lineEnd(Place place) const {
    const Place newline = text_.find('\n', place);
    return newline == std::string::npos ? text_.size() : newline + 1;
}

void RandomEditor::type() {
    static constexpr std::array<std::string_view, 36> kPieces{"a",
                                                              "x1",
                                                              "=",
                                                              " = ",
                                                              "(",
                                                              ")",
                                                              "[",
                                                              "]",
                                                              "{",
                                                              "}",
                                                              "\"",
                                                              "${",
                                                              "}",
                                                              "1",
                                                              "2.5",
                                                              ",",
                                                              ".",
                                                              "\n",
                                                              "in ",
                                                              "out ",
                                                              "# ",
                                                              "@",
                                                              "->",
                                                              "type",
                                                              " with ",
                                                              "+",
                                                              " and ",
                                                              "not ",
                                                              "if (",
                                                              " else ",
                                                              "use stdlib.math\n",
                                                              "in z: Int\n",
                                                              "out a\n",
                                                              "\xC3\xA9",
                                                              "\\",
                                                              "cache_backend: \""};
    text_.insert(anywhere(), kPieces[random_.below(kPieces.size())]);
}

void RandomEditor::erase() {
    if (text_.empty()) {
        return;
    }
    const Place begin = random_.below(text_.size());
    if (random_.percent(20)) {
        const Place first = lineBegin(begin);
        text_.erase(first, lineEnd(begin) - first);
        return;
    }
    const std::size_t most = random_.percent(85) ? 3 : 200;
    text_.erase(begin, 1 + random_.below(most));
}

void RandomEditor::pasteLines() {
    std::string pasted;
    const uint64_t count = 1 + random_.below(random_.percent(90) ? 2 : 12);
    for (uint64_t i = 0; i < count; ++i) {
        pasted += random_.oneOf(lines_) + "\n";
    }
    text_.insert(random_.percent(90) ? lineBegin(anywhere()) : anywhere(), pasted);
}

void RandomEditor::moveLine() {
    const Place place = anywhere();
    const Place begin = lineBegin(place);
    const std::string line = text_.substr(begin, lineEnd(place) - begin);
    text_.erase(begin, line.size());
    text_.insert(lineBegin(anywhere()), line);
}

/// A name, everywhere or at one place only.
void RandomEditor::rename() {
    Place begin = anywhere();
    while (begin < text_.size() && !isNameByte(text_[begin])) {
        ++begin;
    }
    while (begin > 0 && isNameByte(text_[begin - 1])) {
        --begin;
    }
    Place end = begin;
    while (end < text_.size() && isNameByte(text_[end])) {
        ++end;
    }
    if (begin == end) {
        return;
    }
    const std::string name = text_.substr(begin, end - begin);
    const std::string other =
        random_.percent(50) ? name + "x" : "v" + std::to_string(random_.below(20));
    if (random_.percent(30)) {
        text_.replace(begin, name.size(), other);
        return;
    }
    for (Place at = text_.find(name); at != std::string::npos; at = text_.find(name, at)) {
        const bool isWhole =
            (at == 0 || !isNameByte(text_[at - 1])) &&
            (at + name.size() == text_.size() || !isNameByte(text_[at + name.size()]));
        if (isWhole) {
            text_.replace(at, name.size(), other);
            at += other.size();
        } else {
            at += name.size();
        }
    }
}

void RandomEditor::toggleComment() {
    const Place begin = lineBegin(anywhere());
    if (text_.compare(begin, 2, "# ") == 0) {
        text_.erase(begin, 2);
    } else {
        text_.insert(begin, "# ");
    }
}

void RandomEditor::changeNumber() {
    Place at = anywhere();
    while (at < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at])) == 0) {
        ++at;
    }
    if (at < text_.size()) {
        text_[at] = static_cast<char>('0' + random_.below(10));
    }
}

void RandomEditor::addBlank() {
    text_.insert(random_.percent(50) ? lineBegin(anywhere()) : anywhere(),
                 random_.percent(50) ? "\n" : " ");
}

}  // namespace cst::test
