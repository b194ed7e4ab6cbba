#pragma once

#include "engine/plan/graph.h"
#include "engine/types/type_family.h"

#include <string>

namespace cst {

// A picture without a look has classes, and is dark where its reader's system is, in the colours of
// the studio's two themes: plain colours first, as not every program that shows an SVG knows more
// of CSS. One with a look has the colours of that at each thing.

/// The `<style>` of a picture.
std::string svgStyle(bool hasLook);

// Classes of the style.
std::string lineClass(TypeFamily family);       // its stroke
std::string headClass(TypeFamily family);       // its fill
std::string bodyClass(const GraphNode& node);   // fill and stroke
std::string wordsClass(const GraphNode& node);  // of the second line

}  // namespace cst
