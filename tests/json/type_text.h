#pragma once

#include "engine/base/check.h"
#include "engine/types/type_table.h"

#include <string_view>
#include <vector>

/// Reads `{ a: Int, b: List<String> } | Int` into a type, so that test tables can hold types as
/// text. For well-formed text only.
class TypeText {
public:
    TypeText(cst::TypeTable& types, std::string_view text) : types_(types), text_(text) {}

    cst::TypeId read() {
        const cst::TypeId type = unionType();
        blanks();
        CST_CHECK(at_ == text_.size(), "a test has a malformed type");
        return type;
    }

private:
    cst::TypeId unionType() {
        std::vector<cst::TypeId> members;
        do {
            members.push_back(primary());
        } while (take('|'));
        return types_.unionOf(members);
    }
    cst::TypeId primary() {
        if (take('(')) {
            const cst::TypeId type = unionType();
            expect(')');
            return type;
        }
        if (take('{')) return record();
        const std::string_view name = word();
        if (name == "Int") return cst::types::kInt;
        if (name == "Float") return cst::types::kFloat;
        if (name == "String") return cst::types::kString;
        if (name == "Boolean") return cst::types::kBoolean;
        if (name == "Nothing") return cst::types::kNothing;
        expect('<');
        const cst::TypeId first = unionType();
        cst::TypeId type;
        if (name == "List") type = types_.list(first);
        if (name == "Optional") type = types_.optional(first);
        if (name == "Map") {
            expect(',');
            type = types_.map(first, unionType());
        }
        expect('>');
        CST_CHECK(type.hasValue(), "a test has an unknown type");
        return type;
    }
    cst::TypeId record() {
        std::vector<cst::FieldType> fields;
        if (!take('}')) {
            do {
                const std::string_view name = word();
                expect(':');
                fields.push_back({std::string(name), unionType()});
            } while (take(','));
            expect('}');
        }
        return types_.record(std::move(fields));
    }
    std::string_view word() {
        blanks();
        const std::size_t begin = at_;
        while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                      text_[at_] == '_' || text_[at_] == '-')) {
            ++at_;
        }
        return text_.substr(begin, at_ - begin);
    }
    void blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool take(char c) {
        blanks();
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) { CST_CHECK(take(c), "a test has a malformed type"); }

    cst::TypeTable& types_;
    std::string_view text_;
    std::size_t at_ = 0;
};
