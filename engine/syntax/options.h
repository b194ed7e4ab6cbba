#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cst {

/// What an option word in parentheses takes.
enum class OptionArguments : uint8_t { None, Int, Duration, TwoDurations };
struct OptionWordSpec {
    std::string_view word;
    OptionArguments arguments = OptionArguments::None;
};

/// The form of an option's value.
enum class OptionForm : uint8_t {
    Int,
    Duration,
    Rate,
    Word,
    WordOrInt,
    Flag,
    PlainString,
    Expression
};

/// One option that may stand after `with`.
struct OptionSpec {
    std::string_view name;
    OptionForm form = OptionForm::Int;
    std::span<const OptionWordSpec> words;  // of the Word forms
};

/// All options, in the order of the language reference (§2, withClause).
std::span<const OptionSpec> optionSpecs();

/// Null for an unknown name.
const OptionSpec* findOption(std::string_view name);

}  // namespace cst
