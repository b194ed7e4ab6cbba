#include "tests/bench/json_peers.h"

#include <nlohmann/json.hpp>

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace cst::bench {

namespace ondemand = simdjson::ondemand;

struct SimdjsonPeer::Impl {
    explicit Impl(const std::string& json) : text(json) {}
    simdjson::padded_string text;
    ondemand::parser parser;
};

SimdjsonPeer::SimdjsonPeer(const std::string& json) : impl_(std::make_unique<Impl>(json)) {}
SimdjsonPeer::~SimdjsonPeer() = default;

namespace {

bool readRow(ondemand::array numbers, std::vector<double>& row) {
    for (auto number : numbers) {
        double value = 0;
        if (number.get_double().get(value) != simdjson::SUCCESS) return false;
        row.push_back(value);
    }
    return true;
}

bool readTags(ondemand::value value, RecordColumns& columns) {
    ondemand::array tags;
    if (value.get_array().get(tags) != simdjson::SUCCESS) return false;
    for (auto tag : tags) {
        std::string_view text;
        if (tag.get_string().get(text) != simdjson::SUCCESS) return false;
        columns.characters.append(text);
        columns.textEnds.push_back(columns.characters.size());
    }
    columns.tagEnds.push_back(static_cast<uint32_t>(columns.textEnds.size()));
    return true;
}

bool readField(ondemand::field field, RecordColumns& columns) {
    const ondemand::raw_json_string key = field.key();
    if (key.unsafe_is_equal("id")) {
        return field.value().get_int64().get(columns.ids.emplace_back()) == simdjson::SUCCESS;
    }
    if (key.unsafe_is_equal("count")) {
        return field.value().get_int64().get(columns.counts.emplace_back()) == simdjson::SUCCESS;
    }
    if (key.unsafe_is_equal("score")) {
        return field.value().get_double().get(columns.scores.emplace_back()) == simdjson::SUCCESS;
    }
    if (key.unsafe_is_equal("active")) {
        bool value = false;
        if (field.value().get_bool().get(value) != simdjson::SUCCESS) return false;
        columns.actives.push_back(value ? 1 : 0);
        return true;
    }
    return !key.unsafe_is_equal("tags") || readTags(field.value(), columns);
}

}  // namespace

std::vector<std::vector<double>> SimdjsonPeer::embeddings() {
    std::vector<std::vector<double>> rows;
    ondemand::document document;
    ondemand::array array;
    if (impl_->parser.iterate(impl_->text).get(document) != simdjson::SUCCESS ||
        document.get_array().get(array) != simdjson::SUCCESS) {
        return {};
    }
    for (auto element : array) {
        ondemand::array numbers;
        if (element.get_array().get(numbers) != simdjson::SUCCESS) return {};
        std::vector<double> row;
        row.reserve(rows.empty() ? 0 : rows.back().size());
        if (!readRow(numbers, row)) return {};
        rows.push_back(std::move(row));
    }
    return rows;
}

RecordColumns SimdjsonPeer::records() {
    RecordColumns columns;
    ondemand::document document;
    ondemand::array array;
    if (impl_->parser.iterate(impl_->text).get(document) != simdjson::SUCCESS ||
        document.get_array().get(array) != simdjson::SUCCESS) {
        return {};
    }
    for (auto element : array) {
        ondemand::object record;
        if (element.get_object().get(record) != simdjson::SUCCESS) return {};
        for (auto field : record) {
            ondemand::field known;
            if (std::move(field).get(known) != simdjson::SUCCESS || !readField(known, columns))
                return {};
        }
    }
    return columns;
}

std::vector<std::vector<double>> nlohmannEmbeddings(const std::string& json) {
    const auto document = nlohmann::json::parse(json);
    return document.get<std::vector<std::vector<double>>>();
}

RecordColumns nlohmannRecords(const std::string& json) {
    const auto document = nlohmann::json::parse(json);
    RecordColumns columns;
    for (const auto& record : document) {
        columns.ids.push_back(record.at("id").get<int64_t>());
        columns.counts.push_back(record.at("count").get<int64_t>());
        columns.scores.push_back(record.at("score").get<double>());
        columns.actives.push_back(record.at("active").get<bool>() ? 1 : 0);
        for (const auto& tag : record.at("tags")) {
            columns.characters.append(tag.get_ref<const std::string&>());
            columns.textEnds.push_back(columns.characters.size());
        }
        columns.tagEnds.push_back(static_cast<uint32_t>(columns.textEnds.size()));
    }
    return columns;
}

}  // namespace cst::bench
