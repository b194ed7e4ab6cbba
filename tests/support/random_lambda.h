#pragma once

#include "tests/support/random_source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cst::test {

/// Writes texts with one higher-order call over a random list, for the two forms of lambdas.
/// Integers reach their limits, divisors are sometimes zero. JSON knows no NaN and no infinity:
/// they come of arithmetic.
class RandomLambda {
public:
    explicit RandomLambda(uint64_t seed) : random_(seed) {}

    std::string text() {
        element_ = random_.oneOf<std::string>({"Int", "Float", "Boolean", "String", "Optional<Int>",
                                               "Optional<Float>", "Optional<String>", kRecord,
                                               kRecord, kRecord});
        const std::string function =
            random_.oneOf<std::string>({"map", "map", "filter", "all", "any", "sortBy"});
        std::string body;
        if (function == "map") {
            body = random_.percent(30) ? record() : any(kDepth);
        } else if (function == "sortBy") {
            body = random_.oneOf<std::string>({"Int", "Float", "String"});
            body = body == "Int" ? integer(kDepth) : body == "Float" ? real(kDepth) : word(kDepth);
        } else {
            body = truth(kDepth);
        }
        return "in xs: List<" + element_ + ">\nin ci: Int\nin cf: Float\nin cb: Boolean\n" +
               "in cs: String\nin co: Optional<Int>\nin cr: { n: Int, f: Float }\n" +
               "ys = " + function + "(xs, (x) => " + body + ")\nout ys\n";
    }

    /// For the text that was written last.
    std::string inputs(std::size_t size) {
        std::string list;
        for (std::size_t i = 0; i < size; ++i) {
            list += (i == 0 ? "" : ", ") + elementValue();
        }
        return "{\"xs\": [" + list + "], \"ci\": " + intValue() + ", \"cf\": " + floatValue() +
               ", \"cb\": " + boolValue() + ", \"cs\": " + textValue() +
               ", \"co\": " + optional(intValue()) + ", \"cr\": {\"n\": " + intValue() +
               ", \"f\": " + floatValue() + "}}";
    }

private:
    static constexpr int kDepth = 4;
    static constexpr const char* kRecord =
        "{ i: Int, j: Int, f: Float, b: Boolean, s: String, o: Optional<Int>, r: { n: Int } }";

    bool isRecord() const { return element_ == kRecord; }

    std::string integer(int depth) {
        if (depth == 0 || random_.percent(20)) {
            std::vector<std::string> leaves = {"0", "1",  "2",    "-(1)",
                                               "7", "ci", "cr.n", "9223372036854775807"};
            if (element_ == "Int") leaves.insert(leaves.end(), 6, "x");
            if (isRecord()) {
                for (const char* field : {"x.i", "x.j", "x.r.n"}) {
                    leaves.insert(leaves.end(), 3, field);
                }
            }
            return random_.oneOf(leaves);
        }
        switch (random_.below(8)) {
        case 0: return "(" + integer(depth - 1) + " / " + integer(depth - 1) + ")";
        case 1: return "(-" + integer(0) + ")";
        case 2: return "(" + maybe(depth - 1) + " ?? " + integer(depth - 1) + ")";
        case 3: return choice(integer(depth - 1), integer(depth - 1), integer(depth - 1), depth);
        default:
            return "(" + integer(depth - 1) + random_.oneOf<std::string>({" + ", " - ", " * "}) +
                   integer(depth - 1) + ")";
        }
    }

    std::string real(int depth) {
        if (depth == 0 || random_.percent(20)) {
            std::vector<std::string> leaves = {"0.0",     "1.5", "-(2.25)", "(0.0 / 0.0)",
                                               "1.0E308", "cf",  "cr.f"};
            if (element_ == "Float") leaves.insert(leaves.end(), 6, "x");
            if (element_ == "Optional<Float>") leaves.insert(leaves.end(), 6, "(x ?? 0.5)");
            if (isRecord()) leaves.insert(leaves.end(), 6, "x.f");
            return random_.oneOf(leaves);
        }
        switch (random_.below(6)) {
        case 0: return "(" + integer(depth - 1) + " * " + real(depth - 1) + ")";
        case 1: return "(-" + real(0) + ")";
        case 2: return choice(real(depth - 1), integer(depth - 1), real(depth - 1), depth);
        default:
            return "(" + real(depth - 1) +
                   random_.oneOf<std::string>({" + ", " - ", " * ", " / "}) + real(depth - 1) + ")";
        }
    }

    std::string word(int depth) {
        if (depth == 0 || random_.percent(40)) {
            std::vector<std::string> leaves = {"\"\"", "\"ab\"", "\"a text of more bytes\"", "cs"};
            if (element_ == "String") leaves.insert(leaves.end(), 6, "x");
            if (element_ == "Optional<String>") leaves.insert(leaves.end(), 6, "(x ?? \"none\")");
            if (isRecord()) leaves.insert(leaves.end(), 6, "x.s");
            return random_.oneOf(leaves);
        }
        return choice(word(depth - 1), word(depth - 1), word(depth - 1), depth);
    }

