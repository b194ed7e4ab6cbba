#pragma once

#include "engine/base/result.h"
#include "engine/layout/layout.h"

#include <map>
#include <string>
#include <string_view>

namespace cst {

/// Where a person has put nodes: top left corners by NodeKey.
using PinnedPlaces = std::map<std::string, LayoutPoint>;

/// `dir/name.cst` → `dir/name.layout`.
std::string layoutPathFor(std::string_view pipelinePath);

/// A line a node, sorted by key: the key, and whole pixels at 100 %, with tabs between them. "" if
/// there are none.
std::string printPlaces(const PinnedPlaces& places);

/// What such lines say, be it that blanks stand between their words, as they did once. Those that
/// say nothing (or lie further out than 10 million pixels) are left out: a picture is no reason for
/// an error. What begins with `#` is a comment. At most 100,000 lines are read.
struct ReadPlaces {
    PinnedPlaces places;
    std::size_t ignoredLines = 0;
};
ReadPlaces readPlaces(std::string_view text);

/// The places in the file beside a pipeline; none if there is no such file, or it cannot be read.
/// Blocks its thread.
ReadPlaces loadPlaces(std::string_view pipelinePath);
/// Replaces that file as a whole: `# constellation layout 1`, then printPlaces(). Takes it away
/// where there are no places. Blocks its thread.
Status savePlaces(std::string_view pipelinePath, const PinnedPlaces& places);

}  // namespace cst
