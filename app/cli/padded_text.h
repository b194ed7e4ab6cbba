#pragma once

#include <cstddef>
#include <string>

namespace cst {

/// Blanks in front up to so many columns, one at least where it is as wide.
std::string padLeft(const std::string& text, std::size_t columns);
/// Blanks behind.
std::string padRight(const std::string& text, std::size_t columns);
/// Columns on a terminal, of text without marks that combine.
std::size_t columnsOf(const std::string& text);

}  // namespace cst
