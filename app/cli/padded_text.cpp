#include "app/cli/padded_text.h"

#include "engine/text/utf8.h"

namespace cst {

std::size_t columnsOf(const std::string& text) {
    return utf8Count(text);
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
