#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace cst {

/// Decimal digits of a number, for a moment.
class Digits {
public:
    explicit Digits(uint32_t number) {
        end_ = std::to_chars(text_.data(), text_.data() + text_.size(), number).ptr;
    }
    std::string_view text() const {
        return {text_.data(), static_cast<std::size_t>(end_ - text_.data())};
    }

private:
    std::array<char, 10> text_;
    char* end_;
};

}  // namespace cst
