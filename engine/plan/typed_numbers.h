#pragma once

#include "engine/plan/operation.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace cst {

/// Some of an operation's numbers are types: calls visit(index, isType) for each of `numbers`,
/// which are those of the operation.
template <class Visit>
void visitNumbers(const Operation& operation, std::span<const uint32_t> numbers, Visit visit) {
    std::size_t nextCount = 0;  // of a match: where the number of an arm's tags stands
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const bool isType = [&] {
            switch (operation.op) {
            case Op::Call:
            case Op::Interpolate:
            case Op::JumpUnlessTag: return true;
            case Op::HigherOrder: return i == 1;
            case Op::PatternField: return i % 3 != 1;
            case Op::Match:
                if (i != nextCount) {
                    return true;
                }
                nextCount = i + 1 + numbers[i];
                return false;
            default: return false;
            }
        }();
        visit(i, isType);
    }
}

}  // namespace cst
