#pragma once

#include "engine/session/snapshot.h"
#include "engine/value/number_spread.h"
#include "engine/value/value.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cst {

/// What a node came to in a run, to be looked into: all of it is read, and it lives as long as
/// somebody holds it, whatever becomes of the run. Immutable once it is handed out.
struct NodeValue {
    NodeIdentity node;
    uint64_t run = 0;      // its number; 0 = nothing has run of this document
    SnapshotPtr compiled;  // what ran, and its types; null if nothing has
    TypeId type;
    /// None: the run has no such node, it has not got there, or it came to nothing. NodeRun tells.
    std::optional<Value> value;
    std::size_t bytes = 0;               // that it takes, see readWhole()
    std::optional<NumberSpread> spread;  // of a list of numbers
};
using NodeValuePtr = std::shared_ptr<const NodeValue>;

/// A value, or a part of one, written out as JSON for people.
struct WrittenValue {
    std::string json;
    bool isCut = false;
};
/// Cost: O(most), up to the end of a piece of some KB. Any thread; for long ones not that of ui.
WrittenValue writtenOut(const TypeTable& types, TypeId type, const Value& value, std::size_t most);

}  // namespace cst
