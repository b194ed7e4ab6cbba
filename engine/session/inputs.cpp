#include "engine/session/inputs.h"

#include "engine/base/suggest.h"
#include "engine/value/digest.h"
#include "engine/value/kernels.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace cst {

std::vector<JsonField> jsonFields(std::span<const InputInfo> inputs) {
    std::vector<JsonField> fields;
    for (const InputInfo& input : inputs) {
        fields.push_back({input.name, input.type, input.typeAliases});
    }
    return fields;
}

RunWarning unknownInput(const std::string& name) {
    return {"R008", "the pipeline has no input `" + name + "`: its value is not used", name};
}

InputBinder::InputBinder(const TypeTable& types, std::span<const InputInfo> inputs,
                         JsonLimits limits, std::shared_ptr<const InputDecoder> decoder)
    : values(inputs.size()),
      given(inputs.size()),
      types_(types),
      inputs_(inputs),
      limits_(limits),
      decoder_(std::move(decoder)) {
    if (!decoder_) {
        decoder_ = std::make_shared<const InputDecoder>(types, jsonFields(inputs));
    }
}

void InputBinder::add(const std::vector<Error>& found) {
    for (const Error& error : found) {
        RunError row;
        row.code = error.code;
        row.message = error.message;
        row.path = error.path;
        errors.push_back(std::move(row));
    }
}

void InputBinder::useExamples() {
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        if (given[i] || inputs_[i].exampleJson.empty()) {
            continue;
        }
        DecodedValue decoded = decoder_->decodeOne(i, inputs_[i].exampleJson, JsonLimits{});
        if (decoded.errors.empty()) {
            values[i] = std::move(decoded.value);
            given[i] = true;
        }
    }
}

void InputBinder::useObject(std::string_view json) {
    if (json.starts_with("\xEF\xBB\xBF")) {
        json.remove_prefix(3);  // some editors put it before everything
    }
    DecodedInputs decoded = decoder_->decode(json, limits_);
    add(decoded.errors);
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        if (decoded.given[i]) {
            values[i] = std::move(decoded.values[i]);
            given[i] = true;
        }
    }
    for (const std::string& name : decoded.unknown) {
        warnings.push_back(unknownInput(name));
    }
}

void InputBinder::useValue(std::string_view name, std::string_view json) {
    const auto input = std::find_if(inputs_.begin(), inputs_.end(),
                                    [&](const InputInfo& i) { return i.name == name; });
    if (input == inputs_.end()) {
        RunError error;
        error.code = "R008";
        error.message = "the pipeline has no input `" + std::string(name) + "`";
        std::vector<std::string_view> names;
        for (const InputInfo& one : inputs_) {
            names.push_back(one.name);
        }
        const std::vector<std::string> near = suggest(name, names);
        if (!near.empty()) {
            error.message += "; did you mean `" + near.front() + "`?";
        }
        error.path = std::string(name);
        errors.push_back(std::move(error));
        return;
    }
    const auto index = static_cast<std::size_t>(input - inputs_.begin());
    DecodedValue decoded = decoder_->decodeOne(index, json, limits_);
    const bool isText = types_.kind(input->type) == TypeKind::String;
    if (!decoded.errors.empty() && isText && !nlohmann::json::accept(json)) {
        values[index] = Value::ofText(json);
        given[index] = true;
        return;
    }
    add(decoded.errors);
    if (decoded.errors.empty()) {
        values[index] = std::move(decoded.value);
        given[index] = true;
    }
}

void InputBinder::useState(const SavedState& before) {
    for (RunWarning& unknown : warnings) {
        RunError error;
        error.code = "R008";
        error.message = "the pipeline has no input `" + unknown.name + "`";
        error.path = std::move(unknown.name);
        errors.push_back(std::move(error));
    }
    warnings.clear();
    for (const SavedState::Input& input : before.inputs) {
        const auto known = std::find_if(inputs_.begin(), inputs_.end(),
                                        [&](const InputInfo& i) { return i.name == input.name; });
        if (known == inputs_.end()) {
            continue;  // of another pipeline, which its hash tells
        }
        const auto index = static_cast<std::size_t>(known - inputs_.begin());
        if (given[index] && !equals(types_, known->type, values[index], input.value)) {
            RunError error;
            error.code = "R014";
            const bool wasNone = types_.kind(known->type) == TypeKind::Optional &&
                                 input.value.isNone(types_[known->type].optionalDepth);
            error.message = "input `" + input.name + "` had " +
                            (wasNone ? "no value, which is None," : "another value") +
                            " in the run that this one goes on from: leave it out or give it that "
                            "again, or run from the beginning";
            error.path = input.name;
            errors.push_back(std::move(error));
        }
        values[index] = input.value;
        given[index] = true;
    }
}

const std::vector<std::optional<Hash128>>& InputBinder::digests() {
    for (std::size_t i = digests_.size(); i < inputs_.size(); ++i) {
        const InputInfo& input = inputs_[i];
        if (given[i]) {
            digests_.emplace_back(digestOf(types_, input.type, values[i]));
        } else if (!input.required) {
            const Value none = Value::none(types_[input.type].optionalDepth);
            digests_.emplace_back(digestOf(types_, input.type, none));
        } else {
            digests_.emplace_back();
        }
    }
    return digests_;
}

std::vector<std::string> InputBinder::missing() const {
    std::unordered_set<std::string_view> wrong;
    for (const RunError& error : errors) {
        wrong.insert(std::string_view(error.path).substr(0, error.path.find_first_of(".[")));
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        if (!given[i] && inputs_[i].required && !wrong.contains(inputs_[i].name)) {
            names.push_back(inputs_[i].name);
        }
    }
    return names;
}

}  // namespace cst
