#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cst {

/// Where in a document we are: a chain from the value in hand to the root, on the stack of who
/// walks the document. Costs a few stores a step; text is made of it only for errors.
struct Place {
    enum class Kind : uint8_t {
        Root,   // `name`: the whole path so far
        Field,  // `.name`
        Index,  // `[index]`
        Text,   // `["name"]`: an entry of a map
    };
    const Place* parent = nullptr;
    Kind kind = Kind::Root;
    std::string_view name = {};  // owned by whoever made the place
    uint32_t index = 0;
};

/// `orders[3].total`, `m["key"]`.
std::string pathOf(const Place& place);

/// JSON as people read it inside a message: at most 40 bytes, cut between characters, with `…`.
std::string shortened(std::string_view json);

/// The text with U+FFFD for every byte that is not UTF-8.
std::string wellFormed(std::string_view text);

/// `line 2, column 7` of a byte offset; columns in code points.
std::string lineAndColumn(std::string_view text, std::size_t offset);

}  // namespace cst
