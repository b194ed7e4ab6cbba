#include "engine/session/record_inputs.h"

#include "engine/base/seen.h"
#include "engine/text/utf8.h"
#include "engine/value/cell.h"

#include <algorithm>

namespace cst {
namespace {

RunError badInput(std::string message, std::string path = "") {
    RunError error;
    error.code = "R007";
    error.message = std::move(message);
    error.path = std::move(path);
    return error;
}

RunError badInput(const Error& error) {
    RunError row = badInput(error.message, error.path);
    row.code = error.code;
    return row;
}

constexpr std::string_view kMalformed = "malformed JSON at line 1, ";

/// A record is one line, and its number is told beside: the line within it would contradict that.
Error withoutLine(Error error) {
    if (error.message.starts_with(kMalformed)) {
        error.message = "malformed JSON at " + error.message.substr(kMalformed.size());
    }
    return error;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t";
    const std::size_t begin = text.find_first_not_of(kBlanks);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// As much of a cell as an error shows.
std::string excerpt(std::string_view cell) {
    constexpr std::size_t kMost = 60;
    if (!utf8Valid(cell)) {
        return "bytes that are not valid UTF-8";
    }
    std::size_t size = std::min(cell.size(), kMost);
    while (size < cell.size() && (static_cast<uint8_t>(cell[size]) & 0xC0U) == 0x80U) {
        --size;
    }
    return "`" + std::string(cell.substr(0, size)) + (size < cell.size() ? "…`" : "`");
}

std::string counted(std::size_t count, const char* what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

constexpr const char* kTextBehindQuotes = "text stands behind the closing quote of a cell";
constexpr const char* kOpenQuote = "a quote is opened that is never closed";

}  // namespace

RecordInputs::RecordInputs(const TypeTable& types, std::span<const InputInfo> inputs,
                           std::shared_ptr<const InputDecoder> decoder, JsonLimits limits,
                           bool usesExamples,
                           const std::vector<std::pair<std::string, std::string>>& same)
    : types_(types),
      inputs_(inputs),
      decoder_(std::move(decoder)),
      limits_(limits),
      examples_(types, inputs, limits, decoder_),
      same_(types, inputs, limits, decoder_) {
    if (usesExamples) {
        examples_.useExamples();
    }
    for (const auto& [name, json] : same) {
        same_.useValue(name, json);
    }
}

Result<std::vector<RunWarning>> RecordInputs::useHeader(const Record& header,
                                                        std::string_view text) {
    const auto wrong = [](std::string what) {
        return Error{"input", "the header of the data: " + std::move(what), ""};
    };
    CsvRow row;
    if (header.flaw == Record::Flaw::TooLong) {
        return wrong("it has " + counted(header.size, "byte"));
    }
    if (header.flaw == Record::Flaw::OpenQuote || !row.read(text)) {
        return wrong(header.flaw == Record::Flaw::OpenQuote ? kOpenQuote : kTextBehindQuotes);
    }
    isCsv_ = true;
    std::vector<RunWarning> warnings;
    Seen<std::string_view> names;
    for (const std::string_view cell : row.cells()) {
        const std::string_view name = trimmed(cell);
        if (!names.add(name)) {
            return wrong("two columns are named `" + std::string(name) + "`");
        }
        const auto input = std::find_if(inputs_.begin(), inputs_.end(),
                                        [&](const InputInfo& one) { return one.name == name; });
        const bool isInput = input != inputs_.end();
        columns_.push_back(isInput ? static_cast<std::size_t>(input - inputs_.begin()) : kNoInput);
        if (!isInput) {
            warnings.push_back(unknownInput(std::string(name)));
        }
    }
    return warnings;
}

std::optional<RunError> RecordInputs::readJson(std::string_view text, Bound& bound) const {
    DecodedInputs decoded = decoder_->decode(text, limits_);
    if (!decoded.errors.empty()) {
        return badInput(withoutLine(decoded.errors.front()));
    }
    bound.values = std::move(decoded.values);
    bound.given = std::move(decoded.given);
    bound.unknown = std::move(decoded.unknown);
    return std::nullopt;
}

std::optional<RunError> RecordInputs::readCell(std::size_t input, std::string_view cell,
                                               Bound& bound) const {
    const InputInfo& info = inputs_[input];
    const bool isOptional = types_.kind(info.type) == TypeKind::Optional;
    const bool isText = types_.kind(innermostType(types_, info.type)) == TypeKind::String;
    if (cell.empty() && isOptional) {
        bound.values[input] = Value::none(types_[info.type].optionalDepth);
    } else if (cell.empty() && !isText) {
        return std::nullopt;
    } else if (isText) {
        if (!utf8Valid(cell)) {
            return badInput("the text is not valid UTF-8", info.name);
        }
        bound.values[input] = Value::ofText(cell);
    } else {
        DecodedValue decoded = decoder_->decodeOne(input, cell, limits_);
        if (!decoded.errors.empty() && decoded.errors.front().message.starts_with(kMalformed)) {
            const TypeKind kind = types_.kind(innermostType(types_, info.type));
            const bool isScalar =
                kind == TypeKind::Int || kind == TypeKind::Float || kind == TypeKind::Boolean;
            return badInput("expected `" + types_.text(innermostType(types_, info.type)) +
                                (isScalar ? "`, found " : "` as JSON, found ") + excerpt(cell),
                            info.name);
        }
        if (!decoded.errors.empty()) {
            return badInput(decoded.errors.front());
        }
        bound.values[input] = std::move(decoded.value);
    }
    bound.given[input] = true;
    return std::nullopt;
}

std::optional<RunError> RecordInputs::readCsv(std::string_view text, Bound& bound) const {
    bound.values.assign(inputs_.size(), Value());
    bound.given.assign(inputs_.size(), false);
    if (!bound.row.read(text)) {
        return badInput(kTextBehindQuotes);
    }
    const std::vector<std::string_view>& cells = bound.row.cells();
    if (cells.size() != columns_.size()) {
        return badInput("the record has " + counted(cells.size(), "cell") + ", the header has " +
                        std::to_string(columns_.size()));
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (columns_[i] != kNoInput) {
            if (auto error = readCell(columns_[i], cells[i], bound)) {
                return error;
            }
        }
    }
    return std::nullopt;
}

/// What the record does not say, or does not get to say.
std::optional<RunError> RecordInputs::fillUp(Bound& bound) const {
    std::string missing;
    std::size_t count = 0;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        const InputBinder* const other = same_.given[i]                          ? &same_
                                         : !bound.given[i] && examples_.given[i] ? &examples_
                                                                                 : nullptr;
        if (other != nullptr) {
            bound.values[i] = other->values[i];
            bound.given[i] = true;
        } else if (!bound.given[i] && inputs_[i].required) {
            missing += (count == 0 ? "" : ", ") + inputs_[i].name;
            ++count;
        }
    }
    if (count == 0) {
        return std::nullopt;
    }
    return badInput((count == 1 ? "an input has no value: " : "inputs without a value: ") + missing,
                    count == 1 ? missing : "");
}

std::optional<RunError> RecordInputs::bind(const Record& record, std::string_view text,
                                           Bound& bound) const {
    bound.unknown.clear();
    if (record.flaw == Record::Flaw::TooLong) {
        return badInput(std::string("the ") + (isCsv_ ? "record" : "document") + " has " +
                        counted(record.size, "byte") + ", the limit is " +
                        counted(limits_.maxBytes, "byte"));
    }
    if (record.flaw == Record::Flaw::OpenQuote) {
        return badInput(kOpenQuote);
    }
    if (auto error = isCsv_ ? readCsv(text, bound) : readJson(text, bound)) {
        return error;
    }
    return fillUp(bound);
}

}  // namespace cst
