#pragma once

namespace cst {

inline bool isJsonBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// May this byte stand directly behind a number or a word?
inline bool endsJsonScalar(char c) {
    switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case ',':
    case ':':
    case ']':
    case '}':
    case '[':
    case '{': return true;
    default: return false;
    }
}

}  // namespace cst
