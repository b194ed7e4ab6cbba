#include "tests/reference/library.h"

#include "tests/reference/unsupported.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

namespace cst::reference {

int64_t wrapAdd(int64_t a, int64_t b) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

int64_t wrapSubtract(int64_t a, int64_t b) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}

int64_t wrapMultiply(int64_t a, int64_t b) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}

int64_t divide(int64_t a, int64_t b) {
    if (b == 0) throw Failure{"R004"};
    return b == -1 ? wrapSubtract(0, a) : a / b;
}

namespace {

using Args = std::vector<Value>;
using Types = std::vector<TypeId>;
using Texts = std::vector<std::string>;
constexpr int64_t kMaxInt = std::numeric_limits<int64_t>::max();
constexpr int64_t kMinInt = std::numeric_limits<int64_t>::min();

int64_t integer(const Value& value) {
    return value.as<int64_t>();
}
const std::string& string(const Value& value) {
    return value.as<std::string>();
}
const std::vector<Value>& elements(const Value& value) {
    return value.as<List>().elements;
}

Value listOf(const Texts& texts) {
    List list;
    for (const std::string& one : texts) list.elements.push_back({one});
    return {list};
}

// --- numbers

int64_t modulo(int64_t a, int64_t b) {
    if (b == 0) throw Failure{"R004"};
    return b == -1 ? 0 : a % b;
}

/// Truncates; NaN is 0, what lies outside int64 its nearest limit.
int64_t toInt(double value) {
    if (std::isnan(value)) return 0;
    if (value >= 0x1p63) return kMaxInt;
    if (value < -0x1p63) return kMinInt;
    return static_cast<int64_t>(value);
}

/// The nearest Int, halves upwards. The difference to the floor is exact.
int64_t roundHalfUp(double value) {
    if (std::isnan(value)) return 0;
    const double floor = std::floor(value);
    return toInt(value - floor >= 0.5 ? floor + 1 : floor);
}

int64_t sum(const std::vector<Value>& numbers) {
    int64_t total = 0;
    for (const Value& number : numbers) total = wrapAdd(total, integer(number));
    return total;
}

Value listSum(const Args& args) {
    const std::vector<Value>& numbers = elements(args[0]);
    if (numbers.empty() || std::holds_alternative<int64_t>(numbers[0].is)) return {sum(numbers)};
    double total = 0.0;
    for (const Value& number : numbers) total += number.as<double>();
    return {total};
}

Value average(const Args& args) {
    const std::vector<Value>& numbers = elements(args[0]);
    if (numbers.empty()) return {0.0};
    return {static_cast<double>(sum(numbers)) / static_cast<double>(numbers.size())};
}

Value extreme(const Args& args, bool largest) {
    const std::vector<Value>& numbers = elements(args[0]);
    if (numbers.empty()) return {int64_t{0}};
    int64_t best = integer(numbers[0]);
    for (const Value& number : numbers) {
        best = largest ? std::max(best, integer(number)) : std::min(best, integer(number));
    }
    return {best};
}

Value range(const Args& args) {
    List list;
    const int64_t from = integer(args[0]);
    const int64_t to = integer(args[1]);
    if (from > to) return {list};
    if (static_cast<uint64_t>(to) - static_cast<uint64_t>(from) >= 10'000'000) {
        throw Failure{"R001"};
    }
    for (int64_t i = from; i < to; ++i) list.elements.push_back({i});
    list.elements.push_back({to});
    return {list};
}

std::string formatNumber(int64_t number) {
    const std::string plain = std::to_string(number);
    const std::string digits = number < 0 ? plain.substr(1) : plain;
    std::string result;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) result += ',';
        result += digits[i];
    }
    return number < 0 ? "-" + result : result;
}

// --- text

std::string trim(const std::string& text) {
    const auto isBlank = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
    std::size_t begin = 0;
    std::size_t end = text.size();
    while (begin < end && isBlank(text[begin])) ++begin;
    while (begin < end && isBlank(text[end - 1])) --end;
    return text.substr(begin, end - begin);
}

int64_t codePoints(const std::string& text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

Texts split(const std::string& text, const std::string& delimiter) {
    if (delimiter.empty()) return {text};
    Texts pieces;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t at = text.find(delimiter, begin);
        pieces.push_back(text.substr(begin, at - begin));
        if (at == std::string::npos) return pieces;
        begin = at + delimiter.size();
    }
}

