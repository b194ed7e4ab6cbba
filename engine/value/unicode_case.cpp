// Case mapping of other scripts is ICU's. Its tables are 30 MB and most texts are ASCII, so it is
// not linked but opened on the first text that needs it, once per process. ICU puts its version
// into the names of its files and functions (libicuuc.so.72, ucasemap_utf8ToUpper_72): the version
// of the headers that we were built with is tried first, then all others from new to old. The
// functions used here have been the same since long before the oldest one tried.

#include "engine/value/unicode_case.h"

#include "engine/value/kernels.h"

#include <unicode/ucasemap.h>
#include <unicode/uvernum.h>

#include <algorithm>
#include <cstdint>
#include <dlfcn.h>

namespace cst {
namespace {

constexpr int kNewestIcu = 90;
constexpr int kOldestIcu = 60;

// ICU counts bytes in 31 bits, and a mapped text may be three times as long.
constexpr std::size_t kMaxPiece = std::size_t{1} << 28U;

struct Icu {
    decltype(&ucasemap_utf8ToUpper) toUpper = nullptr;
    decltype(&ucasemap_utf8ToLower) toLower = nullptr;
    const UCaseMap* rootLocale = nullptr;  // never freed: it lives as long as the process
};

template <class Function>
bool load(Function& function, void* library, std::string name, int version) {
    name += "_" + std::to_string(version);
    function = reinterpret_cast<Function>(dlsym(library, name.c_str()));
    return function != nullptr;
}

bool openVersion(Icu& icu, int version) {
    const std::string file = "libicuuc.so." + std::to_string(version);
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return false;

    decltype(&ucasemap_open) open = nullptr;
    UErrorCode error = U_ZERO_ERROR;
    if (load(open, library, "ucasemap_open", version) &&
        load(icu.toUpper, library, "ucasemap_utf8ToUpper", version) &&
        load(icu.toLower, library, "ucasemap_utf8ToLower", version)) {
        icu.rootLocale = open("", 0, &error);
        if (error <= U_ZERO_ERROR && icu.rootLocale != nullptr) return true;
    }
    icu = Icu();
    dlclose(library);
    return false;
}

Icu openIcu() {
    Icu icu;
    if (openVersion(icu, U_ICU_VERSION_MAJOR_NUM)) return icu;
    for (int version = kNewestIcu; version >= kOldestIcu; --version) {
        if (openVersion(icu, version)) break;
    }
    return icu;
}

const Icu& loadedIcu() {
    static const Icu icu = openIcu();
    return icu;
}

bool isAscii(std::string_view text) {
    unsigned char all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

/// How much of a text to map at once: all, or up to a blank, where no rule of Unicode looks
/// across. (A huge text without any blank is cut between two code points.)
std::size_t pieceLength(std::string_view text) {
    if (text.size() <= kMaxPiece) return text.size();
    const std::size_t blank = text.substr(0, kMaxPiece).find_last_of(" \n");
    if (blank != std::string_view::npos) return blank + 1;
    std::size_t cut = kMaxPiece;
    while (cut > 1 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    return cut;
}

/// Appends the mapped piece; false if ICU gave up.
bool appendMapped(std::string& out, const Icu& icu, std::string_view piece, LetterCase to) {
    const auto map = to == LetterCase::Upper ? icu.toUpper : icu.toLower;
    const std::size_t before = out.size();
    auto room = static_cast<int32_t>(piece.size() + piece.size() / 8 + 16);
    for (int attempt = 0; attempt < 2; ++attempt) {
        out.resize(before + static_cast<std::size_t>(room));
        UErrorCode error = U_ZERO_ERROR;
        const int32_t needed = map(icu.rootLocale, out.data() + before, room, piece.data(),
                                   static_cast<int32_t>(piece.size()), &error);
        if (error <= U_ZERO_ERROR) {
            out.resize(before + static_cast<std::size_t>(needed));
            return true;
        }
        if (error != U_BUFFER_OVERFLOW_ERROR) break;
        room = needed;
    }
    out.resize(before);
    return false;
}

Value mapped(std::string_view text, LetterCase to) {
    return Value::ofText(isAscii(text) ? mapAscii(text, to) : mapUnicode(text, to));
}

}  // namespace

std::string mapAscii(std::string_view text, LetterCase to) {
    const char first = to == LetterCase::Upper ? 'a' : 'A';
    std::string out(text);
    for (char& c : out) {
        const bool letter = static_cast<unsigned char>(c - first) < 26;
        c = static_cast<char>(letter ? c ^ 0x20 : c);
    }
    return out;
}

std::string mapUnicode(std::string_view text, LetterCase to) {
    const Icu& icu = loadedIcu();
    if (icu.rootLocale == nullptr) return mapAscii(text, to);
    std::string out;
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, pieceLength(text));
        if (!appendMapped(out, icu, piece, to)) out += mapAscii(piece, to);
        text.remove_prefix(piece.size());
    }
    return out;
}

bool unicodeCaseAvailable() {
    return loadedIcu().rootLocale != nullptr;
}

Value uppercase(std::string_view text) {
    return mapped(text, LetterCase::Upper);
}

Value lowercase(std::string_view text) {
    return mapped(text, LetterCase::Lower);
}

}  // namespace cst
