#include "app/cli/padded_text.h"

#include <algorithm>
#include <cstdint>

namespace cst {

std::size_t columnsOf(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<uint8_t>(c) & 0xC0U) != 0x80;
    }));
}

std::string padLeft(const std::string& text, std::size_t columns) {
    const std::size_t taken = columnsOf(text);
    return std::string(taken < columns ? columns - taken : 1, ' ') + text;
}

std::string padRight(const std::string& text, std::size_t columns) {
    const std::size_t taken = columnsOf(text);
    return text + std::string(taken < columns ? columns - taken : 0, ' ');
}

}  // namespace cst
