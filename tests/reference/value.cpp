#include "tests/reference/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace cst::reference {

Value some(Value value) {
    return {Optional{std::make_shared<const Value>(std::move(value))}};
}

Value none() {
    return {Optional{}};
}

Value tagged(std::string tag, Value value) {
    return {Tagged{std::move(tag), std::make_shared<const Value>(std::move(value))}};
}

const Value& field(const Record& record, std::string_view name) {
    const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                    [&](const auto& one) { return one.first == name; });
    if (found == record.fields.end()) std::abort();
    return found->second;
}

namespace {

bool equalRecords(const Record& a, const Record& b) {
    if (a.fields.size() != b.fields.size()) return false;
    // Field order does not matter.
    return std::all_of(a.fields.begin(), a.fields.end(),
                       [&](const auto& one) { return equals(one.second, field(b, one.first)); });
}

bool equalMaps(const Map& a, const Map& b) {
    if (a.entries.size() != b.entries.size()) return false;
    // Entry order does not matter.
    return std::all_of(a.entries.begin(), a.entries.end(), [&](const auto& entry) {
        return std::any_of(b.entries.begin(), b.entries.end(), [&](const auto& other) {
            return equals(entry.first, other.first) && equals(entry.second, other.second);
        });
    });
}

}  // namespace

bool equals(const Value& a, const Value& b) {
    if (const auto* list = std::get_if<List>(&a.is)) {
        const std::vector<Value>& other = b.as<List>().elements;
        return std::equal(list->elements.begin(), list->elements.end(), other.begin(), other.end(),
                          equals);
    }
    if (const auto* record = std::get_if<Record>(&a.is)) {
        return equalRecords(*record, b.as<Record>());
    }
    if (const auto* map = std::get_if<Map>(&a.is)) return equalMaps(*map, b.as<Map>());
    if (const auto* optional = std::get_if<Optional>(&a.is)) {
        const auto& other = b.as<Optional>();
        if (!optional->some || !other.some) return !optional->some && !other.some;
        return equals(*optional->some, *other.some);
    }
    if (const auto* tag = std::get_if<Tagged>(&a.is)) {
        const auto& other = b.as<Tagged>();
        return tag->tag == other.tag && equals(*tag->value, *other.value);
    }
    if (const auto* number = std::get_if<double>(&a.is)) return *number == b.as<double>();
    if (const auto* number = std::get_if<int64_t>(&a.is)) return *number == b.as<int64_t>();
    if (const auto* truth = std::get_if<bool>(&a.is)) return *truth == b.as<bool>();
    return a.as<std::string>() == b.as<std::string>();
}

std::optional<int> order(const Value& a, const Value& b) {
    const auto sign = [](auto left, auto right) {
        return left < right ? -1 : left > right ? 1 : 0;
    };
    if (const auto* number = std::get_if<int64_t>(&a.is)) return sign(*number, b.as<int64_t>());
    if (const auto* number = std::get_if<double>(&a.is)) {
        const double other = b.as<double>();
        if (std::isnan(*number) || std::isnan(other)) return std::nullopt;
        return sign(*number, other);
    }
    // By code point, which is by byte as unsigned.
    const int bytes = a.as<std::string>().compare(b.as<std::string>());
    return sign(bytes, 0);
}

// Java's Double.toString with the shortest digits that round-trip.
std::string floatText(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value),
                                   std::chars_format::scientific);
    const std::string shortest(buffer.data(), end.ptr);  // d[.ddd]e±xx
    const std::size_t e = shortest.find('e');
    const int exponent = std::atoi(shortest.c_str() + e + 1);
    std::string digits;
    for (const char c : shortest.substr(0, e)) {
        if (c != '.') digits += c;
    }
    std::string result = value < 0 ? "-" : "";
    const double size = std::fabs(value);
    if (size < 1e-3 || size >= 1e7) {
        const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
        return result + digits[0] + "." + fraction + "E" + std::to_string(exponent);
    }
    if (exponent < 0) {
        return result + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    }
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() < whole) digits.append(whole - digits.size(), '0');
    const std::string fraction = digits.substr(whole);
    return result + digits.substr(0, whole) + "." + (fraction.empty() ? "0" : fraction);
}

std::string text(const Value& value) {
    const auto joined = [](const auto& items, const auto& show, const char* open,
                           const char* close) {
        std::string result;
        for (const auto& item : items) {
            result += (&item == items.data() ? "" : ", ") + show(item);
        }
        return open + result + close;
    };
    if (const auto* number = std::get_if<int64_t>(&value.is)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&value.is)) return floatText(*number);
    if (const auto* truth = std::get_if<bool>(&value.is)) return *truth ? "true" : "false";
    if (const auto* list = std::get_if<List>(&value.is)) {
        return joined(
            list->elements, [](const Value& one) { return text(one); }, "[", "]");
    }
    if (const auto* record = std::get_if<Record>(&value.is)) {
        const auto show = [](const auto& one) { return one.first + ": " + text(one.second); };
        return joined(record->fields, show, "{", "}");
    }
    if (const auto* map = std::get_if<Map>(&value.is)) {
        const auto show = [](const auto& one) { return text(one.first) + ": " + text(one.second); };
        return joined(map->entries, show, "{", "}");
    }
    if (const auto* optional = std::get_if<Optional>(&value.is)) {
        return optional->some ? text(*optional->some) : "";
    }
    if (const auto* tag = std::get_if<Tagged>(&value.is)) return text(*tag->value);
    return value.as<std::string>();
}

}  // namespace cst::reference
