#include "engine/json/decoder.h"
#include "engine/json/json_chars.h"
#include "engine/json/json_number.h"
#include "engine/json/json_text.h"

#include <cstring>

// The parts of Decoder that know JSON but no types: strings, words, keys, and walking over a
// value that nobody wants. What is walked over is checked like the rest.

namespace cst {

bool Decoder::readEscaped(std::string_view& out) {
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

/// key() where the guess was wrong.
bool Decoder::findKey(const KeyTable& names, std::vector<int32_t>& guesses, std::size_t position,
                      int32_t& slot) {
    if (head() != '"' || !readText(otherKey_)) {
        return malformed();
    }
    slot = names.find(otherKey_);
    const std::size_t most = 2 * names.size();
    if (position < most) {
        for (std::size_t i = guesses.size(); i < most; ++i) {
            guesses.push_back(static_cast<int32_t>(i));
        }
        guesses[position] = slot;
    }
    return colon();
}

/// For the object in hand and each name: the token of the value that counts, which is the last.
bool Decoder::lastOccurrences(const KeyTable& names, std::vector<std::size_t>& last) {
    const std::size_t start = tokens_.position();
    last.assign(names.size(), 0);
    if (!enter()) {
        return false;
    }
    for (bool first = true; head() != '}'; first = false) {
        if (!first) {
            if (head() != ',') {
                return malformed();
            }
            tokens_.next();
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
            last[static_cast<std::size_t>(slot)] = tokens_.position();
        }
        if (!skip()) {
            return false;
        }
    }
    --depth_;
    tokens_.seek(start);
    return true;
}

bool Decoder::skipScalar() {
    switch (head()) {
    case '"':
        if (!checkText()) {
            return false;
        }
        tokens_.next();
        return true;
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    default: {
        NumberText number;
        if (jsonKindOf(head()) != kJsonNumber ||
            !scanNumber(tokens_.begin(), tokens_.textEnd(), number)) {
            return malformed();
        }
        tokens_.next();
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
                tokens_.next();
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
