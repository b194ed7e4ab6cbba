// The text of a Float has the form of Java's Double.toString (language §4.12): plain for
// 1e-3 <= |x| < 1e7, else one digit, a point, more digits and the exponent; always a point with a
// digit on both sides. The digits are the fewest that read back as the same number, the nearest
// ones where there is a choice. (Java insists on two digits and so prints 4.9E-324 where we print
// 5.0E-324, language §14.)

#include "engine/value/kernels.h"

#include <charconv>
#include <cmath>

namespace cst {
namespace {

struct Decimal {
    char digits[24];
    int count = 0;
    int exponent = 0;  // of the first digit
};

/// `value` is finite and not negative.
Decimal shortestDigits(double value) {
    char text[40];
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    Decimal decimal;
    const char* at = text;
    for (; *at != 'e'; ++at) {
        if (*at != '.') decimal.digits[decimal.count++] = *at;
    }
    ++at;
    if (*at == '+') ++at;
    std::from_chars(at, end, decimal.exponent);
    return decimal;
}

/// Digits [begin, end), and a zero for each one that does not exist.
void appendDigits(std::string& out, const Decimal& decimal, int begin, int end) {
    for (int i = begin; i < end; ++i) {
        out.push_back(i >= 0 && i < decimal.count ? decimal.digits[i] : '0');
    }
}

}  // namespace

void appendFloatText(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::signbit(value)) out.push_back('-');
    const double size = std::fabs(value);
    if (std::isinf(size)) {
        out += "Infinity";
        return;
    }
    const Decimal decimal = shortestDigits(size);
    const bool plain = size == 0.0 || (size >= 1e-3 && size < 1e7);
    // Digits before the point; none (or fewer) where the number begins behind it.
    const int whole = plain ? decimal.exponent + 1 : 1;
    if (whole <= 0) {
        out.push_back('0');
    } else {
        appendDigits(out, decimal, 0, whole);
    }
    out.push_back('.');
    const int first = whole;  // negative: zeros between the point and the first digit
    appendDigits(out, decimal, first, decimal.count > first ? decimal.count : first + 1);
    if (!plain) {
        out.push_back('E');
        out += std::to_string(decimal.exponent);
    }
}

}  // namespace cst
