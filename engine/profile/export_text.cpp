#include "engine/profile/export_text.h"

#include "engine/text/utf8.h"

#include <array>
#include <charconv>
#include <cmath>

namespace cst {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

void appendEscape(std::string& out, char c) {
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += "\\u00";
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
}

bool needsEscape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F;
}

template <class Number>
void appendDigits(std::string& out, Number value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

}  // namespace

std::string repairedUtf8(std::string_view text) {
    if (utf8Valid(text)) {
        return std::string(text);
    }
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = utf8Decode(text, at);
        out += step.valid ? text.substr(at, step.length) : kReplacement;
        at += step.length;
    }
    return out;
}

void appendJsonText(std::string& out, std::string_view text) {
    if (!utf8Valid(text)) {
        appendJsonText(out, repairedUtf8(text));
        return;
    }
    out += '"';
    std::size_t plainFrom = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (needsEscape(text[at])) {
            out += text.substr(plainFrom, at - plainFrom);
            appendEscape(out, text[at]);
            plainFrom = at + 1;
        }
    }
    out += text.substr(plainFrom);
    out += '"';
}

void appendXmlText(std::string& out, std::string_view text) {
    std::string known = repairedUtf8(text);
    for (const std::string_view bare : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {  // no characters
        for (std::size_t at = known.find(bare); at != std::string::npos; at = known.find(bare)) {
            known.replace(at, bare.size(), kReplacement);
        }
    }
    for (const char c : known) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
        }
    }
}

void appendNumber(std::string& out, double value) {
    if (std::isfinite(value)) {
        appendDigits(out, value);
    } else {
        out += "null";
    }
}

void appendNumber(std::string& out, float value) {
    if (std::isfinite(value)) {
        appendDigits(out, value);
    } else {
        out += "null";
    }
}

void appendNumber(std::string& out, uint64_t value) {
    appendDigits(out, value);
}

void appendMicroseconds(std::string& out, int64_t ns) {
    const uint64_t size = ns < 0 ? 0 - static_cast<uint64_t>(ns) : static_cast<uint64_t>(ns);
    if (ns < 0) {
        out += '-';
    }
    appendDigits(out, size / 1000);
    if (const uint64_t rest = size % 1000; rest != 0) {
        out += '.';
        out += static_cast<char>('0' + rest / 100);
        out += static_cast<char>('0' + rest / 10 % 10);
        out += static_cast<char>('0' + rest % 10);
    }
}

}  // namespace cst
