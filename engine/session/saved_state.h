#pragma once

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/session/snapshot.h"
#include "engine/value/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// What a run leaves behind for the one that goes on from it: the inputs that it had, and the value
/// of every node whose work is done. Nodes that were only worked out on the way, in another one,
/// are worked out again. In memory it is as good as its snapshot's type table.
struct SavedState {
    struct Input {
        std::string name;
        TypeId type;
        Value value;
    };
    /// What went wrong where a fallback or a zero value stands in for the node's own.
    struct Mended {
        bool isZero = false;  // else a fallback
        uint16_t attempts = 0;
        Error error;
    };
    struct Node {
        uint32_t node = 0;  // of the source's plan
        Value value;        // of the type that it has there
        std::optional<Mended> mended;
    };
    Hash128 structure;         // of the pipeline
    uint32_t resumptions = 0;  // runs before the one that left it
    std::vector<Input> inputs;
    std::vector<Node> nodes;  // by node
};

/// A file of more bytes is neither written nor read.
inline constexpr std::size_t kMaxStateBytes = 1UL << 30U;

/// What every state file begins with.
inline constexpr std::string_view kStateMagic = "CSTSTATE";

/// The structural hash of what a snapshot runs; worked out once. Any thread.
const Hash128& structureOf(const Snapshot& compiled);

/// The bytes of a state file.
// - "CSTSTATE", version (u32), hash of what follows (16 bytes)
// - structural hash (16 bytes), resumptions (u32)
// - number of inputs (u32); of each its name, the text of its type and its value, each as size
//   (u64), then bytes
// - number of nodes (u32); of each its index (u32), then its value likewise, then a byte: 0 = its
//   own value, 1 = a fallback, 2 = a zero value; for these two attempts (u16), code and message
// Values as in value/binary.h. All little-endian.
std::string encodeState(const Snapshot& compiled, const SavedState& state);

/// In:     any bytes; `compiled` is the pipeline that wants to go on.
/// Errors: R014, with the reason: no state file, another version, damaged, another pipeline, an
///         input of another type. Sizes are checked before anything is allocated.
Result<SavedState> decodeState(const Snapshot& compiled, std::string_view bytes);

}  // namespace cst
