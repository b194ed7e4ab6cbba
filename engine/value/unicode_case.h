#pragma once

#include <string>
#include <string_view>

namespace cst {

enum class LetterCase { Upper, Lower };

/// Full Unicode mapping in the root locale: `ß` → `SS`, the final sigma.
/// Any bytes may come in; those that are no UTF-8 stay as they are.
/// Where ICU is not installed, only A–Z and a–z are mapped and everything else stays.
std::string mapUnicode(std::string_view text, LetterCase to);

/// Maps A–Z or a–z and leaves all other bytes alone.
std::string mapAscii(std::string_view text, LetterCase to);

/// Was ICU found? Loads it on the first call.
bool unicodeCaseAvailable();

}  // namespace cst
