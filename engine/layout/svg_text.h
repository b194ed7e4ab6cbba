#pragma once

#include "engine/layout/layout.h"

#include <string>
#include <string_view>

namespace cst {

// Words and numbers as an SVG has them. Nothing is measured with a font: a character is as wide as
// nodeSize() takes it to be.

inline constexpr float kSvgLetter = 6.4F;       // px; of the text in a node
inline constexpr float kSvgSmallLetter = 5.6F;  // of class `sub` and `note`

/// One decimal at most: a tenth of a pixel is more than a screen shows. Never with a comma.
std::string svgNumber(float value);
/// ` x="1" y="2"`, …
std::string svgAt(LayoutPoint topLeft);
std::string svgSize(float width, float height);
/// ` style="fill:#rrggbb"`; "" = the class has the colour.
std::string svgFill(std::string_view color);

/// The first so many characters, with `…` behind them if there are more.
std::string firstCharacters(std::string_view text, std::size_t count);
float svgWidth(std::string_view text, float letter = kSvgLetter);

}  // namespace cst
