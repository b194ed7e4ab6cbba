#include "engine/layout/svg_text.h"

#include "engine/text/utf8.h"

#include <array>
#include <charconv>

namespace cst {

std::string svgNumber(float value) {
    std::array<char, 48> text{};
    const auto [end, error] = std::to_chars(text.begin(), text.end(), static_cast<double>(value),
                                            std::chars_format::fixed, 1);
    std::string out(text.begin(), end);
    if (out.ends_with(".0")) {
        out.resize(out.size() - 2);
    }
    return out == "-0" ? "0" : out;
}

std::string svgAt(LayoutPoint topLeft) {
    return " x=\"" + svgNumber(topLeft.x) + "\" y=\"" + svgNumber(topLeft.y) + "\"";
}

std::string svgSize(float width, float height) {
    return " width=\"" + svgNumber(width) + "\" height=\"" + svgNumber(height) + "\"";
}

std::string svgFill(std::string_view color) {
    return color.empty() ? "" : " style=\"fill:" + std::string(color) + "\"";
}

std::string firstCharacters(std::string_view text, std::size_t count) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins && ++characters > count) {
            return std::string(text.substr(0, i)) + "…";
        }
    }
    return std::string(text);
}

float svgWidth(std::string_view text, float letter) {
    return static_cast<float>(utf8Count(text)) * letter;
}

}  // namespace cst
