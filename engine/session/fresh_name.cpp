#include "engine/session/fresh_name.h"

#include "engine/syntax/characters.h"

#include <algorithm>
#include <charconv>

namespace cst {

std::optional<Error> whyNoName(std::string_view name) {
    const std::string quoted = "`" + shown(name) + "`";
    if (name.empty()) {
        return editError("a name is missing: type one");
    }
    const auto isGood = [](char c) { return c == '-' || isNameByte(static_cast<uint8_t>(c)); };
    const bool begins = charClass(static_cast<uint8_t>(name[0])) == CharClass::IdentStart;
    if (!begins || !std::all_of(name.begin(), name.end(), isGood) || name.back() == '-') {
        return editError(quoted + " is no name: use letters, digits, `_` and `-` inside, and "
                                  "begin with a letter");
    }
    if (name == "_") {
        return editError("`_` stands for nothing: choose another name");
    }
    if (wordKind(name) != TokenKind::Ident) {
        return editError(quoted + " is a word of the language: choose another name");
    }
    return std::nullopt;
}

std::string variableCase(std::string_view name) {
    std::string result;
    bool raise = false;
    for (const char c : name) {
        const bool isUpper = 'A' <= c && c <= 'Z';
        if (c == '-') {
            raise = !result.empty();
        } else if (result.empty() && isUpper) {
            result += static_cast<char>(c - 'A' + 'a');
        } else {
            result += raise && 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            raise = false;
        }
    }
    return result;
}

bool FreshNames::isFree(std::string_view name) const {
    return !tree_.names.isTaken(name) && !isBuiltinType(name) && !whyNoName(name) &&
           tree_.snapshot.functions->bySimpleName(name).empty() &&
           std::find(taken_.begin(), taken_.end(), name) == taken_.end() &&
           std::none_of(tree_.names.uses.begin(), tree_.names.uses.end(), [&](const NameUse& use) {
               return !use.name.hasValue() && tree_.tree.text->slice(use.place) == name;
           });
}

std::string FreshNames::take(std::string name) {
    taken_.push_back(name);
    return name;
}

std::string FreshNames::ofCall(std::string_view function) {
    std::string name = variableCase(function);
    const bool isFunction =
        whyNoName(name) || !tree_.snapshot.functions->bySimpleName(name).empty();
    if (isFunction) {
        name += "Result";
    }
    return likeThis(name);
}

std::string FreshNames::likeThis(std::string_view name) {
    return isFree(name) ? take(std::string(name)) : next(name);
}

std::string FreshNames::next(std::string_view name) {
    std::size_t end = name.size();
    while (end > 1 && '0' <= name[end - 1] && name[end - 1] <= '9' && name.size() - end < 6) {
        --end;
    }
    if (end < name.size() && name[end] == '0') {
        end = name.size();  // `x01` counts up to `x012`: its digits are no number
    }
    uint32_t number = 1;
    std::from_chars(name.data() + end, name.data() + name.size(), number);
    std::string result;
    do {
        result = std::string(name.substr(0, end)) + std::to_string(++number);
    } while (!isFree(result));
    return take(std::move(result));
}

}  // namespace cst
