#include "engine/modules/library.h"
#include "engine/modules/native.h"
#include "engine/modules/text_functions.h"
#include "engine/value/kernels.h"

#include <string>
#include <string_view>

// stdlib.string, language §7.2. Delimiters and patterns are literal text, never expressions.

namespace cst {
namespace {

Result<std::string> joined(TextList list, std::string_view separator) {
    std::size_t bytes = list.size() > 1 ? (list.size() - 1) * separator.size() : 0;
    for (uint32_t i = 0; i < list.size(); ++i) bytes += list[i].size();
    if (bytes > kMaxTextBytes) return textTooLong("join");

    std::string text;
    text.reserve(bytes);
    for (uint32_t i = 0; i < list.size(); ++i) {
        if (i > 0) text += separator;
        text += list[i];
    }
    return text;
}

void addLengthAndPieces(Pack& strings) {
    strings.add({"concat",
                 {"a", "b"},
                 "`b` written behind `a`. Interpolation does the same: `\"${a}${b}\"`.",
                 "concat(\"note\", \"book\")"},
                [](std::string_view a, std::string_view b) -> Result<std::string> {
                    if (a.size() + b.size() > kMaxTextBytes) return textTooLong("concat");
                    std::string text;
                    text.reserve(a.size() + b.size());
                    return text.append(a).append(b);
                });
    strings.add({"string-length",
                 {"value"},
                 "How many Unicode code points the text has; an accent written as a code point of "
                 "its own counts.",
                 "string-length(\"héllo\")"},
                [](std::string_view value) { return countCodePoints(value); });
    strings.add(
        {"join",
         {"list", "separator"},
         "All texts of the list with `separator` between them; an empty list gives the empty "
         "text.",
         "join([\"a\", \"b\"], \", \")"},
        [](TextList list, std::string_view separator) { return joined(list, separator); });
    strings.add(
        {"split",
         {"value", "substring"},
         "The pieces between the places where `substring` stands, empty ones included: "
         "`split(\"a,,b,\", \",\")` has four. Where it is empty or stands nowhere, the whole "
         "text is the only piece.",
         "split(\"a,b\", \",\")"},
        [](std::string_view value, std::string_view substring) {
            return splitText(value, substring);
        });
}

}  // namespace

void addStringFunctions(Registry& registry) {
    Pack strings(registry, "stdlib.string", "string");
    addLengthAndPieces(strings);
    strings.add(
        {"contains",
         {"value", "substring"},
         "Does `substring` stand anywhere in `value`? Upper and lower case differ; the empty "
         "text stands in every text.",
         "contains(\"notebook\", \"book\")"},
        [](std::string_view value, std::string_view substring) {
            return value.find(substring) != std::string_view::npos;
        });
    strings.add({"trim",
                 {"value"},
                 "The text without blanks, tabs, line breaks and other control characters at both "
                 "ends.",
                 "trim(\"  note \")"},
                [](std::string_view value) { return trim(value); });
    strings.add(
        {"replace",
         {"value", "target", "replacement"},
         "The text with `replacement` wherever `target` stood, from left to right; an empty "
         "`target` changes nothing.",
         "replace(\"a-b-c\", \"-\", \"+\")"},
        [](std::string_view value, std::string_view target, std::string_view replacement) {
            return replaceText("replace", value, target, replacement);
        });
}

}  // namespace cst
