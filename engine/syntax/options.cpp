#include "engine/syntax/options.h"

#include <array>

namespace cst {
namespace {

using Args = OptionArguments;

constexpr std::array<OptionWordSpec, 3> kBackoff = {{{"fixed"}, {"linear"}, {"exponential"}}};
constexpr std::array<OptionWordSpec, 4> kOnError = {{{"propagate"}, {"skip"}, {"log"}, {"wrap"}}};
constexpr std::array<OptionWordSpec, 2> kFlag = {{{"true"}, {"false"}}};
constexpr std::array<OptionWordSpec, 5> kPriority = {
    {{"critical"}, {"high"}, {"normal"}, {"low"}, {"background"}}};
constexpr std::array<OptionWordSpec, 3> kWindow = {
    {{"tumbling", Args::Duration}, {"sliding", Args::TwoDurations}, {"count", Args::Int}}};
constexpr std::array<OptionWordSpec, 3> kJoin = {
    {{"combine_latest"}, {"zip"}, {"buffer", Args::Duration}}};

constexpr std::array<OptionSpec, 17> kOptions = {{
    {"retry", OptionForm::Int, {}},
    {"timeout", OptionForm::Duration, {}},
    {"delay", OptionForm::Duration, {}},
    {"backoff", OptionForm::Word, kBackoff},
    {"fallback", OptionForm::Expression, {}},
    {"cache", OptionForm::Duration, {}},
    {"cache_backend", OptionForm::PlainString, {}},
    {"throttle", OptionForm::Rate, {}},
    {"concurrency", OptionForm::Int, {}},
    {"on_error", OptionForm::Word, kOnError},
    {"lazy", OptionForm::Flag, kFlag},
    {"priority", OptionForm::WordOrInt, kPriority},
    {"batch", OptionForm::Int, {}},
    {"batch_timeout", OptionForm::Duration, {}},
    {"checkpoint", OptionForm::Duration, {}},
    {"window", OptionForm::Word, kWindow},
    {"join", OptionForm::Word, kJoin},
}};

}  // namespace

std::span<const OptionSpec> optionSpecs() {
    return kOptions;
}

const OptionSpec* findOption(std::string_view name) {
    for (const OptionSpec& spec : kOptions) {
        if (spec.name == name) {
            return &spec;
        }
    }
    return nullptr;
}

}  // namespace cst
