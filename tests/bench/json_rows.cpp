// Rows of reading and writing JSON, beside simdjson and nlohmann_json. All of a row take turns on
// the same bytes; that they come to the same values is checked outside of the measured time.

#include "engine/json/decode.h"
#include "engine/json/encode.h"
#include "engine/value/column.h"
#include "tests/bench/json_documents.h"
#include "tests/bench/json_peers.h"
#include "tests/bench/rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace cst::bench {
namespace {

constexpr std::size_t kMegabyte = 1'000'000;
constexpr int kWarmUp = 1;
constexpr int kRounds = 31;
constexpr int kSlowRounds = 9;  // of nlohmann, which needs a second for a few of them

TypeId embeddingsType(TypeTable& types) {
    return types.list(types.list(types::kFloat));
}

TypeId recordsType(TypeTable& types) {
    return types.list(types.record({{"id", types::kInt},
                                    {"count", types::kInt},
                                    {"score", types::kFloat},
                                    {"active", types::kBoolean},
                                    {"tags", types.list(types::kString)}}));
}

/// A side of a row whose figure is what its work takes, in seconds.
template <class Work>
Side timed(const Work& work, int rounds = kRounds) {
    const auto seconds = [work](int) {
        const auto start = std::chrono::steady_clock::now();
        work();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    return {seconds, rounds};
}

double megabytesPerSecond(std::size_t bytes, double seconds) {
    return static_cast<double>(bytes) / seconds / static_cast<double>(kMegabyte);
}

Error differs(const char* from) {
    return {"bench", std::string("ours and ") + from + " do not come to the same values", ""};
}

Error refused(const std::vector<Error>& errors) {
    return {"bench", "the document was refused: " + errors.front().message, ""};
}

bool equalRows(const Value& ours, const std::vector<std::vector<double>>& rows) {
    const ListObject& list = ours.asList();
    if (list.size != rows.size()) return false;
    for (uint32_t i = 0; i < list.size; ++i) {
        const Value row = elementAt(list, i);
        const auto floats = floatsOf(row.asList());
        if (!std::equal(floats.begin(), floats.end(), rows[i].begin(), rows[i].end())) return false;
    }
    return true;
}

RecordColumns columnsOf(const Value& records) {
    const auto& fields = std::get<RecordRows>(records.asList().column->rows).fields;
    const auto& lists = std::get<ListRows>(fields[4]->rows);
    const auto& texts = std::get<TextRows>(lists.child->rows);
    return {std::get<IntRows>(fields[0]->rows).data,
            std::get<IntRows>(fields[1]->rows).data,
            std::get<FloatRows>(fields[2]->rows).data,
            std::get<BoolRows>(fields[3]->rows).data,
            lists.ends,
            texts.ends,
            texts.chars};
}

/// What is decoded is taken apart within the measured time, on all sides.
struct Decoding {
    TypeTable types;
    InputDecoder decoder;
    explicit Decoding(TypeId (*typeOf)(TypeTable&)) : decoder(types, {{"x", typeOf(types), {}}}) {}

    DecodedInputs decode(const std::string& document) const {
        return decoder.decode(document, JsonLimits{});
    }
};

std::string asInput(const std::string& json) {
    return R"({"x":)" + json + "}";
}

Result<Measured> measureEmbeddings(const std::string&) {
    const std::string json = embeddingsDocument(10 * kMegabyte);
    const std::string input = asInput(json);
    const Decoding ours(embeddingsType);
    SimdjsonPeer simdjson(json);

    const DecodedInputs decoded = ours.decode(input);
    if (!decoded.errors.empty()) return refused(decoded.errors);
    if (!equalRows(decoded.values[0], simdjson.embeddings())) return differs("simdjson");
    if (!equalRows(decoded.values[0], nlohmannEmbeddings(json))) return differs("nlohmann");

    Side us = timed([&] { ours.decode(input); });
    Side peer = timed([&] { simdjson.embeddings(); });
    Side slow = timed([&] { nlohmannEmbeddings(json); }, kSlowRounds);
    takeTurns(kWarmUp, {&us, &peer, &slow});
    Measured measured;
    measured.ours = megabytesPerSecond(json.size(), median(us.figures));
    measured.peer = "simdjson On-Demand";
    measured.peerValue = megabytesPerSecond(json.size(), median(peer.figures));
    measured.others["overNlohmann"] = median(slow.figures) / median(us.figures);
    return measured;
}

Result<Measured> measureRecords(const std::string&) {
    const std::string json = recordsDocument(10 * kMegabyte, false);
    const std::string shuffled = recordsDocument(10 * kMegabyte, true);
    const std::string input = asInput(json);
    const std::string shuffledInput = asInput(shuffled);
    const Decoding ours(recordsType);
    SimdjsonPeer simdjson(json);

    const DecodedInputs decoded = ours.decode(input);
    if (!decoded.errors.empty()) return refused(decoded.errors);
    const DecodedInputs decodedShuffled = ours.decode(shuffledInput);
    if (!decodedShuffled.errors.empty()) return refused(decodedShuffled.errors);
    if (columnsOf(decoded.values[0]) != simdjson.records()) return differs("simdjson");
    if (columnsOf(decodedShuffled.values[0]) != nlohmannRecords(shuffled)) {
        return differs("nlohmann");
    }

    Side us = timed([&] { ours.decode(input); });
    Side peer = timed([&] { simdjson.records(); });
    Side usShuffled = timed([&] { ours.decode(shuffledInput); });
    Side slow = timed([&] { nlohmannRecords(shuffled); }, kSlowRounds);
    takeTurns(kWarmUp, {&us, &peer, &usShuffled, &slow});
    Measured measured;
    measured.ours = megabytesPerSecond(json.size(), median(us.figures));
    measured.peer = "simdjson On-Demand";
    measured.peerValue = megabytesPerSecond(json.size(), median(peer.figures));
    measured.others["shuffledOverNlohmann"] = median(slow.figures) / median(usShuffled.figures);
    return measured;
}

Result<Measured> measure1Kb(const std::string&) {
    constexpr std::size_t kDocuments = 1000;  // in one measurement, the clock is too coarse for one
    const std::string input = asInput(recordsDocument(1000 - 20, false));
    const Decoding ours(recordsType);
    const DecodedInputs decoded = ours.decode(input);
    if (!decoded.errors.empty()) return refused(decoded.errors);
    Side us = timed([&] {
        for (std::size_t i = 0; i < kDocuments; ++i) ours.decode(input);
    });
    takeTurns(kWarmUp, {&us});
    Measured measured;
    measured.ours = median(us.figures) * 1e6 / kDocuments;
    measured.p99 = percentile99(us.figures) * 1e6 / kDocuments;
    return measured;
}

Result<Measured> measure1Mb(const std::string&) {
    const std::string json = recordsDocument(kMegabyte, false);
    const std::string input = asInput(json);
    const Decoding ours(recordsType);
    const DecodedInputs decoded = ours.decode(input);
    if (!decoded.errors.empty()) return refused(decoded.errors);
    if (columnsOf(decoded.values[0]) != nlohmannRecords(json)) return differs("nlohmann");
    Side us = timed([&] { ours.decode(input); });
    takeTurns(kWarmUp, {&us});
    Measured measured;
    measured.ours = median(us.figures) * 1e3;
    measured.p99 = percentile99(us.figures) * 1e3;
    return measured;
}

Result<Measured> measureEncode(const std::string&) {
    const std::string json = recordsDocument(10 * kMegabyte, false);
    TypeTable types;
    const TypeId type = recordsType(types);
    const DecodedValue decoded = decodeValue(types, {"x", type, {}}, json, JsonLimits{});
    if (!decoded.errors.empty()) return refused(decoded.errors);
    const auto tree = nlohmann::ordered_json::parse(json);

    const auto encoded = [&] {
        std::string out;
        encodeValue(out, types, type, decoded.value);
        return out;
    };
    const std::string text = encoded();
    if (nlohmann::ordered_json::parse(text) != tree) return differs("nlohmann");

    Side us = timed([&] { encoded(); });
    Side peer = timed([&] { (void)tree.dump(); });
    takeTurns(kWarmUp, {&us, &peer});
    Measured measured;
    measured.ours = megabytesPerSecond(text.size(), median(us.figures));
    measured.peer = "nlohmann dump";
    measured.peerValue = megabytesPerSecond(tree.dump().size(), median(peer.figures));
    return measured;
}

}  // namespace

std::vector<Row> jsonRows() {
    return {{"json/decode-embeddings-10MB", measureEmbeddings},
            {"json/decode-records-10MB", measureRecords},
            {"json/decode-1KB", measure1Kb},
            {"json/decode-1MB", measure1Mb},
            {"json/encode-records-10MB", measureEncode}};
}

}  // namespace cst::bench
