#include "engine/session/damaged_places.h"

#include "engine/session/file_io.h"
#include "engine/session/layout_file.h"

namespace cst {
namespace {

constexpr std::size_t kMaxPlaceBytes = 16UL << 20U;
constexpr int kMostCopies = 100;  // the last one is written over

/// Where this text is kept already, or nothing is yet: a copy of before is not written over.
std::string asideOf(const std::string& path, std::string_view text) {
    const std::string first = path + ".unreadable";
    std::string aside = first;
    for (int i = 2; i <= kMostCopies && fileExists(aside); ++i) {
        const Result<std::string> known = readFile(aside, kMaxPlaceBytes);
        if (known.ok() && *known == text) {
            break;
        }
        aside = first + "-" + std::to_string(i);
    }
    return aside;
}

}  // namespace

std::string keepDamagedPlaces(std::string_view pipelinePath) {
    const std::string path = layoutPathFor(pipelinePath);
    if (!fileExists(path)) {
        return {};
    }
    const Result<std::string> text = readFile(path, kMaxPlaceBytes);
    if (!text.ok()) {
        return "The places of nodes cannot be read: " + text.error().message + ".";
    }
    const std::size_t ignored = readPlaces(*text).ignoredLines;
    if (ignored == 0) {
        return {};
    }
    const std::string aside = asideOf(path, *text);
    const bool isKept = writeFile(aside, *text).ok();
    const std::string lines = ignored == 1 ? "1 line" : std::to_string(ignored) + " lines";
    return lines + " of the places of nodes in " + path + " cannot be read. " +
           (isKept ? "The file as it is now is kept as " + aside + "."
                   : "The next save leaves them out.");
}

}  // namespace cst
