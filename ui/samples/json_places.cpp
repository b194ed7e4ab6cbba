#include "ui/samples/json_places.h"

#include <vector>

namespace cst {
namespace {

constexpr int kMostLevels = 256;

/// `[3].total["a b"]` → 3, total, a b.
std::vector<QString> segments(const QString& path) {
    std::vector<QString> parts;
    for (qsizetype i = 0; i < path.size();) {
        const bool bracket = path[i] == u'[';
        const bool quoted = bracket && i + 1 < path.size() && path[i + 1] == u'"';
        const qsizetype begin = i + (quoted ? 2 : bracket || path[i] == u'.' ? 1 : 0);
        qsizetype end = begin;
        if (quoted) {
            end = path.indexOf(QStringLiteral("\"]"), begin);
        } else if (bracket) {
            end = path.indexOf(u']', begin);
        } else {
            while (end < path.size() && path[end] != u'.' && path[end] != u'[') ++end;
        }
        if (end < 0) break;
        parts.push_back(path.mid(begin, end - begin));
        i = end + (quoted ? 2 : bracket ? 1 : 0);
    }
    return parts;
}

/// Reads a JSON text once and remembers the value at a path.
class Walker {
public:
    Walker(QStringView text, std::vector<QString> path) : text_(text), path_(std::move(path)) {}

    /// False = it stops being JSON at at().
    bool walk() {
        if (!value(0, 0)) return false;
        blanks();
        return at_ == text_.size();
    }
    qsizetype at() const { return at_; }
    const std::optional<JsonPlace>& found() const { return found_; }

private:
    /// `matched` segments of the path lead here; -1 = the path goes elsewhere.
    bool value(int matched, int level);
    bool members(int matched, int level, bool object);
    bool string(QString* text = nullptr);
    bool word(QLatin1String word);
    bool number();
    bool is(char16_t c) const { return at_ < text_.size() && text_[at_] == c; }
    bool isDigit() const { return at_ < text_.size() && text_[at_] >= u'0' && text_[at_] <= u'9'; }
    bool take(char16_t c) {
        if (!is(c)) return false;
        ++at_;
        return true;
    }
    bool digits() {
        const qsizetype begin = at_;
        while (isDigit()) ++at_;
        return at_ > begin;
    }
    void blanks() {
        while (is(u' ') || is(u'\n') || is(u'\t') || is(u'\r')) ++at_;
    }

    QStringView text_;
    std::vector<QString> path_;
    qsizetype at_ = 0;
    std::optional<JsonPlace> found_;
    int foundMatched_ = -1;
};

bool Walker::value(int matched, int level) {
    if (level > kMostLevels) return false;
    blanks();
    const qsizetype begin = at_;
    bool good = false;
    if (is(u'{') || is(u'[')) {
        good = members(matched, level, is(u'{'));
    } else if (is(u'"')) {
        good = string();
    } else if (is(u't')) {
        good = word(QLatin1String("true"));
    } else if (is(u'f')) {
        good = word(QLatin1String("false"));
    } else if (is(u'n')) {
        good = word(QLatin1String("null"));
    } else {
        good = number();
    }
    if (good && matched > foundMatched_) {  // the deepest on the path is the place
        foundMatched_ = matched;
        found_ = JsonPlace{begin, at_ - begin};
    }
    return good;
}

bool Walker::members(int matched, int level, bool object) {
    const char16_t close = object ? u'}' : u']';
    ++at_;
    blanks();
    if (take(close)) return true;
    for (int index = 0;; ++index) {
        blanks();
        QString key = QString::number(index);
        if (object) {
            if (!is(u'"') || !string(&key)) return false;
            blanks();
            if (!take(u':')) return false;
        }
        const bool onPath = matched >= 0 && matched < static_cast<int>(path_.size()) &&
                            path_[static_cast<std::size_t>(matched)] == key;
        if (!value(onPath ? matched + 1 : -1, level + 1)) return false;
        blanks();
        if (take(close)) return true;
        if (!take(u',')) return false;
    }
}

bool Walker::string(QString* text) {
    const qsizetype begin = ++at_;
    while (at_ < text_.size() && text_[at_] != u'"') {
        if (text_[at_] < u' ') return false;
        at_ += text_[at_] == u'\\' ? 2 : 1;
    }
    if (at_ >= text_.size()) {
        at_ = text_.size();
        return false;
    }
    if (text != nullptr) *text = text_.mid(begin, at_ - begin).toString();  // escapes as written
    ++at_;
    return true;
}

bool Walker::word(QLatin1String word) {
    if (!text_.mid(at_).startsWith(word)) return false;
    at_ += word.size();
    return true;
}

bool Walker::number() {
    take(u'-');
    if (!digits()) return false;
    if (take(u'.') && !digits()) return false;
    if (take(u'e') || take(u'E')) {
        if (!take(u'+')) take(u'-');
        return digits();
    }
    return true;
}

}  // namespace

std::optional<JsonPlace> malformedPlace(QStringView json) {
    Walker walker(json, {});
    if (walker.walk()) return std::nullopt;
    // At the very end there is nothing to mark: the last character that is there.
    const qsizetype at = qMin(walker.at(), json.size() - 1);
    return JsonPlace{qMax<qsizetype>(0, at), json.isEmpty() ? 0 : 1};
}

std::optional<JsonPlace> placeAtPath(QStringView json, const std::string& path) {
    Walker walker(json, segments(QString::fromStdString(path)));
    walker.walk();
    return walker.found();
}

}  // namespace cst
