#include "engine/check/foreign_names.h"

#include <algorithm>
#include <initializer_list>

namespace cst {
namespace {

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), name) != words.end();
}

}  // namespace

std::string_view foreignFunctionHint(std::string_view name) {
    if (isOneOf(name, {"Some", "Just", "some"})) return "`x when true` makes a value optional";
    if (isOneOf(name, {"len", "length", "size", "count"})) {
        return "`list-length` counts elements, `string-length` characters";
    }
    if (isOneOf(name, {"str", "String", "toString"})) return "`\"${x}\"` makes a text of anything";
    if (isOneOf(name, {"first", "head"})) return "`list-first` gives the first element";
    if (isOneOf(name, {"sum", "reduce", "fold"})) return "`list-sum` adds up a list";
    if (isOneOf(name, {"print", "println", "puts"})) {
        return "`out NAME` says what the pipeline gives";
    }
    return "";
}

std::string_view foreignValueHint(std::string_view name) {
    return isOneOf(name, {"null", "NULL", "nil", "None", "none", "undefined"})
               ? "there is no such value: `x when c` is empty where `c` is false, and an input of "
                 "an Optional type where it is left out"
               : "";
}

std::string_view foreignLiteral(std::string_view name) {
    if (isOneOf(name, {"True", "TRUE"})) return "true";
    return isOneOf(name, {"False", "FALSE"}) ? "false" : "";
}

std::string_view foreignType(std::string_view name) {
    if (isOneOf(name, {"Bool", "bool"})) return "Boolean";
    if (isOneOf(name, {"Integer", "integer", "Long", "long", "i64"})) return "Int";
    if (isOneOf(name, {"Double", "double", "Number", "number", "Decimal", "f64"})) return "Float";
    return isOneOf(name, {"Text", "str", "Str"}) ? "String" : "";
}

}  // namespace cst
