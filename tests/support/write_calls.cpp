#include "tests/support/program_writer.h"

#include <algorithm>

namespace cst::test {

std::string ProgramWriter::call(const std::string& function, const std::vector<std::string>& args) {
    std::string text;
    for (const std::string& arg : args) text += (text.empty() ? "" : ", ") + arg;
    return function + "(" + text + ")";
}

std::string ProgramWriter::nameOf(const char* qualified) {
    for (const Function& function : reference_.library()) {
        if (function.qualifiedName() == qualified) return functionName(function);
    }
    return qualified;
}

/// One of the names that a function has at this place of the file, §5.4.
std::string ProgramWriter::functionName(const Function& function) {
    std::vector<std::string> names = {function.qualifiedName()};
    if (function.nameSpace.empty()) return names[0];
    const bool anyUse = !imported_.empty() || !aliases_.empty();
    const bool isImported = std::count(imported_.begin(), imported_.end(), function.nameSpace) > 0;
    const bool isKeyword =
        function.name == "and" || function.name == "or" || function.name == "not";
    if ((!anyUse || isImported) && !isKeyword) {
        names.insert(names.end(), 3, function.name);
    }
    if (isImported) {
        const std::size_t dot = function.nameSpace.rfind('.');
        const std::string last = function.nameSpace.substr(dot + 1);  // all of it without a dot
        names.push_back(last + "." + function.name);
    }
    for (const auto& [alias, space] : aliases_) {
        if (function.nameSpace == space) names.push_back(alias + "." + function.name);
        if (space == "stdlib" && function.nameSpace.starts_with("stdlib.")) {
            names.push_back(alias + function.qualifiedName().substr(6));
        }
    }
    return random_.oneOf(names);
}

/// A call of any plain function of the library with that result.
std::optional<ProgramWriter::Text> ProgramWriter::libraryCall(TypeId type) {
    std::vector<const Function*> found;
    for (const Function& function : reference_.library()) {
        const bool isPlain = function.rule == reference::Rule::Plain && function.call;
        const bool hasParameter =
            std::any_of(function.parameters.begin(), function.parameters.end(), [&](TypeId one) {
                const TypeId T = types_.parameter(0);
                return one == T || one == types_.list(T);
            });
        if (!isPlain || hasParameter || !sameType(function.result, type)) continue;
        if (function.effectful && (!effects_ || random_.percent(80))) continue;
        found.push_back(&function);
    }
    if (found.empty()) return std::nullopt;
    const Function& function = *random_.oneOf(found);
    std::vector<std::string> args;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        // Ranges stay short, and few divisors are zero.
        const bool isRange = function.name == "Range";
        const bool isDivisor = (function.name == "divide" || function.name == "modulo") && i == 1;
        const bool isSmall = isRange || (isDivisor && random_.percent(70));
        args.push_back(isSmall ? std::to_string(1 + random_.below(6))
                               : fitting(function.parameters[i]).text);
    }
    std::string text = call(functionName(function), args);
    if (random_.percent(5)) return Text{text + " with priority: high", kLoose};
    if (shape_.callOptions && random_.percent(40)) {
        if (const std::string options = someOptions(type); !options.empty()) {
            return Text{text + " with " + options, kLoose};
        }
    }
    return Text{text, kPrimary};
}

/// What mends a failure, and what only says when and how often a call is made.
std::string ProgramWriter::someOptions(TypeId type) {
    std::vector<std::string> options;
    if (random_.percent(30)) {
        options.push_back("retry: " + std::to_string(random_.below(3)));
        if (random_.percent(30)) options.push_back("delay: 1ms");
    }
    if (random_.percent(15)) options.push_back("timeout: 1h");
    if (random_.percent(20)) options.push_back("cache: 1min");
    if (random_.percent(15)) options.push_back("throttle: 100000/1s");
    if (random_.percent(15))
        options.push_back("concurrency: " + std::to_string(1 + random_.below(3)));
    if (random_.percent(20))
        options.push_back(random_.percent(70) ? "on_error: skip" : "on_error: log");
    // Last: an expression, which may go on with what looks like an option.
    if (random_.percent(30)) options.push_back("fallback: " + fitting(type).text);
    std::string text;
    for (const std::string& option : options) text += (text.empty() ? "" : ", ") + option;
    return text;
}

std::optional<ProgramWriter::Text> ProgramWriter::genericCall(TypeId type) {
    switch (random_.below(3)) {
    case 0:
        return Text{
            call(nameOf(random_.percent(50) ? "stdlib.list.list-first" : "stdlib.list.list-last"),
                 {exact(types_.list(type)).text}),
            kPrimary};
    case 1: return Text{call(nameOf("stdlib.identity"), {exact(type).text}), kPrimary};
    default: return std::nullopt;
    }
}

/// A call that cannot fail, its end told apart by a match (§6.1).
std::optional<ProgramWriter::Text> ProgramWriter::wrappedCall() {
    if (random_.percent(70)) return std::nullopt;
    std::vector<std::string> calls = {
        call(nameOf("stdlib.math.divide"), {exact(types::kInt).text, exact(types::kInt).text}),
        call(nameOf("stdlib.list.list-first"), {exact(types_.list(types::kInt)).text})};
    if (effects_) calls.push_back(call("AlwaysFailsService", {fitting(types::kString).text}));
    std::string text = "match (" + random_.oneOf(calls) + " with on_error: wrap) { ";
    text += "{ value } -> \"${value}\", ";
    text += "{ error } -> error." + std::string(random_.percent(50) ? "kind" : "module") + " }";
    return Text{text, kPrimary};
}

/// `map`, `filter`, … of a list of `element` with a lambda that gives a `body`.
std::string ProgramWriter::higherOrder(const char* function, TypeId element, TypeId body) {
    const std::string list = exact(types_.list(element)).text;
    static const std::vector<std::string> kNames = {"x", "y", "x", "item-x"};
    const std::string parameter = random_.oneOf(kNames);
    std::string head = "(" + parameter;
    TypeId inside = element;
    if (random_.percent(20)) {
        // An annotation may be a supertype: a union takes all of its members.
        if (random_.percent(30)) inside = types_.unionOf(Types{element, scalar()});
        head += ": " + typeText(inside);
    }
    const bool isPredicate = body == types::kBoolean;
    const bool isSort = std::string_view(function) == "stdlib.collection.sortBy";
    const bool outerEffects = effects_;
    // What `with effects` means for a key is not said.
    effects_ = effects_ && !isSort && random_.percent(30);
    const std::size_t depth = scope_.size();
    scope_.push_back({parameter, inside});
    ++lambdaDepth_;
    const bool isMap = std::string_view(function) == "stdlib.collection.map";
    const std::string text = (isPredicate && !isMap ? fitting(body) : exact(body)).text;
    --lambdaDepth_;
    effects_ = outerEffects;
    const std::size_t added = scope_.size() - depth - 1;
    scope_.resize(depth + added);
    std::string lambda = head + ") => " + text;
    if (random_.percent(10)) lambda = "(" + lambda + ")";
    return call(nameOf(function), {list, lambda});
}

}  // namespace cst::test
