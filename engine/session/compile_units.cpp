// A declaration uses what stands before it under a name that it mentions: a superset of what the
// check will look up, found without knowing what anything means. It is enough to know the last
// declaration of a name, for that one mentions the name itself, and so uses the one before it.
//
// Most declarations use inputs and types from far above, and what was made of them just above. The
// former is no hindrance: units of one layer do not use each other. The latter would make a chain
// of the units, each waiting for the last lines of the one before. So a unit may end anywhere in
// the last half of its size, and ends where the fewest such uses cross.

#include "engine/session/compile_units.h"

#include <algorithm>
#include <numeric>

namespace cst {
namespace {

constexpr uint32_t kUndeclared = UINT32_MAX;
// Blocks after which a text that has been one long chain so far is taken for one.
constexpr uint32_t kSample = 1024;

/// Nodes whose names are looked up among the declarations of a text, those apart that declare one.
constexpr bool mentions(SyntaxKind kind) {
    switch (kind) {
    case SyntaxKind::Variable:
    case SyntaxKind::TypeName:
    case SyntaxKind::TypeGeneric:
    case SyntaxKind::PatternIs: return true;
    default: return false;
    }
}

class Cutter {
public:
    Cutter(std::span<const UnitBlock> blocks, NameTable& names, uint32_t size)
        : blocks_(blocks), names_(names), size_(size), count_(uint32_t(blocks.size())) {}

    CompileUnits cut() {
        CompileUnits result;
        if (!findUses()) {
            return result;
        }
        countCrossings();
        std::vector<uint32_t> unitOf(count_);
        for (uint32_t first = 0; first < count_;) {
            CompileUnit unit;
            unit.first = first;
            unit.isImport = isImport_[first];
            unit.end = endOf(first);
            for (uint32_t i = first; i < unit.end; ++i) {
                unitOf[i] = static_cast<uint32_t>(result.units.size());
                for (uint32_t k = i == 0 ? 0 : usesEnd_[i - 1]; k < usesEnd_[i]; ++k) {
                    if (uses_[k] < first && !isImport_[uses_[k]]) {
                        unit.layer = std::max(unit.layer, result.units[unitOf[uses_[k]]].layer + 1);
                    }
                }
            }
            if (!unit.isImport) {
                result.layers = std::max(result.layers, unit.layer + 1);
            }
            result.units.push_back(unit);
            first = unit.end;
        }
        return result;
    }

private:
    bool findUses();
    void countCrossings();
    uint32_t endOf(uint32_t first) const;

    std::span<const UnitBlock> blocks_;
    NameTable& names_;
    const uint32_t size_;
    const uint32_t count_;
    std::vector<bool> isImport_;      // by block
    std::vector<uint32_t> uses_;      // blocks that a block uses
    std::vector<uint32_t> usesEnd_;   // by block: the end of its part of uses_
    std::vector<int32_t> crossings_;  // by block: uses that a cut in front of it would cross
};

/// False if the text is not to be cut.
bool Cutter::findUses() {
    std::vector<uint32_t> declaredIn;  // by NameId: the last block
    std::vector<uint32_t> depths;      // by block: of the longest chain of uses that ends in it
    uint32_t deepest = 0;
    names_.reserve(std::max<std::size_t>(names_.size(), count_));
    isImport_.assign(count_, false);
    usesEnd_.reserve(count_);
    uses_.reserve(std::size_t{count_} * 4);
    depths.assign(count_, 0);
    for (uint32_t i = 0; i < count_; ++i) {
        if (i == kSample && deepest * 4 > kSample) {
            return false;
        }
        const SyntaxTree& tree = *blocks_[i].tree;
        const SyntaxBlock& rows = blocks_[i].rows();
        const auto use = [&](NameId name) {
            if (name.index < declaredIn.size() && declaredIn[name.index] != kUndeclared) {
                uses_.push_back(declaredIn[name.index]);
                depths[i] = std::max(depths[i], depths[uses_.back()] + 1);
                deepest = std::max(deepest, depths[i]);
            }
        };
        for (uint32_t node = rows.firstNode; node < rows.nodeEnd; ++node) {
            const SyntaxNode& row = tree.nodes[SyntaxId(node)];
            if (mentions(row.kind)) {
                use(names_.find(tree.text->slice(row.name)));
            }
        }
        uint32_t imports = 0;
        for (uint32_t k = rows.firstDeclaration; k < rows.declarationEnd; ++k) {
            const SyntaxNode& row = tree.nodes[tree.declarations[k]];
            imports += row.kind == SyntaxKind::UseDecl ? 1 : 0;
            if (row.name.empty()) {
                continue;
            }
            const NameId name = names_.intern(tree.text->slice(row.name));
            use(name);
            if (name.index >= declaredIn.size()) {
                declaredIn.resize(std::max<std::size_t>(name.index + 1, 2 * declaredIn.size()),
                                  kUndeclared);
            }
            declaredIn[name.index] = i;
        }
        usesEnd_.push_back(static_cast<uint32_t>(uses_.size()));
        isImport_[i] = imports > 0;
        if (imports > 0 && imports < rows.declarationEnd - rows.firstDeclaration) {
            return false;
        }
    }
    return true;
}

void Cutter::countCrossings() {
    crossings_.assign(count_ + 1, 0);
    for (uint32_t i = 0; i < count_; ++i) {
        for (uint32_t k = i == 0 ? 0 : usesEnd_[i - 1]; k < usesEnd_[i]; ++k) {
            if (i - uses_[k] <= 2 * size_) {
                ++crossings_[uses_[k] + 1];
                --crossings_[i + 1];
            }
        }
    }
    for (uint32_t i = 1; i <= count_; ++i) {
        crossings_[i] += crossings_[i - 1];
    }
}

/// Where the unit ends that begins with a block.
uint32_t Cutter::endOf(uint32_t first) const {
    uint32_t best = first + 1;
    uint32_t declarations = 0;
    for (uint32_t i = first; i < count_ && declarations < size_; ++i) {
        const SyntaxBlock& rows = blocks_[i].rows();
        declarations += std::max(1U, rows.declarationEnd - rows.firstDeclaration);
        const uint32_t end = i + 1;
        const bool mustEnd = end == count_ || blocks_[end].tree != blocks_[first].tree ||
                             isImport_[end] != isImport_[first];
        if (mustEnd) {
            return declarations * 2 <= size_ || crossings_[end] <= crossings_[best] ? end : best;
        }
        if (declarations * 2 <= size_ || crossings_[end] <= crossings_[best]) {
            best = end;
        }
    }
    return best;
}

}  // namespace

CompileUnits cutIntoUnits(std::span<const UnitBlock> blocks, NameTable& names, uint32_t size) {
    return Cutter(blocks, names, size).cut();
}

UnitLayers layersOf(const CompileUnits& all) {
    UnitLayers layers;
    layers.ends.assign(all.layers, 0);
    for (uint32_t i = 0; i < all.units.size(); ++i) {
        if (!all.units[i].isImport) {
            layers.units.push_back(i);
            ++layers.ends[all.units[i].layer];
        }
    }
    std::partial_sum(layers.ends.begin(), layers.ends.end(), layers.ends.begin());
    std::stable_sort(layers.units.begin(), layers.units.end(), [&](uint32_t a, uint32_t b) {
        return all.units[a].layer < all.units[b].layer;
    });
    return layers;
}

}  // namespace cst
