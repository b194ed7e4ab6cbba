#pragma once

#include "engine/types/type_table.h"
#include "tests/reference/value.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cst::reference {

/// What a call or an operator ends with instead of a value: R001, R004, …
struct Failure {
    std::string code;
};

/// How a function is checked, where its types alone do not tell (§7.3, §7.6).
enum class Rule : uint8_t { Plain, ListSum, ListConcat, AnyValue, Filter, Map, All, Any, SortBy };

/// One callable thing. In its types the parameter 0 is T, which the first argument decides.
struct Function {
    std::string nameSpace;  // "" = none
    std::string name;
    std::vector<TypeId> parameters;
    TypeId result;
    Rule rule = Rule::Plain;
    bool effectful = false;
    /// Throws Failure. Not set for higher-order functions and for `log`, which the evaluator runs.
    std::function<Value(const std::vector<Value>&)> call;

    std::string qualifiedName() const { return nameSpace.empty() ? name : nameSpace + "." + name; }
    bool isHigherOrder() const { return rule >= Rule::Filter; }
};

/// Language §7 and §8, without the modules that wait or keep a count. AlwaysFailsService is there.
std::vector<Function> makeLibrary(TypeTable& types);

// Operators that have a function's semantics, §4.11.
int64_t wrapAdd(int64_t a, int64_t b);
int64_t wrapSubtract(int64_t a, int64_t b);
int64_t wrapMultiply(int64_t a, int64_t b);
int64_t divide(int64_t a, int64_t b);  // throws Failure

}  // namespace cst::reference
