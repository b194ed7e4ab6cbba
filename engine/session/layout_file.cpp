#include "engine/session/layout_file.h"

#include "engine/session/file_io.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <unistd.h>

namespace cst {
namespace {

constexpr std::size_t kMaxBytes = 16UL << 20U;
constexpr std::size_t kMaxLines = 100'000;
constexpr float kFurthest = 1e7F;

/// A tab, and the number.
void append(std::string& text, float number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), std::lround(number)).ptr;
    text += '\t';
    text.append(digits.begin(), end);
}

/// Takes the next word off the front of a line.
std::string_view takeWord(std::string_view& line) {
    // A key may have blanks in it, and has no tabs.
    const char gap = line.find('\t') == std::string_view::npos ? ' ' : '\t';
    const std::size_t begin = std::min(line.find_first_not_of(gap), line.size());
    const std::size_t end = std::min(line.find(gap, begin), line.size());
    const std::string_view word = line.substr(begin, end - begin);
    line.remove_prefix(end);
    return word;
}

bool parse(std::string_view word, float& number) {
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
    return problem == std::errc() && end == word.data() + word.size() && !word.empty() &&
           std::abs(number) <= kFurthest;  // false for what is no number
}

}  // namespace

std::string layoutPathFor(std::string_view pipelinePath) {
    constexpr std::string_view kEnding = ".cst";
    if (pipelinePath.ends_with(kEnding)) {
        pipelinePath.remove_suffix(kEnding.size());
    }
    return std::string(pipelinePath) + ".layout";
}

std::string printPlaces(const PinnedPlaces& places) {
    std::string text;
    for (const auto& [key, place] : places) {
        text += key;
        append(text, place.x);
        append(text, place.y);
        text += '\n';
    }
    return text;
}

ReadPlaces readPlaces(std::string_view text) {
    ReadPlaces read;
    for (std::size_t lines = 0; !text.empty() && lines < kMaxLines; ++lines) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.starts_with('#')) {
            continue;
        }
        const std::string_view key = takeWord(line), x = takeWord(line), y = takeWord(line);
        LayoutPoint place;
        if (parse(x, place.x) && parse(y, place.y) && takeWord(line).empty()) {
            read.places.insert_or_assign(std::string(key), place);
        } else if (!key.empty()) {
            ++read.ignoredLines;
        }
    }
    return read;
}

ReadPlaces loadPlaces(std::string_view pipelinePath) {
    const std::string path = layoutPathFor(pipelinePath);
    if (!fileExists(path)) {
        return {};
    }
    const Result<std::string> text = readFile(path, kMaxBytes);
    return text.ok() ? readPlaces(*text) : ReadPlaces{};
}

Status savePlaces(std::string_view pipelinePath, const PinnedPlaces& places) {
    const std::string path = layoutPathFor(pipelinePath);
    if (!places.empty()) {
        return writeFile(path, "# constellation layout 1\n" + printPlaces(places));
    }
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return Error{"file", "cannot remove it: " + std::string(std::strerror(errno)), path};
    }
    return success();
}

}  // namespace cst
