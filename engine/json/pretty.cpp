#include "engine/json/encode.h"
#include "engine/json/pieces.h"

#include <string>
#include <utility>

// Prints the compact form anew while it comes about. An array or object stands on one line if it
// fits there, which shows after at most a line of it: until then its text waits. If it does not
// fit, its bracket ends the line and what waited behind it is looked at again, brackets first. So
// every group that is open and does not wait is over several lines.

namespace cst {

namespace {

/// Code points; a text may be cut within one, which then counts where it begins.
std::size_t columnsOf(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

class Printer {
public:
    Printer(const TextSink& sink, std::size_t width) : out_(sink), width_(width) {}

    /// The next piece of the compact form, cut anywhere. False: the sink wants no more.
    bool print(std::string_view piece) {
        while (!piece.empty()) {
            const std::size_t size = sizeOfToken(piece);
            token(piece.substr(0, size));
            piece.remove_prefix(size);
        }
        return !out_.isStopped();
    }
    bool finish() {
        out_.flush();
        return !out_.isStopped();
    }

private:
    /// Bytes of what comes next: a bracket, comma or colon, or what there is of a scalar.
    std::size_t sizeOfToken(std::string_view text) {
        if (!inString_ && isMark(text[0])) return 1;
        std::size_t at = 0;
        for (; at < text.size(); ++at) {
            const char c = text[at];
            if (isEscaped_) {
                isEscaped_ = false;
            } else if (inString_) {
                isEscaped_ = c == '\\';
                inString_ = c != '"';
            } else if (isMark(c)) {
                break;
            } else {
                inString_ = c == '"';
            }
        }
        isScalar_ = true;
        return at;
    }
    static bool isMark(char c) {
        return c == '[' || c == ']' || c == '{' || c == '}' || c == ',' || c == ':';
    }

    void token(std::string_view text) {
        const bool isScalar = std::exchange(isScalar_, false);
        const char mark = isScalar ? '\0' : text[0];
        const bool opens = mark == '[' || mark == '{';
        const bool closes = mark == ']' || mark == '}';
        if (opens || !waiting_.empty()) {
            wait(text, mark, opens, closes);
        } else if (closes) {
            --depth_;
            newLine();
            append(text);
        } else {
            append(text);
            if (mark == ',') newLine();
            if (mark == ':') append(" ");
        }
    }

    /// Another token of a group that may fit on this line.
    void wait(std::string_view text, char mark, bool opens, bool closes) {
        const bool isFirst = waiting_.empty();
        waiting_ += text;
        line_ += text;
        lineWidth_ += columnsOf(text);
        if (mark == ',' || mark == ':') {
            line_ += ' ';
            ++lineWidth_;
        }
        waitingDepth_ += opens ? 1 : 0;
        waitingDepth_ -= closes ? 1 : 0;
        const bool isEmpty = closes && waiting_.size() == 2;
        const std::size_t comma = depth_ == 0 ? 0 : 1;
        if (!isFirst && !isEmpty && column_ + lineWidth_ + comma > width_) {
            breakGroup();
        } else if (waitingDepth_ == 0) {
            out_.append(line_);
            column_ += lineWidth_;
            stopWaiting();
        }
    }
    void breakGroup() {
        const std::string text = waiting_;
        stopWaiting();
        append(std::string_view(text).substr(0, 1));
        ++depth_;
        newLine();
        inString_ = isEscaped_ = false;  // as behind a bracket; at the end they are what they were
        print(std::string_view(text).substr(1));
    }
    void stopWaiting() {
        waiting_.clear();
        line_.clear();
        lineWidth_ = 0;
        waitingDepth_ = 0;
    }
    void append(std::string_view text) {
        out_.append(text);
        column_ += columnsOf(text);
    }
    void newLine() {
        out_.append('\n');
        for (std::size_t i = 0; i < depth_; ++i) out_.append("  ");
        column_ = 2 * depth_;
    }

    Pieces out_;
    const std::size_t width_;
    std::size_t depth_ = 0;   // open groups over several lines
    std::size_t column_ = 0;  // in code points
    bool inString_ = false;
    bool isEscaped_ = false;
    bool isScalar_ = false;      // the token in hand
    std::string waiting_;        // from the bracket of the group that may fit on
    std::string line_;           // the same as it stands on one line
    std::size_t lineWidth_ = 0;  // of that, in code points
    std::size_t waitingDepth_ = 0;
};

}  // namespace

bool prettyValue(const TextSink& sink, const TypeTable& types, TypeId type, const Value& value,
                 std::size_t width) {
    Printer printer(sink, width);
    encodeValue([&](std::string_view piece) { return printer.print(piece); }, types, type, value);
    return printer.finish();
}

std::string prettyValue(const TypeTable& types, TypeId type, const Value& value,
                        std::size_t width) {
    std::string text;
    prettyValue(
        [&](std::string_view piece) {
            text += piece;
            return true;
        },
        types, type, value, width);
    return text;
}

}  // namespace cst
