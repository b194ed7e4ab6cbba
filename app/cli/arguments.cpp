#include "app/cli/arguments.h"

#include "engine/base/suggest.h"
#include "engine/syntax/literals.h"

#include <algorithm>
#include <charconv>

namespace cst {

Result<Arguments> Arguments::parse(const std::vector<std::string>& words,
                                   const std::vector<ArgumentSpec>& options) {
    Arguments result;
    bool onlyFiles = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (onlyFiles || word.empty() || word[0] != '-' || word == "-") {
            result.files_.push_back(word);
            continue;
        }
        if (word == "--") {
            onlyFiles = true;
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const auto spec = std::find_if(options.begin(), options.end(),
                                       [&](const ArgumentSpec& o) { return o.name == name; });
        if (spec == options.end()) {
            std::vector<std::string_view> names;
            for (const ArgumentSpec& option : options) {
                names.push_back(option.name);
            }
            const std::vector<std::string> near = suggest(name, names);
            return Error{"usage",
                         "unknown option " + name +
                             (near.empty() ? "" : "; did you mean `" + near.front() + "`?"),
                         ""};
        }
        std::string value;
        if (spec->takesValue && equals != std::string::npos) {
            value = word.substr(equals + 1);
        } else if (spec->takesValue) {
            if (i + 1 == words.size()) {
                return Error{"usage", "option " + name + " needs a value", ""};
            }
            value = words[++i];
        } else if (equals != std::string::npos) {
            return Error{"usage", "option " + name + " takes no value", ""};
        }
        if (!spec->repeats && result.has(name)) {
            return Error{"usage", "option " + name + " is given twice", ""};
        }
        result.options_.emplace_back(name, value);
    }
    return result;
}

std::vector<std::string> Arguments::values(std::string_view option) const {
    std::vector<std::string> found;
    for (const auto& [name, value] : options_) {
        if (name == option) {
            found.push_back(value);
        }
    }
    return found;
}

std::optional<std::string> Arguments::value(std::string_view option) const {
    const std::vector<std::string> all = values(option);
    return all.empty() ? std::nullopt : std::optional(all.back());
}

std::optional<int64_t> parseDuration(std::string_view text) {
    return durationMs(text);
}

std::optional<uint64_t> parseCount(std::string_view text) {
    uint64_t value = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || stop != text.data() + text.size() || text.empty()) {
        return std::nullopt;
    }
    return value;
}

}  // namespace cst
