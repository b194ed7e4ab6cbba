#pragma once

#include "engine/modules/registry.h"
#include "engine/types/relations.h"
#include "tests/support/fake_call.h"
#include "tests/support/json_values.h"

#include <QTest>

#include <string>
#include <variant>
#include <vector>

/// So that a failed comparison shows both texts.
template <>
inline char* QTest::toString(const std::string& text) {
    return qstrdup(text.c_str());
}

namespace cst::test {

/// One line of a table: what a function makes of its arguments. Arguments are a JSON array;
/// `expected` is the result as JSON, or `R004: the message`.
struct CallRow {
    const char* name;
    const char* function;  // qualified
    const char* arguments;
    const char* expected;
};

template <std::size_t n>
void addRows(const CallRow (&rows)[n]) {
    QTest::addColumn<const CallRow*>("row");
    for (const CallRow& row : rows) QTest::newRow(row.name) << &row;
}

/// The whole built-in library, with calls as the checker would prepare them.
class LibraryFixture {
public:
    LibraryFixture() {
        registerStandardLibrary(registry);
        registerDomainModules(registry);
    }

    FunctionId function(const std::string& qualifiedName) const {
        const FunctionId id = registry.signatures().byQualifiedName(qualifiedName);
        CST_CHECK(id.hasValue(), "no function of this name");
        return id;
    }

    /// A call whose arguments are converted to the parameter types, T filled in.
    FakeCall prepare(const std::string& name, const Json& arguments) {
        const Signature& signature = registry.signatures()[function(name)];
        CST_CHECK(arguments.size() == signature.parameters.size(), "wrong number of arguments");
        const std::vector<TypeId> bound = {bind(signature, arguments)};

        std::vector<FakeCall::Argument> given;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const bool asWritten = signature.rule == SignatureRule::ListSum;
            const TypeId type = asWritten ? typeOfJson(types, arguments[i])
                                          : substitute(types, signature.parameters[i].type, bound);
            given.push_back({type, valueOfJson(types, type, arguments[i])});
        }
        TypeId result = substitute(types, signature.result, bound);
        if (signature.rule == SignatureRule::ListSum &&
            given[0].type == types.list(types::kFloat)) {
            result = types::kFloat;
        }
        return FakeCall(types, std::move(given), result);
    }

    CallOutcome run(const std::string& name, FakeCall& call) {
        return registry.module(function(name))->call(call);
    }

    /// As `expected` of a CallRow is written; `pending` where the call did not end at once.
    std::string shown(const FakeCall& call, const CallOutcome& outcome) const {
        if (const auto* error = outcome.error()) {
            return error->code + ": " + error->message;
        }
        if (outcome.isPending()) return "pending";
        return jsonOfValue(types, call.resultType(), *outcome.value()).dump();
    }

    /// Both sides of the claim that a row makes.
    std::string actual(const CallRow& row) {
        FakeCall call = prepare(row.function, Json::parse(row.arguments));
        return shown(call, run(row.function, call));
    }
    static std::string expected(const CallRow& row) {
        const std::string text = row.expected;
        return text.starts_with("R0") ? text : Json::parse(text).dump();
    }

    TypeTable types;
    Registry registry{types};

private:
    /// T: the join of whatever stands in its place.
    TypeId bind(const Signature& signature, const Json& arguments) {
        const TypeId t = types.parameter(0);
        std::vector<TypeId> places;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const TypeId parameter = signature.parameters[i].type;
            const TypeId given = typeOfJson(types, arguments[i]);
            if (parameter == t) places.push_back(given);
            if (parameter == types.list(t)) places.push_back(types.element(given));
        }
        return join(types, places);
    }
};

/// The claim of the row that addRows() chose.
inline void checkRow(LibraryFixture& library) {
    QFETCH(const CallRow*, row);
    QCOMPARE(library.actual(*row), LibraryFixture::expected(*row));
}

}  // namespace cst::test
