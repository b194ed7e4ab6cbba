#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// Writes programs that parse, with blanks, line ends and comments wherever they may stand. They
/// mean nothing: names are not declared, types do not fit. The same seed gives the same programs
/// everywhere.
class RandomSyntax {
public:
    explicit RandomSyntax(uint64_t seed) : random_(seed) {}

    /// One more program of about so many declarations.
    std::string program(std::size_t declarations) {
        pieces_.clear();
        for (std::size_t i = 0; i < declarations; ++i) {
            declaration();
        }
        return rendered();
    }

    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool chance(std::size_t oneIn) { return below(oneIn) == 0; }

private:
    /// A token, or a stretch of tokens without blanks inside.
    struct Piece {
        std::string text;
        bool glued = false;  // nothing may stand before it
    };
    using Words = std::vector<std::string_view>;

    void add(std::string_view text) { pieces_.push_back({std::string(text), false}); }
    void glue(std::string_view text) { pieces_.push_back({std::string(text), true}); }
    std::string_view any(const Words& words) { return words[below(words.size())]; }
    template <class Item>
    void commas(std::size_t count, Item item) {
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) {
                add(",");
            }
            item();
        }
    }

    std::string_view name() {
        return any({"a", "b", "total", "x1", "first-name", "in-stock", "_x", "a--b", "lazy1",
                    "a_rather_long_name_of_a_value", "source"});
    }
    std::string_view member() {  // keywords are names there
        return chance(4) ? any({"in", "out", "type", "use", "if", "with", "not", "lazy", "true"})
                         : name();
    }
    /// Behind a `with` clause `, lazy:` goes on with options.
    std::string_view key() {
        const std::string_view word = member();
        return word == "lazy" ? "is" : word;
    }
    std::string_view number() {
        return any({"0", "7", "123", "9223372036854775807", "2.5", "00.50", "1.0e10", "2.5E-3"});
    }
    std::string_view duration() { return any({"0ms", "500ms", "5s", "2min", "1h", "3d"}); }
    std::string dotted() {
        std::string text(name());
        while (chance(3)) {
            text += "." + std::string(member());
        }
        return text;
    }

    // --- declarations

    void declaration() {
        // Else a few grow without measure and take all the time.
        full_ = pieces_.size() + 10 + below(200);
        switch (below(8)) {
        case 0: return typeDeclaration();
        case 1: return input();
        case 2: return output();
        case 3: return use();
        default:
            add(name());
            add("=");
            return expression(4);
        }
    }

    void typeDeclaration() {
        add("type");
        add(any({"A", "Order", "Line-item"}));
        add("=");
        type(3);
    }

    void input() {
        for (std::size_t i = below(3); i > 0; --i) {
            add("@");
            if (chance(2)) {
                add("example");
                add("(");
                expression(3);
                add(")");
            } else {
                connector("source");
            }
        }
        add("in");
        add(name());
        add(":");
        type(3);
    }

    void output() {
        if (chance(3)) {
            add("@");
            connector("sink");
        }
        add("out");
        add(name());
    }

    void connector(std::string_view kind) {
        add(kind);
        add("(");
        add(any({"\"kafka\"", "\"a\\b ${x} # y\"", "\"two\nlines\"", "\"\""}));
        for (std::size_t i = below(3); i > 0; --i) {
            add(",");
            add(name());
            add(":");
            expression(1);
        }
        add(")");
    }

    void use() {
        add("use");
        add(dotted());
        if (chance(2)) {
            add("as");
            add(name());
        }
    }

    // --- types

    void type(std::size_t depth) {
        operands("|", [&] { operands("+", [&] { plainType(depth); }); });
    }

    void plainType(std::size_t depth) {
        switch (depth == 0 ? 0 : below(6)) {
        case 1:
            add(any({"List", "Optional", "Map"}));
            add("<");
            commas(1 + below(2), [&] { type(depth - 1); });
            return add(">");
        case 2:
            add("{");
            commas(below(4), [&] {
                add(member());
                add(":");
                type(depth - 1);
            });
            return add("}");
        case 3:
            add("(");
            type(depth - 1);
            return add(")");
        default: return add(any({"Int", "String", "Boolean", "Order"}));
        }
    }

    template <class Operand>
    void operands(std::string_view op, Operand operand) {
        operand();
        while (chance(5)) {
            add(op);
            operand();
        }
    }

    // --- expressions

    void expression(std::size_t depth) {
        if (depth > 0 && chance(12)) {
            return lambda(depth);
        }
        operands("??", [&] { guard(depth); });
    }

    void lambda(std::size_t depth) {
        add("(");
        commas(below(3), [&] {
            add(name());
            if (chance(3)) {
                add(":");
                type(1);
            }
        });
        add(")");
        add("=>");
        expression(depth - 1);
    }

    void guard(std::size_t depth) {
        disjunction(depth);
        if (chance(10)) {
            add("when");
            disjunction(depth);
        }
    }

    void disjunction(std::size_t depth) {
        const auto negation = [&] {
            while (chance(9)) {
                add("not");
            }
            comparison(depth);
        };
        operands("or", [&] { operands("and", negation); });
    }

    void comparison(std::size_t depth) {
        sum(depth);
        if (chance(6)) {
            add(any({"==", "!=", "<", ">", "<=", ">="}));
            sum(depth);
        }
    }

    void sum(std::size_t depth) {
        operands(any({"+", "-"}), [&] { operands(any({"*", "/"}), [&] { unary(depth); }); });
    }

    void unary(std::size_t depth) {
        while (chance(9)) {
            add("-");
        }
        primary(depth);
        while (chance(7)) {
            if (chance(2)) {
                add(".");
                glue(member());
            } else {
                const bool square = chance(2);
                add(square ? "[" : "{");
                commas(1 + below(3), [&] { add(member()); });
                add(square ? "]" : "}");
            }
        }
    }

    void primary(std::size_t depth) {
        switch (depth == 0 || pieces_.size() > full_ ? below(4) : below(13)) {
        case 0: return add(number());
        case 1: return add(any({"true", "false", "\"\"", "\"plain\""}));
        case 2:
        case 3: return add(name());
        case 4: return parenthesised(depth);
        case 5: return call(depth);
        case 6: return string(depth);
        case 7:
            add("[");
            commas(below(5), [&] { expression(depth - 1); });
            return add("]");
        case 8:
            add("{");
            commas(below(4), [&] {
                add(key());
                add(":");
                expression(depth - 1);
            });
            return add("}");
        case 9: return ifExpression(depth);
        case 10: return branch(depth);
        case 11: return match(depth);
        default: return call(depth);
        }
    }

    void parenthesised(std::size_t depth) {
        add("(");
        expression(depth - 1);
        add(")");
    }

    void call(std::size_t depth) {
        add(dotted());
        add("(");
        commas(below(4), [&] { expression(depth - 1); });
        add(")");
        if (chance(4)) {
            add("with");
            commas(1 + below(4), [&] { option(depth); });
        }
    }

    void option(std::size_t depth) {
        const auto named = [&](std::string_view option, std::string_view value) {
            add(option);
            add(":");
            add(value);
        };
        switch (below(10)) {
        case 0: return named(any({"retry", "concurrency", "batch"}), any({"0", "3"}));
        case 1: return named(any({"timeout", "delay", "cache", "checkpoint"}), duration());
        case 2: return named("backoff", any({"fixed", "linear", "exponential"}));
        case 3:
            add("fallback");
            add(":");
            return unary(depth - 1);  // what follows the call belongs to it
        case 4: return named("cache_backend", any({"\"memory\"", "\"\"", "\"a # b\""}));
        case 5:
            named("throttle", "10");
            add("/");
            return add(duration());
        case 6: return named("on_error", any({"propagate", "skip", "log", "wrap"}));
        case 7: return chance(2) ? add("lazy") : named("lazy", any({"true", "false"}));
        case 8:
            named("priority", any({"critical", "background", "-", "7"}));
            return pieces_.back().text == "-" ? add("5") : void();
        default: return windowOrJoin();
        }
    }

    void windowOrJoin() {
        const auto durations = [&](std::size_t count) {
            add("(");
            commas(count, [&] { add(duration()); });
            add(")");
        };
        add(chance(2) ? "window" : "join");
        const bool window = pieces_.back().text == "window";
        add(":");
        if (!window) {
            add(any({"combine_latest", "zip", "buffer"}));
            return pieces_.back().text == "buffer" ? durations(1) : void();
        }
        add(any({"tumbling", "sliding"}));
        durations(pieces_.back().text == "sliding" ? 2 : 1);
    }

    void string(std::size_t depth) {
        add("\"");
        for (std::size_t i = below(4); i > 0; --i) {
            if (chance(2)) {
                glue(any({"text", " # no comment ", "\\n\\\"\\${", "$5", "two\nlines", "a\r\nb  ",
                          "\xC3\xA9\xE6\x97\xA5", "{ } [", "out x", "\t",
                          "a text of some length that helps to come near the end of a line "}));
            } else {
                glue("${");
                expression(depth - 1);
                add("}");
            }
        }
        glue("\"");
    }

    void ifExpression(std::size_t depth) {
        add("if");
        parenthesised(depth);
        expression(depth - 1);
        add("else");
        unary(depth - 1);  // what follows belongs to it
    }

    void branch(std::size_t depth) {
        add("branch");
        add("{");
        for (std::size_t i = below(4); i > 0; --i) {
            expression(depth - 1);
            add("->");
            expression(depth - 1);
            add(",");
        }
        add("otherwise");
        add("->");
        expression(depth - 1);
        add("}");
    }

    void match(std::size_t depth) {
        add("match");
        if (chance(2)) {
            parenthesised(depth);
        } else {
            add(name());
        }
        if (chance(3)) {
            add(".");
            glue(member());
        }
        add("{");
        commas(1 + below(3), [&] {
            pattern();
            add("->");
            expression(depth - 1);
        });
        add("}");
    }

    void pattern() {
        switch (below(3)) {
        case 0: return add("_");
        case 1: add("is"); return add(any({"Int", "Order"}));
        default:
            add("{");
            commas(1 + below(3), [&] { add(name()); });
            return add("}");
        }
    }

    // --- blanks and comments

    static bool isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    }

    /// Would two pieces without a blank between them be read as something else?
    static bool mustPart(const std::string& left, const std::string& right) {
        return isWord(left.back()) && (isWord(right[0]) || (right[0] == '-' && right != "->"));
    }

    std::string rendered() {
        // From text as people write it to text that nobody writes.
        const std::size_t wildness = below(4);
        const std::string lineEnd = chance(4) ? "\r\n" : "\n";
        std::string text = chance(10) ? "\xEF\xBB\xBF" : "";
        const std::string* before = nullptr;
        for (const Piece& piece : pieces_) {
            if (!piece.glued) {
                const std::string between = blanks(wildness, lineEnd);
                const bool part = before != nullptr && mustPart(*before, piece.text);
                text += between.empty() && part ? " " : between;
            }
            text += piece.text;
            before = &piece.text;
        }
        return text + blanks(2, lineEnd);
    }

    std::string blanks(std::size_t wildness, const std::string& lineEnd) {
        static constexpr std::size_t kOneIn[] = {1000, 40, 8, 2};
        if (!chance(kOneIn[wildness])) {
            return std::string(any({"", " ", " "}));
        }
        std::string text;
        for (std::size_t i = 1 + below(3); i > 0; --i) {
            switch (below(6)) {
            case 0: text += lineEnd; break;
            case 1: text += lineEnd + lineEnd + "\t"; break;
            case 2: text += "  \t "; break;
            case 3: text += lineEnd + "    "; break;
            default:
                text +=
                    std::string(any({"#", "# why", "#no blank", "# \"quoted\" ${x} ", "# }\t"}));
                text += lineEnd;
                break;
            }
        }
        return text;
    }

    std::mt19937_64 random_;
    std::vector<Piece> pieces_;
    std::size_t full_ = 0;  // so many pieces are enough for the declaration
};
