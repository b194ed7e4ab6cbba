#pragma once

#include "tests/bench/json_documents.h"

#include <memory>
#include <string>
#include <vector>

namespace cst::bench {

/// One document in simdjson's hands: padded, with a parser that keeps its memory, as its
/// documentation advises for whoever reads many.
class SimdjsonPeer {
public:
    explicit SimdjsonPeer(const std::string& json);
    ~SimdjsonPeer();
    SimdjsonPeer(const SimdjsonPeer&) = delete;
    SimdjsonPeer& operator=(const SimdjsonPeer&) = delete;

    /// Each row into a vector of its own; empty if something is wrong.
    std::vector<std::vector<double>> embeddings();
    /// Once through the fields of each record in the order of the document.
    RecordColumns records();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// nlohmann_json: the whole document as its tree, then copied into vectors.
std::vector<std::vector<double>> nlohmannEmbeddings(const std::string& json);
RecordColumns nlohmannRecords(const std::string& json);

}  // namespace cst::bench