/// The `Split` and `SplitLines` of §8 drop empty pieces at the end, but `""` gives `[""]`.
Texts splitDroppingEmptyEnd(const std::string& text, const std::string& delimiter) {
    if (text.empty()) return {""};
    Texts pieces = split(text, delimiter);
    while (!pieces.empty() && pieces.back().empty()) pieces.pop_back();
    return pieces;
}

std::string replaceAll(const std::string& text, const std::string& target,
                       const std::string& replacement) {
    if (target.empty()) return text;
    const Texts pieces = split(text, target);
    std::string result = pieces[0];
    for (std::size_t i = 1; i < pieces.size(); ++i) result += replacement + pieces[i];
    return result;
}

std::string joinTexts(const std::vector<Value>& list, const std::string& separator) {
    std::string result;
    for (std::size_t i = 0; i < list.size(); ++i) {
        result += (i > 0 ? separator : "") + string(list[i]);
    }
    return result;
}

int64_t wordCount(const std::string& text) {
    int64_t words = 0;
    bool inWord = false;
    for (const char c : text) {
        const bool blank = std::string_view(" \t\n\v\f\r").find(c) != std::string_view::npos;
        words += !blank && !inWord ? 1 : 0;
        inWord = !blank;
    }
    return words;
}

/// ASCII, the letters of Latin-1, and scripts without case; the rest is left out.
std::string changeCase(const std::string& text, bool upper) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            result += static_cast<char>(upper ? std::toupper(c) : std::tolower(c));
        } else if (c == 0xC3) {
            const auto next = static_cast<unsigned char>(text[++i]);
            const bool isLower = next >= 0xA0 && next != 0xB7 && next != 0xBF;
            const bool isUpper = next >= 0x80 && next < 0x9F && next != 0x97;
            if (upper && next == 0x9F) {
                result += "SS";  // ß
            } else if (upper && next == 0xBF) {
                result += "\xC5\xB8";  // ÿ → Ÿ
            } else {
                const int shift = upper && isLower ? -0x20 : !upper && isUpper ? 0x20 : 0;
                result += {'\xC3', static_cast<char>(next + shift)};
            }
        } else if (c == 0xC2 || (c >= 0xE3 && c <= 0xE9)) {
            // Latin-1 punctuation (but µ), and the ideographs.
            if (c == 0xC2 && text[i + 1] == '\xB5') throw Unsupported{"case of other scripts"};
            result += text[i];
        } else if (c >= 0x80 && c < 0xC0) {
            result += text[i];  // continues a code point
        } else if (c == 0xF0 && static_cast<unsigned char>(text[i + 1]) == 0x9F) {
            result += text[i];  // emoji
        } else {
            throw Unsupported{"case of other scripts"};
        }
    }
    return result;
}

// --- lists

bool containsValue(const std::vector<Value>& list, const Value& value) {
    return std::any_of(list.begin(), list.end(),
                       [&](const Value& element) { return equals(element, value); });
}

Value first(const std::vector<Value>& list) {
    if (list.empty()) throw Failure{"R005"};
    return list.front();
}

Value last(const std::vector<Value>& list) {
    if (list.empty()) throw Failure{"R005"};
    return list.back();
}

Value concatLists(const Args& args) {
    List list = args[0].as<List>();
    const std::vector<Value>& more = elements(args[1]);
    list.elements.insert(list.elements.end(), more.begin(), more.end());
    return {list};
}

Value reversed(const Args& args) {
    List list = args[0].as<List>();
    std::reverse(list.elements.begin(), list.elements.end());
    return {list};
}

Value greaterThan(const Args& args) {
    List list;
    for (const Value& number : elements(args[0])) {
        if (integer(number) > integer(args[1])) list.elements.push_back(number);
    }
    return {list};
}

Value multiplyEach(const Args& args) {
    List list;
    for (const Value& number : elements(args[0])) {
        list.elements.push_back({wrapMultiply(integer(number), integer(args[1]))});
    }
    return {list};
}

/// Collects the functions; the names of the types are those of the tables in §7 and §8.
struct Builder {
    using Call = std::function<Value(const Args&)>;

    explicit Builder(TypeTable& table)
        : T(table.parameter(0)),
          ListT(table.list(T)),
          Ints(table.list(Int)),
          Strings(table.list(String)) {}

    Function& add(const char* name, Types parameters, TypeId result, Call call) {
        functions.push_back(
            {nameSpace, name, std::move(parameters), result, Rule::Plain, false, std::move(call)});
        return functions.back();
    }

