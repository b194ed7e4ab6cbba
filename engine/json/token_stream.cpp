#include "engine/json/token_stream.h"

#include <algorithm>
#include <array>

// simdjson's On-Demand front end is this same stage 1 and a cursor over its index. We walk the
// index with our own cursor, for these reasons:
//   - the front end is compiled for the flags of the including file; stage 1 alone sits in the
//     library and is dispatched at run time, so a baseline build gets AVX2 where there is AVX2;
//   - the front end leaves what it skips unread, and we promise that every byte was looked at;
//   - it wants a padded copy of the document and an index of all of it, which for dense
//     documents is four times their size;
//   - members of unions are tried one after the other, so the cursor must go back;
//   - get_double() of 3.0.1 returns wrong numbers for `0.` with more than 19 digits
//     (0.12345678901234567890123 comes out as 4.8e-05).
//
// A window may begin at any token and must not end in a string. So its last token, of which it
// may not hold all, is only looked at and becomes the first of the next window; and where stage 1
// finds a string open at the end, the window is cut before the quote that opened it. A token that
// is longer than a window makes the window grow.

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace cst {

namespace {

using Stage1 = simdjson::internal::dom_parser_implementation;

constexpr std::size_t kKeptBytes = std::size_t{128} << 10;

// What the stream points to behind its end.
constexpr char kNul = '\0';
constexpr std::array<uint32_t, 2> kNoTokens = {0, 0};

// Every stream needs one for a moment: one per thread is kept, so that small documents cost no
// allocation.
thread_local std::unique_ptr<Stage1> keptStage1;

/// Null if there is not so much memory.
std::unique_ptr<Stage1> makeStage1(std::size_t capacity) {
    std::unique_ptr<Stage1> made;
    const auto error =
        simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, made);
    if (error != simdjson::SUCCESS) made.reset();
    return made;
}

}  // namespace

TokenStream::TokenStream(std::string_view text, std::size_t windowBytes)
    : text_(text),
      windowBytes_(std::max<std::size_t>(windowBytes, 1)),
      stage1_(std::move(keptStage1)) {
    openWindow(0);
}

TokenStream::~TokenStream() {
    if (stage1_ != nullptr && stage1_->capacity() == kKeptBytes) keptStage1 = std::move(stage1_);
}

std::size_t TokenStream::position() const {
    return ended_ ? text_.size() : static_cast<std::size_t>(begin() - text_.data());
}

void TokenStream::seek(std::size_t position) {
    if (!ended_ && text_.data() + position >= base_) {
        const auto offset = static_cast<std::size_t>(text_.data() + position - base_);
        if (offset < *limit_) {
            const uint32_t* const first = stage1_->structural_indexes.get();
            token_ = std::lower_bound(first, limit_, offset);
            return;
        }
    }
    openWindow(position);
}

void TokenStream::refill() {
    // The token behind the last one, if there is one, was looked at already.
    const std::size_t begin = position();
    if (begin == text_.size()) {
        end(bad_);
    } else {
        openWindow(begin);
    }
}

/// Looks for the tokens from a token on, or from the start of the text.
void TokenStream::openWindow(std::size_t begin) {
    for (std::size_t size = windowBytes_;; size *= 2) {
        std::size_t stop = cutBehind(begin, size);
        Cut cut = indexWindow(begin, stop);
        if (cut == Cut::InString && stop != text_.size()) {
            stop = openingQuote(begin, stop);
            cut = stop == begin ? Cut::TooShort : indexWindow(begin, stop);
        }
        if (cut == Cut::Good) return;
        if (cut == Cut::Bad || stop == text_.size()) {
            const bool isBlank = cut == Cut::TooShort;
            end(!isBlank);
            return;
        }
    }
}

/// Behind about `size` bytes, not in the middle of a character, and probably not in a string:
/// behind the last quote that looks like a closing one. To be wrong costs a second look at the
/// window; without the guess that would be every other window where there are many strings.
std::size_t TokenStream::cutBehind(std::size_t begin, std::size_t size) const {
    constexpr std::size_t kFarBack = 512;
    if (text_.size() - begin <= size) return text_.size();
    std::size_t stop = begin + size;
    const std::size_t first = stop - std::min(size / 2, kFarBack);
    for (std::size_t at = stop; at > first; --at) {
        const char behind = text_[at];
        if (text_[at - 1] == '"' &&
            (behind == ',' || behind == ':' || behind == '}' || behind == ']'))
            return at;
    }
    for (int i = 0; i < 3 && stop > begin && (text_[stop] & '\xC0') == '\x80'; ++i) --stop;
    return stop;
}

/// The quote that opens the string in which a window ends; its begin if there is none.
std::size_t TokenStream::openingQuote(std::size_t begin, std::size_t stop) const {
    for (std::size_t at = stop; at > begin; --at) {
        if (text_[at - 1] != '"') continue;
        std::size_t slashes = 0;
        while (slashes < at - 1 - begin && text_[at - 2 - slashes] == '\\') ++slashes;
        if (slashes % 2 == 0) return at - 1;
    }
    return begin;
}

TokenStream::Cut TokenStream::indexWindow(std::size_t begin, std::size_t stop) {
    const std::size_t size = stop - begin;
    if (stage1_ == nullptr || stage1_->capacity() < size) {
        stage1_ = makeStage1(std::max(size, kKeptBytes));
        if (stage1_ == nullptr) return Cut::Bad;
    }
    const auto* bytes = reinterpret_cast<const uint8_t*>(text_.data() + begin);
    switch (stage1_->stage1(bytes, size, simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: break;
    case simdjson::EMPTY: return Cut::TooShort;
    case simdjson::UNCLOSED_STRING: return Cut::InString;
    default: return Cut::Bad;
    }
    const bool isLast = stop == text_.size();
    const uint32_t tokens = stage1_->n_structural_indexes - (isLast ? 0 : 1);
    if (tokens == 0) return Cut::TooShort;
    base_ = text_.data() + begin;
    token_ = stage1_->structural_indexes.get();
    limit_ = token_ + tokens;  // *limit_ is the next token, or the end of the text
    ended_ = false;
    return Cut::Good;
}

void TokenStream::end(bool bad) {
    base_ = &kNul;
    token_ = kNoTokens.data();
    limit_ = token_ + 1;
    ended_ = true;
    bad_ = bad_ || bad;
}

}  // namespace cst
