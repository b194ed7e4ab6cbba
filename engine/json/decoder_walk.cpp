#include "engine/json/decoder.h"
#include "engine/json/json_chars.h"
#include "engine/json/json_number.h"
#include "engine/json/json_text.h"

#include <cstring>

// The parts of Decoder that know JSON but no types: strings, words, keys, and walking over a
// value that nobody wants. What is walked over is checked like the rest.

namespace cst {

bool Decoder::word(std::string_view expected) {
    const char* p = text_ + tokens_[at_];
    if (static_cast<std::size_t>(end_ - p) <= expected.size() ||
        std::memcmp(p, expected.data(), expected.size()) != 0 ||
        !endsJsonScalar(p[expected.size()])) {
        return malformed();
    }
    ++at_;
    return true;
}

/// What stands between the quotes. The closing one is the last byte before the next token that
/// is no blank: anything else behind it would be a token of its own.
std::string_view Decoder::rawText() const {
    const char* const begin = text_ + tokens_[at_] + 1;
    const char* end = text_ + tokens_[at_ + 1] - 1;
    while (end > begin && isJsonBlank(*end)) {
        --end;
    }
    return {begin, static_cast<std::size_t>(end - begin)};
}

bool Decoder::readText(std::string_view& out) {
    out = rawText();
    if (!hasEscape(out)) {
        return true;
    }
    if (!unescape(out, scratch_)) {
        return malformed();
    }
    out = scratch_;
    return true;
}

bool Decoder::checkText() {
    const std::string_view raw = rawText();
    return !hasEscape(raw) || findBadEscape(raw) == std::string_view::npos || malformed();
}

/// From a key to its value.
bool Decoder::colon() {
    ++at_;
    if (head() != ':') {
        return malformed();
    }
    ++at_;
    return true;
}

/// Which name the key in hand is; -1 for none of them, -2 if its text is malformed. The guess is
/// that the keys come as in the object before; it costs one comparison and no search.
int Decoder::slotOf(const KeyTable& names, std::vector<int32_t>& guesses, std::size_t position) {
    const char* const key = text_ + tokens_[at_] + 1;
    if (names.plain()) {
        auto guess = static_cast<int32_t>(position);
        if (position < guesses.size()) {
            guess = guesses[position];
        }
        if (guess >= 0 && static_cast<std::size_t>(guess) < names.size()) {
            const std::string_view name = names[static_cast<std::size_t>(guess)];
            if (static_cast<std::size_t>(end_ - key) > name.size() && key[name.size()] == '"' &&
                std::memcmp(key, name.data(), name.size()) == 0) {
                return guess;
            }
        }
    }
    std::string_view name;
    if (!readText(name)) {
        return -2;
    }
    const int slot = names.find(name);
    if (position < 2 * names.size()) {
        for (std::size_t i = guesses.size(); i <= position; ++i) {
            guesses.push_back(static_cast<int32_t>(i));
        }
        guesses[position] = slot;
    }
    return slot;
}

/// For the object in hand and each name: the token of the value that counts, which is the last.
bool Decoder::lastOccurrences(const KeyTable& names, std::vector<uint32_t>& last) {
    const uint32_t start = at_;
    last.assign(names.size(), 0);
    if (!enter()) {
        return false;
    }
    for (bool first = true; head() != '}'; first = false) {
        if (!first) {
            if (head() != ',') {
                return malformed();
            }
            ++at_;
        }
        std::string_view name;
        if (head() != '"' || !readText(name)) {
            return malformed();
        }
        const int slot = names.find(name);
        if (!colon()) {
            return false;
        }
        if (slot >= 0) {
            last[static_cast<std::size_t>(slot)] = at_;
        }
        if (!skip()) {
            return false;
        }
    }
    --depth_;
    at_ = start;
    return true;
}

std::string_view Decoder::rawJson(uint32_t first, uint32_t end) const {
    const char* const begin = text_ + tokens_[first];
    const char* behind = text_ + tokens_[end];
    while (isJsonBlank(behind[-1])) {
        --behind;
    }
    return {begin, static_cast<std::size_t>(behind - begin)};
}

bool Decoder::skipScalar() {
    switch (head()) {
    case '"':
        if (!checkText()) {
            return false;
        }
        ++at_;
        return true;
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    default: {
        NumberText number;
        if (!scanNumber(text_ + tokens_[at_], end_, number)) {
            return malformed();
        }
        ++at_;
        return true;
    }
    }
}

bool Decoder::skipKey() {
    return head() == '"' ? checkText() && colon() : malformed();
}

bool Decoder::skip() {
    const std::size_t outside = open_.size();
    while (true) {
        const char c = head();
        bool opened = false;
        if (c == '{' || c == '[') {
            if (!enter()) {
                return false;
            }
            opened = head() != c + 2;  // in ASCII each bracket and its partner are 2 apart
            if (opened) {
                open_.push_back(c);
            } else if (!leave()) {
                return false;
            }
        } else if (!skipScalar()) {
            return false;
        }
        // Behind a value: leave what ends here, go on to the next value.
        while (!opened) {
            if (open_.size() == outside) {
                return true;
            }
            if (head() == ',') {
                ++at_;
                break;
            }
            if (head() != open_.back() + 2) {
                return malformed();
            }
            open_.pop_back();
            if (!leave()) {
                return false;
            }
        }
        if (open_.back() == '{' && !skipKey()) {
            return false;
        }
    }
}

}  // namespace cst
