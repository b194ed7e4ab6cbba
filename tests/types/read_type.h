#pragma once

#include "engine/base/check.h"
#include "engine/types/type_table.h"

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace cst::test {

/// Reads a type as the table prints it, plus `(…)` around a union inside a union's place, `?` for
/// Error, Nothing, and the parameters T, U and K. For tests only: a mistake ends the process.
class TypeReader {
public:
    TypeReader(TypeTable& types, std::string_view text) : types_(types), text_(text) {}

    TypeId readAll() {
        const TypeId type = readUnion();
        CST_CHECK(peek() == '\0', "text behind the type");
        return type;
    }

private:
    char peek() {
        while (!text_.empty() && text_[0] == ' ') text_.remove_prefix(1);
        return text_.empty() ? '\0' : text_[0];
    }
    bool take(char c) {
        if (peek() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    void expect(char c) { CST_CHECK(take(c), "unexpected character in a type"); }
    std::string_view word() {
        peek();
        std::size_t n = 0;
        while (n < text_.size() && (text_[n] == '_' || std::isalnum(text_[n]) != 0)) ++n;
        CST_CHECK(n > 0, "a name is missing in a type");
        const std::string_view found = text_.substr(0, n);
        text_.remove_prefix(n);
        return found;
    }

    TypeId readUnion() {
        std::vector<TypeId> members = {readOne()};
        while (take('|')) members.push_back(readOne());
        return members.size() == 1 ? members[0] : types_.unionOf(members);
    }
    TypeId readOne() {
        if (take('?')) return types::kError;
        if (take('{')) return readRecord();
        if (take('(')) return readParenthesis();
        const std::string_view name = word();
        if (name == "List") return types_.list(readArguments()[0]);
        if (name == "Optional") return types_.optional(readArguments()[0]);
        if (name == "Map") {
            const std::vector<TypeId> arguments = readArguments();
            return types_.map(arguments[0], arguments[1]);
        }
        return readName(name);
    }
    TypeId readName(std::string_view name) {
        static constexpr std::string_view kParameters[] = {"T", "U", "K"};
        for (uint32_t i = 0; i < 3; ++i) {
            if (name == kParameters[i]) return types_.parameter(i);
        }
        for (uint32_t i = 0; i <= types::kBoolean.index; ++i) {
            if (types_.text(TypeId(i)) == name) return TypeId(i);
        }
        CST_CHECK(false, "unknown type name");
        return {};
    }
    std::vector<TypeId> readArguments() {
        expect('<');
        std::vector<TypeId> arguments = {readUnion()};
        while (take(',')) arguments.push_back(readUnion());
        expect('>');
        return arguments;
    }
    TypeId readRecord() {
        std::vector<FieldType> fields;
        if (take('}')) return types_.record({});
        do {
            const std::string name(word());
            expect(':');
            fields.push_back({name, readUnion()});
        } while (take(','));
        expect('}');
        return types_.record(std::move(fields));
    }
    /// A group, or the parameters of a function.
    TypeId readParenthesis() {
        std::vector<TypeId> parts;
        if (!take(')')) {
            parts.push_back(readUnion());
            while (take(',')) parts.push_back(readUnion());
            expect(')');
        }
        if (!take('=')) return parts[0];
        expect('>');
        return types_.function(parts, readUnion());
    }

    TypeTable& types_;  // both outlive the reader, which is a temporary
    std::string_view text_;
};

inline TypeId readType(TypeTable& types, std::string_view text) {
    return TypeReader(types, text).readAll();
}

}  // namespace cst::test
