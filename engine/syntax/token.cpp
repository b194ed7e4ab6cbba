#include "engine/syntax/token.h"

#include <array>
#include <cstddef>

namespace cst {

std::string_view tokenSpelling(TokenKind kind) {
    static constexpr std::array<std::string_view, kTokenKinds> kSpellings = {
#define CST_TOKEN(name, spelling) spelling,
#include "engine/syntax/token_kinds.def"
#undef CST_TOKEN
    };
    return kSpellings.at(static_cast<std::size_t>(kind));
}

}  // namespace cst
