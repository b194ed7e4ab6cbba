#include "engine/modules/library.h"
#include "engine/modules/native.h"
#include "engine/modules/text_functions.h"
#include "engine/value/kernels.h"

#include <string_view>

// The text modules of language §8. They have no namespace.

namespace cst {
namespace {

bool isAsciiBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int64_t countWords(std::string_view text) {
    int64_t words = 0;
    bool inWord = false;
    for (const char c : text) {
        const bool blank = isAsciiBlank(c);
        if (!blank && !inWord) ++words;
        inWord = !blank;
    }
    return words;
}

void addChanges(Pack& text) {
    text.add(
        {"Uppercase",
         {"text"},
         "The text in capital letters, by the rules of Unicode and no particular language: `ß` "
         "becomes `SS`.",
         "Uppercase(\"hello\")"},
        [](std::string_view t) { return TextResult{uppercase(t)}; });
    text.add(
        {"Lowercase",
         {"text"},
         "The text in small letters, by the rules of Unicode and no particular language: a `Σ` "
         "at the end of a word becomes `ς`.",
         "Lowercase(\"HELLO\")"},
        [](std::string_view t) { return TextResult{lowercase(t)}; });
    text.add({"Trim",
              {"text"},
              "The text without blanks, tabs, line breaks and other control characters at both "
              "ends.",
              "Trim(\"  hello \")"},
             [](std::string_view t) { return trim(t); });
    text.add({"Replace",
              {"text", "find", "replace"},
              "The text with `replace` wherever `find` stood, from left to right; an empty `find` "
              "changes nothing.",
              "Replace(\"hello\", \"l\", \"L\")"},
             [](std::string_view t, std::string_view find, std::string_view with) {
                 return replaceText("Replace", t, find, with);
             });
}

void addQuestions(Pack& text) {
    text.add({"WordCount",
              {"text"},
              "How many words there are between blanks, tabs and line breaks; 0 for an empty text.",
              "WordCount(\"one two three\")"},
             [](std::string_view t) { return countWords(t); });
    text.add({"TextLength",
              {"text"},
              "How many Unicode code points the text has, as `string-length`.",
              "TextLength(\"hello\")"},
             [](std::string_view t) { return countCodePoints(t); });
    text.add({"Contains",
              {"text", "substring"},
              "Does `substring` stand anywhere in the text? Upper and lower case differ; the empty "
              "text stands in every text.",
              "Contains(\"hello\", \"ell\")"},
             [](std::string_view t, std::string_view substring) {
                 return t.find(substring) != std::string_view::npos;
             });
}

void addSplitting(Pack& text) {
    text.add(
        {"SplitLines",
         {"text"},
         "The lines of the text without their line feeds. Empty lines at the end are left out; "
         "an empty text is one empty line.",
         "SplitLines(\"one\\ntwo\")"},
        [](std::string_view t) { return splitWithoutTail(t, "\n"); });
    text.add({"Split",
              {"text", "delimiter"},
              "The pieces between the places where the delimiter stands literally. Empty pieces at "
              "the end are left out (`split` keeps them); where it is empty or stands nowhere, the "
              "whole text is the only piece.",
              "Split(\"a,b\", \",\")"},
             [](std::string_view t, std::string_view delimiter) {
                 return splitWithoutTail(t, delimiter);
             });
}

}  // namespace

void addTextModules(Registry& registry) {
    Pack text(registry, "", "text");
    addChanges(text);
    addQuestions(text);
    addSplitting(text);
}

}  // namespace cst
