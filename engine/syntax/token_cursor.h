#pragma once

#include "engine/syntax/expectation.h"
#include "engine/syntax/tree.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cst {

/// Puts a value in place for the life of a scope.
template <class T>
class Scoped {
public:
    Scoped(T& variable, T value) : variable_(variable), old_(variable) { variable = value; }
    ~Scoped() { variable_ = old_; }
    Scoped(const Scoped&) = delete;
    Scoped& operator=(const Scoped&) = delete;

private:
    T& variable_;
    T old_;
};

/// The tokens of a text, and which of them were looked at.
class WatchedTokens {
public:
    /// `end`: the last token, the end of the file.
    WatchedTokens(const std::vector<Token>& tokens, uint32_t end)
        : data_(tokens.data()), end_(end) {}

    const Token& operator[](uint32_t index) const {
        if (index < end_) {
            first_ = std::min(first_, index);
            last_ = std::max(last_, index);
        } else {
            sawEnd_ = true;
        }
        return data_[index];
    }
    const Token* unwatched() const { return data_; }
    void watchFrom(uint32_t index) const {
        first_ = last_ = index;
        sawEnd_ = false;
    }
    uint32_t first() const { return first_; }
    uint32_t last() const { return last_; }
    bool sawEnd() const { return sawEnd_; }
    void setSawEnd(bool sawEnd) const { sawEnd_ = sawEnd; }

private:
    const Token* data_;
    uint32_t end_;
    // Since watchFrom():
    mutable uint32_t first_ = 0;
    mutable uint32_t last_ = 0;
    mutable bool sawEnd_ = false;
};

/// Where a parse stands in the tokens, and what it has asked for there.
/// at() and its kin remember what they were asked for, for the message of an error.
/// Not thread safe. The tree outlives it.
class TokenCursor {
protected:
    explicit TokenCursor(const SyntaxTree& tree);

    const Token& token(uint32_t offset = 0) const;
    TokenKind kind() const { return tokens_[pos_].kind; }
    TokenKind kindAfter(uint32_t offset = 1) const { return token(offset).kind; }
    std::string_view text(const Token& token) const { return source_.slice(token.range); }
    bool at(TokenKind wanted) {
        if (kind() == wanted) {
            return true;
        }
        expected_.add(wanted);
        return false;
    }
    void advance() {
        pos_ += pos_ < last_ ? 1 : 0;
        expected_.clear();
    }
    bool accept(TokenKind wanted) {
        const bool found = at(wanted);
        if (found) {
            advance();
        }
        return found;
    }
    SourceRange take() {  // the range of the token it steps over
        const SourceRange range = tokens_[pos_].range;
        advance();
        return range;
    }
    /// Is it before the end of the file? Whoever asks has looked at it.
    bool exists(uint32_t index) const {
        static_cast<void>(tokens_[std::min(index, last_)]);
        return index < last_;
    }
    /// From a token to the one before the cursor.
    SourceRange since(uint32_t firstToken) const;
    /// The first token behind a range.
    uint32_t behind(SourceRange range) const;
    /// Strings that are open at `end`: no line inside one begins a declaration.
    uint32_t openStrings(uint32_t first, uint32_t end) const;

    const SourceText& source_;
    const WatchedTokens tokens_;
    const uint32_t last_;  // index of the EndOfFile token
    uint32_t pos_ = 0;
    Expected expected_;  // what was asked for at the current token
};

}  // namespace cst
