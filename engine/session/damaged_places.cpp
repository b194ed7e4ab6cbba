#include "engine/session/damaged_places.h"

#include "engine/session/file_io.h"
#include "engine/session/layout_file.h"

namespace cst {

std::string keepDamagedPlaces(std::string_view pipelinePath) {
    constexpr std::size_t kMaxBytes = 16UL << 20U;
    const std::string path = layoutPathFor(pipelinePath);
    if (!fileExists(path)) {
        return {};
    }
    const Result<std::string> text = readFile(path, kMaxBytes);
    if (!text.ok()) {
        return "The places of nodes cannot be read: " + text.error().message + ".";
    }
    const std::size_t ignored = readPlaces(*text).ignoredLines;
    if (ignored == 0) {
        return {};
    }
    const std::string aside = path + ".unreadable";
    const bool isKept = writeFile(aside, *text).ok();
    const std::string lines = ignored == 1 ? "1 line" : std::to_string(ignored) + " lines";
    return lines + " of the places of nodes in " + path + " cannot be read. " +
           (isKept ? "The file as it is now is kept as " + aside + "."
                   : "The next save leaves them out.");
}

}  // namespace cst
