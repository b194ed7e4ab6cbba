#include "engine/json/encode.h"
#include "engine/text/utf8.h"

#include <string>
#include <vector>

// Prints the compact form anew. A first pass over it finds for every array and object where it
// ends and how wide it is on one line; the second decides at each bracket whether that fits.

namespace cst {

namespace {

/// An array or object of the compact form, in the order in which they open.
struct Group {
    std::size_t width = 0;  // on one line, in code points
    bool empty = false;
};

/// Index behind the string that begins at `at`.
std::size_t endOfString(std::string_view json, std::size_t at) {
    for (++at; json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
    }
    return at + 1;
}

std::vector<Group> measure(std::string_view json) {
    std::vector<Group> groups;
    struct Open {
        std::size_t group;
        std::size_t width;  // of the line up to its bracket
    };
    std::vector<Open> open;
    std::size_t width = 0;  // if all of it stood on one line
    for (std::size_t at = 0; at < json.size();) {
        switch (json[at]) {
        case '"': {
            const std::size_t end = endOfString(json, at);
            width += utf8Count(json.substr(at, end - at));
            at = end;
            continue;
        }
        case '[':
        case '{':
            open.push_back({groups.size(), width});
            groups.push_back({0, json[at + 1] == ']' || json[at + 1] == '}'});
            ++width;
            break;
        case ']':
        case '}':
            ++width;
            groups[open.back().group].width = width - open.back().width;
            open.pop_back();
            break;
        case ',':
        case ':': width += 2; break;  // with a blank behind
        default: ++width;
        }
        ++at;
    }
    return groups;
}

class Printer {
public:
    Printer(std::string_view json, std::size_t width)
        : json_(json), width_(width), groups_(measure(json)) {}

    std::string print() {
        for (std::size_t at = 0; at < json_.size();) {
            const std::size_t end = json_[at] == '"' ? endOfString(json_, at) : at + 1;
            token(json_.substr(at, end - at));
            at = end;
        }
        return std::move(out_);
    }

private:
    void token(std::string_view text) {
        switch (text[0]) {
        case '[':
        case '{': open(text); break;
        case ']':
        case '}': close(text); break;
        case ',':
            append(text);
            broken_.back() ? newLine() : append(" ");
            break;
        case ':': append(": "); break;
        default: append(text);
        }
    }
    void open(std::string_view bracket) {
        const Group& group = groups_[next_++];
        const std::size_t comma = broken_.empty() ? 0 : 1;
        broken_.push_back(!group.empty && column_ + group.width + comma > width_);
        append(bracket);
        if (broken_.back()) {
            ++depth_;
            newLine();
        }
    }
    void close(std::string_view bracket) {
        if (broken_.back()) {
            --depth_;
            newLine();
        }
        broken_.pop_back();
        append(bracket);
    }
    void append(std::string_view text) {
        out_ += text;
        column_ += utf8Count(text);
    }
    void newLine() {
        out_ += '\n';
        out_.append(2 * depth_, ' ');
        column_ = 2 * depth_;
    }

    std::string_view json_;
    std::size_t width_;
    std::vector<Group> groups_;
    std::size_t next_ = 0;      // the group that opens next
    std::vector<bool> broken_;  // of the open groups: over several lines?
    std::size_t depth_ = 0;     // how many of them are
    std::size_t column_ = 0;
    std::string out_;
};

}  // namespace

std::string prettyValue(const TypeTable& types, TypeId type, const Value& value,
                        std::size_t width) {
    std::string compact;
    encodeValue(compact, types, type, value);
    return Printer(compact, width).print();
}

}  // namespace cst
