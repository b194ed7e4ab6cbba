#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Names a person may have meant: at most three, nearest first.
/// In:     the name as it was written; what could stand there instead, in any order.
/// Out:    candidates within 2 edits (1 for names under 4 bytes), letter case ignored; those that
///         differ in case alone come first, ties are alphabetical. Never the name itself.
/// Cost:   O(candidates * length); candidates of far other length cost nothing.
/// Source: language §9.3.
std::vector<std::string> suggest(std::string_view name,
                                 std::span<const std::string_view> candidates);

}  // namespace cst