    /// An Optional<Int>.
    std::string maybe(int depth) {
        if (depth == 0 || random_.percent(40)) {
            if (element_ == "Optional<Int>") return "x";
            return isRecord() && random_.percent(70) ? "x.o" : "co";
        }
        if (random_.percent(30))
            return "(if (" + truth(depth - 1) + ") " + maybe(depth - 1) + " else " +
                   maybe(depth - 1) + ")";
        return "(" + integer(depth - 1) + " when " + truth(depth - 1) + ")";
    }

    std::string truth(int depth) {
        if (depth == 0 || random_.percent(10)) {
            std::vector<std::string> leaves = {"true", "false", "cb"};
            if (element_ == "Boolean") leaves.insert(leaves.end(), 6, "x");
            if (isRecord()) leaves.insert(leaves.end(), 6, "x.b");
            return random_.oneOf(leaves);
        }
        const std::string sign =
            random_.oneOf<std::string>({" == ", " != ", " < ", " <= ", " > ", " >= "});
        const std::string same = random_.oneOf<std::string>({" == ", " != "});
        switch (random_.below(10)) {
        case 0: return "(not " + truth(depth - 1) + ")";
        case 1: return "(" + real(depth - 1) + sign + real(depth - 1) + ")";
        case 2: return "(" + integer(depth - 1) + sign + real(depth - 1) + ")";
        case 3: return "(" + word(depth - 1) + sign + word(depth - 1) + ")";
        case 4: return "(" + maybe(depth - 1) + same + maybe(depth - 1) + ")";
        case 5: return "(" + truth(depth - 1) + same + truth(depth - 1) + ")";
        case 6: return choice(truth(depth - 1), truth(depth - 1), truth(depth - 1), depth);
        case 7: return "(" + integer(depth - 1) + sign + integer(depth - 1) + ")";
        default:
            return "(" + truth(depth - 1) + random_.oneOf<std::string>({" and ", " or "}) +
                   truth(depth - 1) + ")";
        }
    }

    std::string any(int depth) {
        switch (random_.below(5)) {
        case 0: return integer(depth);
        case 1: return real(depth);
        case 2: return word(depth);
        case 3: return maybe(depth);
        default: return truth(depth);
        }
    }

    std::string record() {
        std::string made = "{ p: " + any(2) + ", q: { n: " + any(2) + " } }";
        if (!isRecord()) return made;
        return random_.oneOf<std::string>({made, "x", "x[f, i]", "(x + " + made + ")",
                                           "(x[s] + { i: " + integer(2) + " })", "x.r",
                                           "{ whole: x.r, part: x.o, c: cr }"});
    }

    std::string choice(const std::string& a, const std::string& b, const std::string& c,
                       int depth) {
        if (random_.percent(60)) {
            return "(if (" + truth(depth - 1) + ") " + a + " else " + b + ")";
        }
        return "(branch { " + truth(depth - 1) + " -> " + a + ", " + truth(depth - 1) + " -> " + b +
               ", otherwise -> " + c + " })";
    }

    std::string intValue() {
        if (random_.percent(60)) return std::to_string(random_.below(5));
        return random_.oneOf<std::string>(
            {"-1", "-7", "0", "9223372036854775807", "-9223372036854775808", "4294967296", "100"});
    }
    std::string floatValue() {
        if (random_.percent(60)) return std::to_string(random_.below(40)) + ".25";
        return random_.oneOf<std::string>(
            {"1e308", "-1e308", "-0.0", "0.0", "1e300", "5e-324", "-2.5"});
    }
    std::string boolValue() { return random_.percent(50) ? "true" : "false"; }
    std::string textValue() {
        return random_.oneOf<std::string>(
            {"\"\"", "\"ab\"", "\"b\"", "\"a text of more bytes\"", "\"\u00e4\""});
    }
    std::string optional(const std::string& value) { return random_.percent(30) ? "null" : value; }

    std::string elementValue() {
        if (element_ == "Int") return intValue();
        if (element_ == "Float") return floatValue();
        if (element_ == "Boolean") return boolValue();
        if (element_ == "String") return textValue();
        if (element_ == "Optional<Int>") return optional(intValue());
        if (element_ == "Optional<Float>") return optional(floatValue());
        if (element_ == "Optional<String>") return optional(textValue());
        return "{\"i\": " + intValue() + ", \"j\": " + intValue() + ", \"f\": " + floatValue() +
               ", \"b\": " + boolValue() + ", \"s\": " + textValue() +
               ", \"o\": " + optional(intValue()) + ", \"r\": {\"n\": " + intValue() + "}}";
    }

    RandomSource random_;
    std::string element_;
};

}  // namespace cst::test
