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

/// A line a node, `KEY X Y` in pixels at 100 %, sorted by key: `total 320 48.5`. "" if there are
/// none.
std::string printPlaces(const PinnedPlaces& places);

/// What such a file says. Lines that do not (or lie further out than 10 million pixels) are left
/// out: a picture is no reason for an error. At most 100,000 lines are read.
struct ReadPlaces {
    PinnedPlaces places;
    std::size_t ignoredLines = 0;
};
ReadPlaces readPlaces(std::string_view text);

/// The places in the file beside a pipeline; none if there is no such file, or it cannot be read.
/// Blocks its thread.
ReadPlaces loadPlaces(std::string_view pipelinePath);
/// Replaces that file as a whole; takes it away where there are no places. Blocks its thread.
Status savePlaces(std::string_view pipelinePath, const PinnedPlaces& places);

}  // namespace cst
