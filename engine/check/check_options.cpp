#include "engine/check/checker.h"
#include "engine/syntax/literals.h"
#include "engine/syntax/options.h"

#include <algorithm>
#include <array>
#include <set>

namespace cst {
namespace {

bool isStreaming(std::string_view option) {
    return option == "batch" || option == "batch_timeout" || option == "window" ||
           option == "checkpoint" || option == "join";
}

/// `5` of an OptionInt's text, sign included; out of range was reported by the parser.
int64_t optionInt(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    const std::size_t digit = text.find_first_of("0123456789");
    if (digit == std::string_view::npos) {
        return 0;
    }
    return intValue(text.substr(digit), negative).value_or(1);
}

}  // namespace

/// What the options of one call are, as far as they stand in one another's way.
struct Checker::CallOptions {
    std::set<std::string_view> seen;
    bool anyUnknown = false;  // which may be one that another option needs
    SyntaxId wrap;            // `on_error: wrap`
    SyntaxId batch;           // `batch: n`
    SyntaxId fallback;        // its value
};

TypeId Checker::checkOptions(SyntaxId withId, const Signature& signature, TypeId result) {
    SyntaxId fallback;
    const bool wraps = checkOptionValues(withId, signature, fallback);
    // Last, and out of the frame above: fallbacks nest.
    if (fallback.hasValue()) {
        checkFallback(fallback, signature, result);
    }
    return wraps && result != types::kError ? wrapType(result) : result;
}

/// Everything but the value of `fallback`, which it finds. True if errors are wrapped.
bool Checker::checkOptionValues(SyntaxId withId, const Signature& signature, SyntaxId& fallback) {
    CallOptions options;
    for (const SyntaxId option : children(withId)) {
        if (node(option).kind != SyntaxKind::Option || node(option).name.empty()) {
            continue;
        }
        const std::string_view name = tree_->name(option);
        if (!options.seen.insert(name).second) {
            report(DiagId::DuplicateOption, node(option).range, {std::string(name)})
                .fixes.push_back(optionRemoval(withId, option));
            continue;
        }
        options.anyUnknown = options.anyUnknown || findOption(name) == nullptr;
        if (isStreaming(name)) {
            report(DiagId::StreamingOption, node(option).range, {std::string(name)})
                .fixes.push_back(optionRemoval(withId, option));
        }
        if (name == "batch") {
            options.batch = option;
        }
        if (!children(option).empty()) {
            checkOptionValue(option, options);
        }
    }
    fallback = options.fallback;
    return checkTogether(withId, signature, options);
}

void Checker::checkOptionValue(SyntaxId option, CallOptions& options) {
    const std::string_view name = tree_->name(option);
    const SyntaxId value = children(option).front();
    const std::string text(tree_->source(value));
    const auto invalid = [&](std::string rule) {
        report(DiagId::InvalidOptionValue, node(option).range,
               {std::string(name), std::move(rule)});
    };
    if (name == "fallback" && node(value).kind != SyntaxKind::ErrorExpr) {
        options.fallback = value;
        return;
    }
    switch (node(value).kind) {
    case SyntaxKind::OptionDuration:
        if (durationMs(text).value_or(1) <= 0) {
            invalid("value " + text + " must be more than 0");
        }
        break;
    case SyntaxKind::OptionRate: {
        const int64_t count = optionInt(tree_->source(children(value)[0]));
        const std::string period(tree_->source(children(value)[1]));
        if (count <= 0) {
            invalid("the count of " + text + " must be at least 1");
        }
        if (durationMs(period).value_or(1) <= 0) {
            invalid("the period of " + text + " must be more than 0");
        }
        break;
    }
    case SyntaxKind::OptionInt: {
        const int64_t number = optionInt(text);
        if (name == "retry" && number > 10) {
            report(DiagId::ManyRetries, node(option).range, {std::to_string(number)});
        } else if ((name == "concurrency" || name == "batch") && number < 1) {
            invalid("value " + text + " must be at least 1");
        }
        break;
    }
    case SyntaxKind::OptionWord: {
        for (const SyntaxId argument : children(value)) {
            const std::string inner(tree_->source(argument));
            const bool zero = node(argument).kind == SyntaxKind::OptionDuration
                                  ? durationMs(inner).value_or(1) <= 0
                                  : optionInt(inner) < 1;
            if (zero) {
                invalid("value " + inner + " must be more than 0");
                break;
            }
        }
        if (name == "on_error" && tree_->name(value) == "wrap") {
            options.wrap = option;
        }
        break;
    }
    case SyntaxKind::RawString:
        if (name == "cache_backend" && tree_->name(value) != "memory" &&
            tree_->name(value) != "disk") {
            report(DiagId::UnknownCacheBackend, node(value).range,
                   {std::string(tree_->name(value))});
        }
        break;
    default: break;
    }
}

/// The value of `fallback` takes the place of the result.
void Checker::checkFallback(SyntaxId value, const Signature& signature, TypeId result) {
    if (isPushable(value) && result != types::kError && fits(value, result)) {
        return;
    }
    const TypeId found = infer(value);
    if (result == types::kError || found == types::kError) {
        return;
    }
    if (isCoercible(types_, found, result)) {
        convertOnUse(value, found, result);
    } else {
        report(DiagId::FallbackType, node(value).range,
               {shown(found), signature.name, shown(result)});
    }
}

/// Options that need one another, or have no effect beside one another. True if errors are wrapped.
bool Checker::checkTogether(SyntaxId withId, const Signature& signature,
                            const CallOptions& options) {
    const std::array<std::pair<std::string_view, std::string_view>, 5> partners{{
        {"delay", "retry"},
        {"backoff", "delay"},
        {"backoff", "retry"},
        {"cache_backend", "cache"},
        {"batch_timeout", "batch"},
    }};
    for (const auto& [option, needed] : partners) {
        if (options.anyUnknown || !options.seen.contains(option) || options.seen.contains(needed)) {
            continue;
        }
        for (const SyntaxId one : children(withId)) {
            if (tree_->name(one) == option) {
                report(DiagId::OptionWithoutPartner, node(one).range,
                       {std::string(option), std::string(needed)})
                    .fixes.push_back(optionRemoval(withId, one));
                break;
            }
        }
    }
    if (options.seen.contains("window") && options.batch.hasValue()) {
        report(DiagId::ConflictingOptions, node(options.batch).range, {"batch", "window"})
            .fixes.push_back(optionRemoval(withId, options.batch));
    }
    if (signature.intrinsic != Intrinsic::None) {
        const SourceRange range = node(withId).range;
        report(DiagId::OptionsOnIntrinsic, range, {signature.name})
            .fixes.push_back({"remove them", {{{behindBlanksBefore(range.begin), range.end}, ""}}});
        return false;
    }
    if (options.wrap.hasValue() && options.seen.contains("fallback")) {
        report(DiagId::ConflictingOptions, node(options.wrap).range, {"on_error: wrap", "fallback"})
            .fixes.push_back(optionRemoval(withId, options.wrap));
        return false;
    }
    return options.wrap.hasValue();
}

/// `{ value: T } | { error: { module: String, kind: String, message: String } }`
TypeId Checker::wrapType(TypeId value) {
    const TypeId details = types_.record(
        {{"module", types::kString}, {"kind", types::kString}, {"message", types::kString}});
    const TypeId members[] = {types_.record({{"value", value}}),
                              types_.record({{"error", details}})};
    return types_.unionOf(members);
}

}  // namespace cst
