#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cst::reference {

struct Value;
using ValuePtr = std::shared_ptr<const Value>;

struct List {
    std::vector<Value> elements;
};
struct Record {
    std::vector<std::pair<std::string, Value>> fields;  // in the order of the static type
};
struct Map {
    std::vector<std::pair<Value, Value>> entries;  // in order of insertion, keys unique
};
struct Optional {
    ValuePtr some;  // null = None
};
struct Tagged {
    std::string tag;  // canonical text of the union's member
    ValuePtr value;
};

/// One value that says what it is. It always has exactly the shape of its static type: whoever
/// gives it another type rebuilds it (see convert.h).
struct Value {
    std::variant<int64_t, double, bool, std::string, List, Record, Map, Optional, Tagged> is;

    template <class T>
    const T& as() const {
        return std::get<T>(is);
    }
};

Value some(Value value);
Value none();
Value tagged(std::string tag, Value value);
const Value& field(const Record& record, std::string_view name);  // must exist

/// `==`, language §4.11. Both have the same type.
bool equals(const Value& a, const Value& b);

/// `< > <= >=`, language §4.11: -1, 0, 1, or nothing where a NaN is involved. Both are Int, both
/// Float or both String.
std::optional<int> order(const Value& a, const Value& b);

/// Interpolation, language §4.12.
std::string text(const Value& value);
std::string floatText(double value);

}  // namespace cst::reference
