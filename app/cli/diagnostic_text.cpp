#include "app/cli/diagnostic_text.h"

#include "engine/text/utf8.h"

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

namespace cst {
namespace {

constexpr uint32_t kShownBytes = 160;  // of a source line: the part around the place

/// A stretch of one line as it can be shown: tabs as blanks, invalid and control bytes as `?`.
std::string shown(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size();) {
        const Utf8Step step = utf8Decode(bytes, i);
        if (!step.valid || (step.codePoint < 0x20 && step.codePoint != '\t') ||
            step.codePoint == 0x7F) {
            text += '?';
        } else if (step.codePoint == '\t') {
            text += ' ';
        } else {
            text += bytes.substr(i, step.length);
        }
        i += step.length;
    }
    return text;
}

struct Style {
    const char* error = "";
    const char* warning = "";
    const char* bold = "";
    const char* dim = "";
    const char* off = "";
};

Style styleFor(bool colours) {
    return colours ? Style{"\x1b[31;1m", "\x1b[33;1m", "\x1b[1m", "\x1b[2m", "\x1b[0m"} : Style{};
}

void appendLine(std::string& out, const SourceText& text, uint32_t line, const Style& style,
                std::size_t margin) {
    const std::string number = std::to_string(line);
    out += style.dim;
    out.append(margin - number.size(), ' ');
    out += number + " | " + style.off;
    out += shown(text.lineText(line).substr(0, kShownBytes)) + "\n";
}

}  // namespace

bool wantsColours(int descriptor) {
    const char* refused = std::getenv("NO_COLOR");
    return (refused == nullptr || *refused == '\0') && isatty(descriptor) != 0;
}

std::string diagnosticText(const std::string& file, const SourceText& text,
                           const Diagnostic& diagnostic, bool colours) {
    const Style style = styleFor(colours);
    const LineColumn at = text.position(diagnostic.range.begin);
    std::string out = style.bold + file + ":" + std::to_string(at.line) + ":" +
                      std::to_string(at.column) + ": " + style.off;
    out += diagnostic.isError() ? style.error : style.warning;
    out += std::string(diagnostic.isError() ? "error " : "warning ") +
           std::string(diagnostic.code()) + style.off + ": " + diagnostic.message() + "\n";
    const std::size_t margin = std::to_string(at.line + 1).size() + 2;
    if (at.line > 1) {
        appendLine(out, text, at.line - 1, style, margin);
    }
    const uint32_t start = text.lineStart(at.line);
    const std::string_view lineText = text.lineText(at.line);
    const uint32_t inLine = diagnostic.range.begin - start;
    if (inLine < kShownBytes) {
        appendLine(out, text, at.line, style, margin);
        const uint32_t end =
            std::clamp(diagnostic.range.end, diagnostic.range.begin,
                       start + std::min(static_cast<uint32_t>(lineText.size()), kShownBytes));
        const std::size_t width = std::max<std::size_t>(
            1,
            utf8Count(text.slice({diagnostic.range.begin, std::max(end, diagnostic.range.begin)})));
        out.append(margin, ' ');
        out += std::string(style.dim) + " | " + style.off;
        out.append(at.column - 1, ' ');
        out += diagnostic.isError() ? style.error : style.warning;
        out.append(width, '^');
        out += std::string(style.off) + "\n";
    }
    if (at.line < text.lineCount() && inLine < kShownBytes && !text.lineText(at.line + 1).empty()) {
        appendLine(out, text, at.line + 1, style, margin);
    }
    if (!diagnostic.hint.empty()) {
        out += "  hint: " + diagnostic.hint + "\n";
    }
    for (const Note& note : diagnostic.notes) {
        const LineColumn place = text.position(note.range.begin);
        const bool saysWhere = note.message.find(" on line ") != std::string::npos;
        out += "  note: " + (saysWhere ? "" : "line " + std::to_string(place.line) + ": ") +
               note.message + "\n";
    }
    return out;
}

namespace {

void writePlace(JsonWriter& json, const SourceText& text, SourceRange range) {
    const LineColumn begin = text.position(range.begin);
    const LineColumn end = text.position(range.end);
    json.field("line", begin.line);
    json.field("column", begin.column);
    json.field("endLine", end.line);
    json.field("endColumn", end.column);
}

}  // namespace

void writeDiagnostics(JsonWriter& json, const SourceText& text,
                      std::span<const Diagnostic> diagnostics) {
    json.beginArray();
    for (const Diagnostic& diagnostic : diagnostics) {
        json.beginObject();
        json.field("severity", diagnostic.isError() ? "error" : "warning");
        json.field("code", diagnostic.code());
        json.field("message", diagnostic.message());
        writePlace(json, text, diagnostic.range);
        json.key("hint");
        if (diagnostic.hint.empty()) {
            json.null();
        } else {
            json.text(diagnostic.hint);
        }
        json.key("suggestions");
        json.beginArray();
        for (const std::string& suggestion : diagnostic.suggestions) {
            json.text(suggestion);
        }
        json.endArray();
        json.key("notes");
        json.beginArray();
        for (const Note& note : diagnostic.notes) {
            json.beginObject();
            json.field("message", note.message);
            writePlace(json, text, note.range);
            json.endObject();
        }
        json.endArray();
        json.key("fixes");
        json.beginArray();
        for (const Fix& fix : diagnostic.fixes) {
            json.beginObject();
            json.field("title", fix.title);
            json.key("edits");
            json.beginArray();
            for (const TextEdit& edit : fix.edits) {
                json.beginObject();
                writePlace(json, text, edit.range);
                json.field("text", edit.text);
                json.endObject();
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }
    json.endArray();
}

}  // namespace cst
