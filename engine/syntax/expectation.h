#pragma once

#include "engine/syntax/token.h"

#include <cstdint>
#include <string>

namespace cst {

/// What would have fitted at one token: token kinds and a few groups of them. A bit set, because
/// the parser adds to it at every token and looks at it only when something went wrong.
class Expected {
public:
    enum Group : uint8_t { Declaration = kTokenKinds, Expression, Operator, Type, kEnd };
    static_assert(kEnd <= 64, "one bit each");

    void add(TokenKind kind) { bits_ |= uint64_t{1} << static_cast<unsigned>(kind); }
    void add(Group group) { bits_ |= uint64_t{1} << group; }
    void clear() { bits_ = 0; }

    /// "an expression, `,` or `)`".
    std::string text() const;

private:
    uint64_t bits_ = 0;
};

}  // namespace cst
