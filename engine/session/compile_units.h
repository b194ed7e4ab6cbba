#pragma once

#include "engine/base/name_table.h"
#include "engine/syntax/tree.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Successive blocks of a text that one thread checks and lowers together, in order.
struct CompileUnit {
    uint32_t first = 0;  // by order
    uint32_t end = 0;
    uint32_t layer = 0;     // all that it uses is in units of lower layers, and in itself
    bool isImport = false;  // its declarations are `use` lines, and no others are; it has no layer
};

/// A block of a text, wherever it was read.
struct UnitBlock {
    const SyntaxTree* tree = nullptr;
    uint32_t block = 0;
    const SyntaxBlock& rows() const { return tree->blocks[block]; }
};

/// A text cut into units.
struct CompileUnits {
    std::vector<CompileUnit> units;  // in the order of the text, without gaps
    uint32_t layers = 0;
    /// Is there enough in most layers for several threads?
    bool isWorthSharing() const { return units.size() >= std::size_t{layers} * 2; }
};

/// Units in the order in which they may be checked, those with `use` lines apart.
struct UnitLayers {
    std::vector<uint32_t> units;  // by layer; within a layer in the order of the text
    std::vector<uint32_t> ends;   // of the layers
};
UnitLayers layersOf(const CompileUnits& all);

/// Cuts a text where few declarations use what stands shortly before them, and finds the layers.
/// In:     all blocks of the text; `names` receives the names that they declare. A unit has about
///         `size` declarations, and blocks of one tree.
/// Out:    no units if a block has a `use` and something else, or the text begins with a long chain
///         of declarations each of which uses the one before.
/// Cost:   O(nodes), a look into the table for each name.
CompileUnits cutIntoUnits(std::span<const UnitBlock> blocks, NameTable& names, uint32_t size);

}  // namespace cst
