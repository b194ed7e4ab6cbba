#include "engine/json/token_index.h"

#include <algorithm>

// simdjson's On-Demand front end is this same stage 1 and a cursor over its index. We walk the
// index with our own cursor, for four reasons:
//   - the front end is compiled for the flags of the including file; stage 1 alone sits in the
//     library and is dispatched at run time, so a baseline build gets AVX2 where there is AVX2;
//   - the front end leaves what it skips unread, and we promise that every byte was looked at;
//   - members of unions are tried one after the other, which an index that can be rewound makes
//     cheap;
//   - get_double() of 3.0.1 returns wrong numbers for `0.` with more than 19 digits
//     (0.12345678901234567890123 comes out as 4.8e-05).
// Stage 1 itself needs no padding behind the text: its last block is copied aside.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace cst {

namespace {

using Stage1 = simdjson::internal::dom_parser_implementation;

// Small documents share one index per thread, so that they cost no allocation.
constexpr std::size_t kKeptBytes = std::size_t{64} << 10;
thread_local std::unique_ptr<Stage1> keptStage1;

std::unique_ptr<Stage1> stage1For(std::size_t bytes) {
    if (bytes <= kKeptBytes && keptStage1 != nullptr) {
        return std::move(keptStage1);
    }
    std::unique_ptr<Stage1> made;
    const std::size_t capacity = std::max(bytes, kKeptBytes);
    const auto error =
        simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, made);
    if (error != simdjson::SUCCESS) {
        made.reset();
    }
    return made;
}

}  // namespace

TokenIndex::TokenIndex() = default;

TokenIndex::~TokenIndex() {
    if (stage1_ != nullptr && stage1_->capacity() <= kKeptBytes) {
        keptStage1 = std::move(stage1_);
    }
}

TokenIndex::State TokenIndex::build(std::string_view json) {
    if (json.size() >= simdjson::SIMDJSON_MAXSIZE_BYTES) {
        return State::TooBig;
    }
    if (stage1_ == nullptr || stage1_->capacity() < json.size()) {
        stage1_ = stage1For(json.size());
    }
    if (stage1_ == nullptr) {
        return State::TooBig;
    }
    const auto* bytes = reinterpret_cast<const uint8_t*>(json.data());
    switch (stage1_->stage1(bytes, json.size(), simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: return State::Good;
    case simdjson::EMPTY: return State::Blank;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return State::TooBig;
    default: return State::BadText;
    }
}

const uint32_t* TokenIndex::offsets() const {
    return stage1_->structural_indexes.get();
}

uint32_t TokenIndex::size() const {
    return stage1_->n_structural_indexes;
}

}  // namespace cst
