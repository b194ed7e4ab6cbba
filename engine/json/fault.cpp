#include "engine/json/fault.h"

#include "engine/json/json_chars.h"
#include "engine/json/json_text.h"
#include "engine/json/place.h"
#include "engine/text/utf8.h"

#include <cstdio>
#include <vector>

namespace cst {

namespace {

class FaultFinder {
public:
    FaultFinder(std::string_view json, uint32_t maxDepth, const FaultRoot& root)
        : json_(json), maxDepth_(maxDepth), root_(root) {}

    std::optional<JsonFault> find() {
        blanks();
        if (document()) {
            blanks();
            if (at_ == json_.size()) return std::nullopt;
            fault("expected the end of the document");
        }
        return JsonFault{at_, wellFormed(path()), wellFormed(what_)};
    }

private:
    /// An open array or object, and the member that we are in.
    struct Level {
        bool isObject;
        const Shape* shape;  // null = not known
        bool inMember = false;
        std::string key = {};
        uint32_t index = 0;
    };

    bool document();
    bool member();
    bool openValue();
    bool scalar();
    bool string(std::string* text);
    bool number();
    bool word();
    const Shape* shapeInside() const;
    std::string path() const;

    char peek() const { return at_ < json_.size() ? json_[at_] : '\0'; }
    bool is(char c) const { return at_ < json_.size() && json_[at_] == c; }
    void blanks() {
        while (at_ < json_.size() && isJsonBlank(json_[at_])) ++at_;
    }
    std::string foundHere() const;
    bool fault(const std::string& expected) {
        return faultAt(at_, expected + ", found " + foundHere());
    }
    bool faultAt(std::size_t offset, std::string what) {
        at_ = offset;
        what_ = std::move(what);
        return false;
    }

