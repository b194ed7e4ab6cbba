#pragma once

#include "engine/plan/graph.h"
#include "engine/types/type_family.h"

#include <string>
#include <string_view>

namespace cst {

// A picture without a look has classes, and is dark where its reader's system is, in the colours of
// the studio's two themes: plain colours first, as not every program that shows an SVG knows more
// of CSS. One with a look has the colours of that at each thing.

/// How much of the ground is in a body behind another one.
inline constexpr double kStackVeil = 0.4;

/// Of two `#rrggbb`, as the studio mixes them: t = 0 is the first.
std::string mixedColor(std::string_view a, std::string_view b, double t);

/// The `<style>` of a picture.
std::string svgStyle(bool hasLook);

// Classes of the style.
std::string lineClass(TypeFamily family);       // its stroke
std::string headClass(TypeFamily family);       // its fill
std::string bodyClass(const GraphNode& node);   // fill and stroke
std::string wordsClass(const GraphNode& node);  // of the second line

}  // namespace cst
