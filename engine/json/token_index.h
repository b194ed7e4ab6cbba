#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace cst {

/// Where the tokens of a JSON document begin: braces, brackets, colons, commas, opening quotes,
/// and the first bytes of numbers and words. Made by stage 1 of simdjson, which chooses the best
/// instructions of the machine at run time.
///
/// A good index says: the whole document is UTF-8, every string is closed and holds no raw
/// control character, and all bytes between tokens are blanks or the rest of the token before.
/// It says nothing about the order of the tokens, nor about what numbers, words and escapes look
/// like: that is for whoever walks it.
///
/// Cost: 4 bytes a token; the document itself is neither copied nor padded.
/// Not thread safe; the text must outlive it.
class TokenIndex {
public:
    enum class State : uint8_t { Good, Blank, BadText, TooBig };

    TokenIndex();
    ~TokenIndex();
    TokenIndex(const TokenIndex&) = delete;
    TokenIndex& operator=(const TokenIndex&) = delete;

    State build(std::string_view json);

    /// Byte offsets, ascending; one more entry behind the last: the length of the text.
    const uint32_t* offsets() const;
    uint32_t size() const;

private:
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage1_;
};

}  // namespace cst