    std::string_view json_;
    uint32_t maxDepth_;
    const FaultRoot& root_;
    std::size_t at_ = 0;
    std::string what_;
    std::vector<Level> levels_;
};

/// One value, all its parts. A loop, not a recursion: it may be as deep as it likes.
bool FaultFinder::document() {
    if (!openValue()) return false;
    while (!levels_.empty()) {
        Level& level = levels_.back();
        const char close = level.isObject ? '}' : ']';
        blanks();
        if (is(close)) {
            ++at_;
            levels_.pop_back();
            if (!levels_.empty()) levels_.back().inMember = false;
            // Behind a value: the next member begins with a comma.
            continue;
        }
        if (level.index > 0) {
            if (!is(',')) {
                return fault(std::string("expected `,` or `") + close + "`");
            }
            ++at_;
            blanks();
        }
        ++level.index;
        if (!member()) return false;
    }
    return true;
}

bool FaultFinder::member() {
    Level& level = levels_.back();
    level.inMember = true;
    if (level.isObject) {
        level.inMember = false;
        if (!is('"')) return fault("expected a key in quotes");
        if (!string(&level.key)) return false;
        level.inMember = true;
        blanks();
        if (!is(':')) return fault("expected `:`");
        ++at_;
        blanks();
    }
    const std::size_t depth = levels_.size();
    if (!openValue()) return false;
    if (levels_.size() == depth) levels_.back().inMember = false;
    return true;
}

/// A scalar is read; an array or object is entered.
bool FaultFinder::openValue() {
    if (!is('{') && !is('[')) return scalar();
    if (levels_.size() >= maxDepth_) {
        return faultAt(at_, "nested more than " + std::to_string(maxDepth_) + " levels deep");
    }
    levels_.push_back({peek() == '{', shapeInside()});
    ++at_;
    return true;
}

bool FaultFinder::scalar() {
    switch (peek()) {
    case '"': return string(nullptr);
    case 't':
    case 'f':
    case 'n': return word();
    default: return jsonKindOf(peek()) == kJsonNumber ? number() : fault("expected a value");
    }
}

bool FaultFinder::string(std::string* text) {
    const std::size_t open = at_++;
    while (!is('"')) {
        if (at_ >= json_.size()) return faultAt(open, "this string has no closing quote");
        const auto c = static_cast<unsigned char>(json_[at_]);
        if (c < 0x20) return faultAt(at_, "a string holds a raw control character, " + foundHere());
        const Utf8Step step = utf8Decode(json_, at_);
        if (!step.valid) return faultAt(at_, foundHere() + " is not UTF-8");
        const bool escapes = c == '\\' && at_ + 1 < json_.size() && (json_[at_ + 1] & 0x80) == 0;
        at_ += escapes ? 2U : step.length;
    }
    const std::string_view raw = json_.substr(open + 1, at_ - open - 1);
    if (const std::size_t bad = findBadEscape(raw); bad != std::string_view::npos) {
        const std::string_view escape = raw.substr(bad, raw[bad + 1] == 'u' ? 6 : 2);
        return faultAt(open + 1 + bad, "malformed escape `" + shortened(escape) + "`");
    }
    if (text != nullptr) unescape(raw, *text);
    ++at_;
    return true;
}

bool FaultFinder::number() {
    const std::size_t begin = at_;
    const auto digits = [&] {
        const std::size_t first = at_;
        while (peek() >= '0' && peek() <= '9') ++at_;
        return at_ - first;
    };
    bool good = true;
    if (is('-')) ++at_;
    const bool zero = is('0');
    const std::size_t integral = digits();
    good = integral == 1 || (integral > 1 && !zero);
    if (is('.')) {
        ++at_;
        good = digits() > 0 && good;
    }
    if (is('e') || is('E')) {
        ++at_;
        if (is('+') || is('-')) ++at_;
        good = digits() > 0 && good;
    }
    if (good && (at_ == json_.size() || endsJsonScalar(json_[at_]))) return true;
    while (at_ < json_.size() && !endsJsonScalar(json_[at_])) ++at_;
    return faultAt(begin, "malformed number `" + shortened(json_.substr(begin, at_ - begin)) + "`");
}

bool FaultFinder::word() {
    const std::size_t begin = at_;
    while (at_ < json_.size() && !endsJsonScalar(json_[at_])) ++at_;
    const std::string_view read = json_.substr(begin, at_ - begin);
    return read == "true" || read == "false" || read == "null" ||
           faultAt(begin, "unknown word `" + shortened(read) + "`");
}

/// The shape of the member that we are in.
const Shape* FaultFinder::shapeInside() const {
    if (root_.shapes == nullptr) return nullptr;
    const ShapeTable& shapes = *root_.shapes;
    const auto plain = [&](ShapeId id) {
        const Shape* shape = &shapes[id];
        return shape->kind == TypeKind::Optional ? &shapes[shape->children[0]] : shape;
    };
    if (levels_.empty()) return root_.inputs == nullptr ? plain(root_.ids[0]) : nullptr;
    const Level& level = levels_.back();
    if (levels_.size() == 1 && root_.inputs != nullptr && level.isObject) {
        const int input = root_.inputs->find(level.key);
        return input < 0 ? nullptr : plain(root_.ids[static_cast<std::size_t>(input)]);
    }
    if (level.shape == nullptr) return nullptr;
    const Shape& shape = *level.shape;
    if (shape.kind == TypeKind::List && !level.isObject) return plain(shape.children[0]);
    if (shape.kind == TypeKind::Map && level.isObject) return plain(shape.children[1]);
    if (shape.kind == TypeKind::Record && level.isObject) {
        const int field = shape.names.find(level.key);
        return field < 0 ? nullptr : plain(shape.children[static_cast<std::size_t>(field)]);
    }
    return nullptr;
}

std::string FaultFinder::path() const {
    std::vector<Place> steps;
    steps.reserve(levels_.size() + 1);
    steps.push_back({nullptr, Place::Kind::Root, root_.name});
    for (const Level& level : levels_) {
        if (!level.inMember) break;
        const bool isMap = level.shape != nullptr && level.shape->kind == TypeKind::Map;
        Place step{&steps.back(), Place::Kind::Index, {}, level.index - 1};
        if (level.isObject) {
            step = {&steps.back(), isMap ? Place::Kind::Text : Place::Kind::Field, level.key};
        }
        steps.push_back(step);
    }
    return pathOf(steps.back());
}

std::string FaultFinder::foundHere() const {
    if (at_ >= json_.size()) return "the end of the document";
    const Utf8Step step = utf8Decode(json_, at_);
    const auto byte = static_cast<unsigned char>(json_[at_]);
    if (!step.valid || byte < 0x20 || byte == 0x7f) {
        char text[16];
        std::snprintf(text, sizeof text, "byte 0x%02X", byte);
        return text;
    }
    return "`" + std::string(json_.substr(at_, step.length)) + "`";
}

}  // namespace

std::optional<JsonFault> findFault(std::string_view json, uint32_t maxDepth,
                                   const FaultRoot& root) {
    return FaultFinder(json, maxDepth, root).find();
}

}  // namespace cst
