#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cst::bench {

/// A document of `bytes` or a little more: an array of rows of 1,536 doubles with 17 digits, as
/// models of language give them. Generated, the same every time.
std::string embeddingsDocument(std::size_t bytes);

/// A document of `bytes` or a little more: an array of records `{ id: Int, count: Int, score:
/// Float, active: Boolean, tags: List<String> }`. Half of the scores have two decimals, as prices
/// have, the others all digits there are. Shuffled: every record has its keys in an order of its
/// own. Generated, the same every time.
std::string recordsDocument(std::size_t bytes, bool isShuffled);

/// The records as columns of plain vectors, which is what a peer fills.
struct RecordColumns {
    std::vector<int64_t> ids;
    std::vector<int64_t> counts;
    std::vector<double> scores;
    std::vector<uint8_t> actives;
    std::vector<uint32_t> tagEnds;   // of record i in the texts
    std::vector<uint64_t> textEnds;  // of text i in the characters
    std::string characters;

    bool operator==(const RecordColumns&) const = default;
};

}  // namespace cst::bench
