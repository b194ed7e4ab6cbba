#include "engine/modules/library.h"
#include "engine/modules/native.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <string>

// stdlib.math, language §7.1. Integers wrap around; only operators mix Int and Float.

namespace cst {
namespace {

Error divisionByZero(const char* function, int64_t a) {
    return {"R004",
            std::string("division by zero: `") + function + "(" + std::to_string(a) + ", 0)`", ""};
}

void addArithmetic(Pack& math) {
    math.add({"add", {"a", "b"}, "The sum of two Ints; wraps around at 64 bits.", "add(2, 3)"},
             [](int64_t a, int64_t b) { return wrapAdd(a, b); });
    math.add({"subtract", {"a", "b"}, "`a` minus `b`; wraps around at 64 bits.", "subtract(7, 3)"},
             [](int64_t a, int64_t b) { return wrapSubtract(a, b); });
    math.add({"multiply",
              {"a", "b"},
              "The product of two Ints; wraps around at 64 bits.",
              "multiply(6, 7)"},
             [](int64_t a, int64_t b) { return wrapMultiply(a, b); });
    math.add(
        {"divide",
         {"a", "b"},
         "`a` divided by `b`, cut towards zero: `divide(-10, 3)` is -3. Fails with R004 when `b` "
         "is 0.",
         "divide(7, 3)"},
        [](int64_t a, int64_t b) -> Result<int64_t> {
            if (b == 0) return divisionByZero("divide", a);
            return truncatingDivide(a, b);
        });
    math.add(
        {"modulo",
         {"a", "b"},
         "The remainder of `divide(a, b)`; it has the sign of `a`: `modulo(-7, 3)` is -1. Fails "
         "with R004 when `b` is 0.",
         "modulo(7, 3)"},
        [](int64_t a, int64_t b) -> Result<int64_t> {
            if (b == 0) return divisionByZero("modulo", a);
            return remainder(a, b);
        });
}

}  // namespace

void addMathFunctions(Registry& registry) {
    Pack math(registry, "stdlib.math", "math");
    addArithmetic(math);
    math.add({"max", {"a", "b"}, "The larger of two Ints. For a list use `Max`.", "max(3, 5)"},
             [](int64_t a, int64_t b) -> int64_t { return std::max(a, b); });
    math.add({"min", {"a", "b"}, "The smaller of two Ints. For a list use `Min`.", "min(3, 5)"},
             [](int64_t a, int64_t b) -> int64_t { return std::min(a, b); });
    math.add({"abs",
              {"value"},
              "The distance from zero; the smallest Int, which has no positive twin, stays itself.",
              "abs(-5)"},
             [](int64_t value) { return value < 0 ? wrapNegate(value) : value; });
    math.add({"negate",
              {"value"},
              "The Int with the other sign; the smallest Int, which has no positive twin, stays "
              "itself.",
              "negate(5)"},
             [](int64_t value) { return wrapNegate(value); });
    math.add(
        {"round",
         {"value"},
         "The nearest Int, halves upwards: 2.5 gives 3, -2.5 gives -2. NaN gives 0; what is too "
         "large for an Int gives the nearest one.",
         "round(3.5)"},
        [](double value) { return roundHalfUp(value); });
}

}  // namespace cst
