#include "engine/json/place.h"

#include "engine/json/encode.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <vector>

namespace cst {

namespace {

constexpr std::size_t kShown = 40;

void appendStep(std::string& out, const Place& place) {
    switch (place.kind) {
    case Place::Kind::Root: out += place.name; return;
    case Place::Kind::Field:
        if (!out.empty()) {
            out += '.';
        }
        out += place.name;
        return;
    case Place::Kind::Index:
        out += '[';
        out += std::to_string(place.index);
        out += ']';
        return;
    case Place::Kind::Text:
        out += '[';
        encodeText(out, place.name);
        out += ']';
        return;
    }
}

}  // namespace

std::string pathOf(const Place& place) {
    std::vector<const Place*> steps;
    for (const Place* p = &place; p != nullptr; p = p->parent) {
        steps.push_back(p);
    }
    std::string path;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        appendStep(path, **step);
    }
    return path;
}

std::string shortened(std::string_view json) {
    if (json.size() <= kShown) {
        return std::string(json);
    }
    std::size_t end = kShown;
    const auto isContinuation = [&](std::size_t i) { return (json[i] & '\xC0') == '\x80'; };
    while (end > 0 && isContinuation(end)) {
        --end;
    }
    std::string out(json.substr(0, end));
    out += "…";
    if (json.front() == '"') {
        out += '"';
    }
    return out;
}

std::string wellFormed(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = utf8Decode(text, at);
        out += step.valid ? text.substr(at, step.length) : std::string_view("\uFFFD");
        at += step.length;
    }
    return out;
}

std::string lineAndColumn(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 = 0
    const std::size_t column = 1 + utf8Count(before.substr(begin));
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace cst
