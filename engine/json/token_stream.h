#pragma once

#include "engine/json/json_chars.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace cst {

/// The tokens of a JSON document, one after the other: braces, brackets, colons, commas, opening
/// quotes, and the first bytes of numbers and words. They are found by stage 1 of simdjson, a
/// window of the document at a time, so that their list stays small and in the cache.
///
/// What the stream has passed is UTF-8, every string in it is closed and holds no raw control
/// character, and between its tokens stand blanks or the rest of the token before. Nothing is
/// said about the order of the tokens, nor about what numbers, words and escapes look like: that
/// is for whoever walks it. Where the text breaks these rules the stream ends, not atEnd().
///
/// Not thread safe; the text must outlive it, and is neither copied nor padded.
class TokenStream {
public:
    TokenStream(std::string_view text, std::size_t windowBytes);
    ~TokenStream();
    TokenStream(const TokenStream&) = delete;
    TokenStream& operator=(const TokenStream&) = delete;

    /// First byte of the token in hand; NUL behind the last one.
    char head() const { return base_[*token_]; }
    const char* begin() const { return base_ + *token_; }
    /// Where the token behind the one in hand begins, or the end of the text.
    const char* following() const { return base_ + token_[1]; }
    /// Behind the last byte of the token in hand, if it is a number, a word or a string: between
    /// it and the next token there are only blanks, or that byte would begin a token itself.
    const char* tokenEnd() const { return withoutBlanks(following()); }
    static const char* withoutBlanks(const char* end) {
        if (static_cast<unsigned char>(end[-1]) > ' ') return end;  // nearly always
        while (isJsonBlank(end[-1])) --end;
        return end;
    }
    void next() {
        if (++token_ == limit_) refill();
    }

    /// The tokens from the one in hand on, for who looks at several at once without asking for
    /// each whether there is a next one: those before `limit` are there, and then one more offset.
    struct Ahead {
        const char* base;
        const uint32_t* token;  // offsets from base
        const uint32_t* limit;
    };
    Ahead ahead() const { return {base_, token_, limit_}; }
    /// To one of the tokens ahead, before `limit`.
    void moveTo(const uint32_t* token) { token_ = token; }

    /// Offset of the token in hand in the text: tells tokens apart and leads back to them.
    std::size_t position() const;
    void seek(std::size_t position);
    /// Was the last token passed, and was all of the text good?
    bool atEnd() const { return ended_ && !bad_; }

    const char* textEnd() const { return text_.data() + text_.size(); }

private:
    enum class Cut : uint8_t { Good, InString, TooShort, Bad };

    void refill();
    void openWindow(std::size_t begin);
    Cut indexWindow(std::size_t begin, std::size_t end);
    std::size_t cutBehind(std::size_t begin, std::size_t size) const;
    std::size_t openingQuote(std::size_t begin, std::size_t end) const;
    void end(bool bad);

    const char* base_ = nullptr;       // of the window
    const uint32_t* token_ = nullptr;  // offsets from base_
    const uint32_t* limit_ = nullptr;  // behind the last token of the window that may be in hand
    std::string_view text_;
    std::size_t windowBytes_;
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage1_;
    bool ended_ = false;
    bool bad_ = false;
};

}  // namespace cst
