#include "engine/modules/library.h"
#include "engine/modules/native.h"

#include <string_view>

// stdlib.bool and stdlib.compare, language §7.4. The names of stdlib.bool are keywords, so these
// functions are only reached with their namespace.

namespace cst {
namespace {

void addBool(Registry& registry) {
    Pack bools(registry, "stdlib.bool", "bool");
    bools.add({"and",
               {"a", "b"},
               "Are both true? Both arguments are always computed, unlike those of the operator "
               "`and`.",
               "stdlib.bool.and(true, false)"},
              [](bool a, bool b) { return a && b; });
    bools.add({"or",
               {"a", "b"},
               "Is at least one true? Both arguments are always computed, unlike those of the "
               "operator `or`.",
               "stdlib.bool.or(true, false)"},
              [](bool a, bool b) { return a || b; });
    bools.add({"not",
               {"value"},
               "True for false and false for true, as the operator `not`.",
               "stdlib.bool.not(false)"},
              [](bool value) { return !value; });
}

void addCompare(Registry& registry) {
    Pack compare(registry, "stdlib.compare", "compare");
    compare.add({"eq-int", {"a", "b"}, "Are the two Ints equal?", "eq-int(2, 2)"},
                [](int64_t a, int64_t b) { return a == b; });
    compare.add(
        {"eq-string",
         {"a", "b"},
         "Are the two texts the same code point by code point? Upper and lower case differ.",
         "eq-string(\"a\", \"A\")"},
        [](std::string_view a, std::string_view b) { return a == b; });
    compare.add({"gt", {"a", "b"}, "Is `a` greater than `b`?", "gt(2, 1)"},
                [](int64_t a, int64_t b) { return a > b; });
    compare.add({"lt", {"a", "b"}, "Is `a` less than `b`?", "lt(1, 2)"},
                [](int64_t a, int64_t b) { return a < b; });
    compare.add({"gte", {"a", "b"}, "Is `a` greater than or equal to `b`?", "gte(2, 2)"},
                [](int64_t a, int64_t b) { return a >= b; });
    compare.add({"lte", {"a", "b"}, "Is `a` less than or equal to `b`?", "lte(2, 2)"},
                [](int64_t a, int64_t b) { return a <= b; });
}

}  // namespace

void addBoolAndCompareFunctions(Registry& registry) {
    addBool(registry);
    addCompare(registry);
}

}  // namespace cst