    std::string nameSpace;
    std::vector<Function> functions;
    TypeId Int = types::kInt, Float = types::kFloat, String = types::kString,
           Boolean = types::kBoolean;
    TypeId T, ListT, Ints, Strings;
};

void addMath(Builder& b) {
    b.nameSpace = "stdlib.math";
    const TypeId Int = b.Int;
    const auto two = [&](const char* name, int64_t (*f)(int64_t, int64_t)) {
        b.add(name, {Int, Int}, Int,
              [f](const Args& a) { return Value{f(integer(a[0]), integer(a[1]))}; });
    };
    two("add", wrapAdd);
    two("subtract", wrapSubtract);
    two("multiply", wrapMultiply);
    two("divide", divide);
    two("modulo", modulo);
    two("max", [](int64_t x, int64_t y) { return std::max(x, y); });
    two("min", [](int64_t x, int64_t y) { return std::min(x, y); });
    b.add("abs", {Int}, Int, [](const Args& a) {
        const int64_t x = integer(a[0]);
        return Value{x < 0 ? wrapSubtract(0, x) : x};
    });
    b.add("negate", {Int}, Int,
          [](const Args& a) { return Value{wrapSubtract(0, integer(a[0]))}; });
    b.add("round", {b.Float}, Int,
          [](const Args& a) { return Value{roundHalfUp(a[0].as<double>())}; });
}

void addStrings(Builder& b) {
    b.nameSpace = "stdlib.string";
    const TypeId String = b.String;
    b.add("concat", {String, String}, String,
          [](const Args& a) { return Value{string(a[0]) + string(a[1])}; });
    b.add("string-length", {String}, b.Int,
          [](const Args& a) { return Value{codePoints(string(a[0]))}; });
    b.add("join", {b.Strings, String}, String,
          [](const Args& a) { return Value{joinTexts(elements(a[0]), string(a[1]))}; });
    b.add("split", {String, String}, b.Strings,
          [](const Args& a) { return listOf(split(string(a[0]), string(a[1]))); });
    b.add("contains", {String, String}, b.Boolean, [](const Args& a) {
        return Value{string(a[0]).find(string(a[1])) != std::string::npos};
    });
    b.add("trim", {String}, String, [](const Args& a) { return Value{trim(string(a[0]))}; });
    b.add("replace", {String, String, String}, String, [](const Args& a) {
        return Value{replaceAll(string(a[0]), string(a[1]), string(a[2]))};
    });
}

void addLists(Builder& b) {
    b.nameSpace = "stdlib.list";
    b.add("list-length", {b.ListT}, b.Int,
          [](const Args& a) { return Value{static_cast<int64_t>(elements(a[0]).size())}; });
    b.add("list-first", {b.ListT}, b.T, [](const Args& a) { return first(elements(a[0])); });
    b.add("list-last", {b.ListT}, b.T, [](const Args& a) { return last(elements(a[0])); });
    b.add("list-is-empty", {b.ListT}, b.Boolean,
          [](const Args& a) { return Value{elements(a[0]).empty()}; });
    b.add("list-sum", {b.ListT}, b.T, listSum).rule = Rule::ListSum;
    b.add("list-concat", {b.ListT, b.ListT}, b.ListT, concatLists).rule = Rule::ListConcat;
    b.add("list-contains", {b.ListT, b.T}, b.Boolean,
          [](const Args& a) { return Value{containsValue(elements(a[0]), a[1])}; });
    b.add("list-reverse", {b.ListT}, b.ListT, reversed);
}

void addBooleans(Builder& b) {
    b.nameSpace = "stdlib.bool";
    const TypeId Boolean = b.Boolean;
    b.add("and", {Boolean, Boolean}, Boolean,
          [](const Args& a) { return Value{a[0].as<bool>() && a[1].as<bool>()}; });
    b.add("or", {Boolean, Boolean}, Boolean,
          [](const Args& a) { return Value{a[0].as<bool>() || a[1].as<bool>()}; });
    b.add("not", {Boolean}, Boolean, [](const Args& a) { return Value{!a[0].as<bool>()}; });

    b.nameSpace = "stdlib.compare";
    const auto ints = [&](const char* name, bool (*f)(int64_t, int64_t)) {
        b.add(name, {b.Int, b.Int}, Boolean,
              [f](const Args& a) { return Value{f(integer(a[0]), integer(a[1]))}; });
    };
    ints("eq-int", [](int64_t x, int64_t y) { return x == y; });
    ints("gt", [](int64_t x, int64_t y) { return x > y; });
    ints("lt", [](int64_t x, int64_t y) { return x < y; });
    ints("gte", [](int64_t x, int64_t y) { return x >= y; });
    ints("lte", [](int64_t x, int64_t y) { return x <= y; });
    b.add("eq-string", {b.String, b.String}, Boolean,
          [](const Args& a) { return Value{string(a[0]) == string(a[1])}; });
}

