#pragma once

#include <cstdint>
#include <string_view>

namespace cst {

/// The hash of a series of texts, one after the other: `before` is that of those in front. Where
/// one text ends and the next begins counts. Equal in every process, so that it may stand in files.
/// Cost: 10 ns and some bytes a nanosecond.
uint64_t chainHash(uint64_t before, std::string_view text);

}  // namespace cst
