#include "engine/profile/time_text.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace cst {
namespace {

std::string digits(double value, int decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

/// Three digits that count, none behind the point from 100 on.
std::string threeDigits(double value) {
    return digits(value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}

}  // namespace

std::string shownTime(double us) {
    if (us < 0.9995) {
        return digits(us * 1000, 0) + " ns";
    }
    if (us < 999.5) {
        return threeDigits(us) + " µs";
    }
    return us < 999.5e3 ? threeDigits(us / 1e3) + " ms" : threeDigits(us / 1e6) + " s";
}

std::string shownShare(double share) {
    return digits(share * 100, share >= 0.0995 ? 0 : 1) + " %";
}

}  // namespace cst
