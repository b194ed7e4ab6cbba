#pragma once

#include <QString>

#include <optional>
#include <string>

namespace cst {

/// A part of a JSON text as it stands in an editor, in its UTF-16 units.
struct JsonPlace {
    qsizetype begin = 0;
    qsizetype length = 0;
};

/// Where a text stops being JSON; nothing = it is well-formed.
std::optional<JsonPlace> malformedPlace(QStringView json);

/// The value at a path (`[3].total`, `m["key"]`; "" = the whole text). A missing member's place is
/// that of the value that should have it. Nothing if the text is no JSON up to there.
/// Cost: O(text); at most 256 levels deep.
std::optional<JsonPlace> placeAtPath(QStringView json, const std::string& path);

}  // namespace cst
