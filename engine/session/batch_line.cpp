#include "engine/session/batch_line.h"

#include "engine/json/encode.h"

#include <charconv>

namespace cst {
namespace {

constexpr std::string_view kLine = "{\"line\":";
constexpr std::string_view kOutputs = ",\"outputs\":{";
constexpr std::string_view kError = ",\"error\":{";

}  // namespace

std::string batchErrorLine(uint64_t number, const RunError& error) {
    std::string text(kLine);
    text += std::to_string(number);
    text += kError;
    text += "\"code\":";
    encodeText(text, error.code);
    text += ",\"message\":";
    encodeText(text, error.message);
    text += ",\"node\":";
    if (error.node.empty()) {
        text += "null";
    } else {
        encodeText(text, error.node);
    }
    text += ",\"attempts\":" + std::to_string(error.attempts);
    if (error.node.empty()) {
        text += ",\"path\":";
        encodeText(text, error.path);
    }
    text += "}}\n";
    return text;
}

std::optional<BatchLine> readBatchLine(std::string_view line) {
    if (!line.starts_with(kLine) || !line.ends_with("}}")) {
        return std::nullopt;
    }
    BatchLine read;
    const char* const end = line.data() + line.size();
    const auto [behind, problem] = std::from_chars(line.data() + kLine.size(), end, read.number);
    const std::string_view rest(behind, static_cast<std::size_t>(end - behind));
    read.isError = rest.starts_with(kError);
    if (problem != std::errc() || (!read.isError && !rest.starts_with(kOutputs))) {
        return std::nullopt;
    }
    return read;
}

std::string batchErrorsPath(std::string_view outPath) {
    constexpr std::string_view kSuffix = ".jsonl";
    if (outPath.ends_with(kSuffix)) {
        outPath.remove_suffix(kSuffix.size());
    }
    return std::string(outPath) + ".errors.jsonl";
}

}  // namespace cst