void addConversions(Builder& b) {
    b.nameSpace = "stdlib.convert";
    b.add("to-string", {b.T}, b.String, [](const Args& a) { return Value{text(a[0])}; }).rule =
        Rule::AnyValue;
    b.add("to-int", {b.Float}, b.Int,
          [](const Args& a) { return Value{toInt(a[0].as<double>())}; });
    b.add("to-float", {b.Int}, b.Float,
          [](const Args& a) { return Value{static_cast<double>(integer(a[0]))}; });
    b.nameSpace = "stdlib";
    b.add("identity", {b.T}, b.T, [](const Args& a) { return a[0]; }).rule = Rule::AnyValue;
    b.nameSpace = "stdlib.debug";
    b.add("log", {b.String}, b.String, nullptr).effectful = true;
}

void addCollections(Builder& b) {
    b.nameSpace = "stdlib.collection";
    const auto add = [&](const char* name, Rule rule) {
        b.add(name, {b.ListT, b.T}, b.T, nullptr).rule = rule;
    };
    add("filter", Rule::Filter);
    add("map", Rule::Map);
    add("all", Rule::All);
    add("any", Rule::Any);
    add("sortBy", Rule::SortBy);
}

void addDomain(Builder& b) {
    b.nameSpace = "";
    const TypeId String = b.String;
    const TypeId Int = b.Int;
    b.add("Uppercase", {String}, String,
          [](const Args& a) { return Value{changeCase(string(a[0]), true)}; });
    b.add("Lowercase", {String}, String,
          [](const Args& a) { return Value{changeCase(string(a[0]), false)}; });
    b.add("Trim", {String}, String, [](const Args& a) { return Value{trim(string(a[0]))}; });
    b.add("Replace", {String, String, String}, String, [](const Args& a) {
        return Value{replaceAll(string(a[0]), string(a[1]), string(a[2]))};
    });
    b.add("WordCount", {String}, Int, [](const Args& a) { return Value{wordCount(string(a[0]))}; });
    b.add("TextLength", {String}, Int,
          [](const Args& a) { return Value{codePoints(string(a[0]))}; });
    b.add("Contains", {String, String}, b.Boolean, [](const Args& a) {
        return Value{string(a[0]).find(string(a[1])) != std::string::npos};
    });
    b.add("SplitLines", {String}, b.Strings,
          [](const Args& a) { return listOf(splitDroppingEmptyEnd(string(a[0]), "\n")); });
    b.add("Split", {String, String}, b.Strings,
          [](const Args& a) { return listOf(splitDroppingEmptyEnd(string(a[0]), string(a[1]))); });
    b.add("SumList", {b.Ints}, Int, [](const Args& a) { return Value{sum(elements(a[0]))}; });
    b.add("Average", {b.Ints}, b.Float, average);
    b.add("Max", {b.Ints}, Int, [](const Args& a) { return extreme(a, true); });
    b.add("Min", {b.Ints}, Int, [](const Args& a) { return extreme(a, false); });
    b.add("FilterGreaterThan", {b.Ints, Int}, b.Ints, greaterThan);
    b.add("MultiplyEach", {b.Ints, Int}, b.Ints, multiplyEach);
    b.add("Range", {Int, Int}, b.Ints, range);
    b.add("FormatNumber", {Int}, String,
          [](const Args& a) { return Value{formatNumber(integer(a[0]))}; });
    b.add("AlwaysFailsService", {String}, String, [](const Args&) -> Value {
         throw Failure{"R001"};
     }).effectful = true;
}

}  // namespace

std::vector<Function> makeLibrary(TypeTable& types) {
    Builder builder(types);
    addMath(builder);
    addStrings(builder);
    addLists(builder);
    addBooleans(builder);
    addConversions(builder);
    addCollections(builder);
    addDomain(builder);
    return std::move(builder.functions);
}

}  // namespace cst::reference
