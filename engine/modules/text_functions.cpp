#include "engine/modules/text_functions.h"

#include "engine/value/kernels.h"

namespace cst {
namespace {

void appendPiece(TextRows& rows, std::string_view piece) {
    rows.chars.append(piece);
    rows.ends.push_back(rows.chars.size());
}

std::size_t countOccurrences(std::string_view text, std::string_view find) {
    std::size_t count = 0;
    for (std::size_t at = text.find(find); at != std::string_view::npos;
         at = text.find(find, at + find.size())) {
        ++count;
    }
    return count;
}

}  // namespace

Error textTooLong(std::string_view function) {
    return {"R001", "`" + std::string(function) + "` would make a text of more than 1 GiB", ""};
}

TextRows splitText(std::string_view text, std::string_view delimiter) {
    TextRows rows;
    rows.chars.reserve(text.size());
    std::size_t begin = 0;
    if (!delimiter.empty()) {
        for (std::size_t at = text.find(delimiter); at != std::string_view::npos;
             at = text.find(delimiter, begin)) {
            appendPiece(rows, text.substr(begin, at - begin));
            begin = at + delimiter.size();
        }
    }
    appendPiece(rows, text.substr(begin));
    return rows;
}

TextRows splitWithoutTail(std::string_view text, std::string_view delimiter) {
    TextRows rows = splitText(text, delimiter);
    if (rows.ends.size() > 1) {
        while (!rows.ends.empty() && rows.at(rows.ends.size() - 1).empty()) {
            rows.ends.pop_back();
        }
    }
    return rows;
}

Result<std::string> replaceText(std::string_view function, std::string_view text,
                                std::string_view find, std::string_view with) {
    if (find.empty()) return std::string(text);
    if (with.size() > find.size()) {
        // Only texts that could pass the limit pay for the exact count.
        const std::size_t growth = with.size() - find.size();
        const std::size_t room = kMaxTextBytes > text.size() ? kMaxTextBytes - text.size() : 0;
        if (text.size() / find.size() > room / growth &&
            countOccurrences(text, find) > room / growth) {
            return textTooLong(function);
        }
    }
    return replaceAll(text, find, with);
}

}  // namespace cst
