#pragma once

#include "engine/session/csv_row.h"
#include "engine/session/inputs.h"
#include "engine/session/record_reader.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Turns records into the inputs of runs. A value that is the same for every record wins over the
/// record's, that over the example's. Immutable once it is made up; bind() from any thread.
class RecordInputs {
public:
    /// `types`, `inputs` outlive it. `same`: name and JSON, for every record.
    RecordInputs(const TypeTable& types, std::span<const InputInfo> inputs,
                 std::shared_ptr<const InputDecoder> decoder, JsonLimits limits, bool usesExamples,
                 const std::vector<std::pair<std::string, std::string>>& same);

    /// What is wrong with the values for every record; then nothing may run.
    const std::vector<RunError>& errors() const { return same_.errors; }
    /// Records are CSV from now on, with these columns. Warnings R008: columns that are no input.
    /// Errors: two columns of one name, or this is no header.
    Result<std::vector<RunWarning>> useHeader(const Record& header, std::string_view text);

    /// What one record gives, and the memory for it. Used again from record to record.
    struct Bound {
        std::vector<Value> values;  // by index of the inputs
        std::vector<bool> given;
        std::vector<std::string> unknown;  // keys that are no input
        CsvRow row;
    };
    /// Nothing: the inputs are there, as far as they are required. Else why not.
    std::optional<RunError> bind(const Record& record, std::string_view text, Bound& bound) const;

private:
    std::optional<RunError> readJson(std::string_view text, Bound& bound) const;
    std::optional<RunError> readCsv(std::string_view text, Bound& bound) const;
    std::optional<RunError> readCell(std::size_t input, std::string_view cell, Bound& bound) const;
    std::optional<RunError> fillUp(Bound& bound) const;

    static constexpr std::size_t kNoInput = SIZE_MAX;

    const TypeTable& types_;
    const std::span<const InputInfo> inputs_;
    const std::shared_ptr<const InputDecoder> decoder_;
    const JsonLimits limits_;
    InputBinder examples_;
    InputBinder same_;
    bool isCsv_ = false;
    std::vector<std::size_t> columns_;  // input of each; kNoInput = none
};

}  // namespace cst
