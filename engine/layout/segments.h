#pragma once

#include "engine/layout/layered.h"
#include "engine/layout/layout.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// A link as a spring: its segment would like to stand `offset` below the other one.
struct Spring {
    uint32_t segment = 0;
    float offset = 0;
    float weight = 1;
};

/// One segment must stand at least `distance` from another one.
struct Clearance {
    uint32_t segment = 0;
    float distance = 0;
};

/// Rows by segment, in one array.
template <class Row>
struct SegmentTable {
    std::vector<uint32_t> begin;
    std::vector<Row> rows;

    std::span<const Row> operator[](uint32_t segment) const {
        return std::span(rows).subspan(begin[segment], begin[segment + 1] - begin[segment]);
    }
};

/// Runs of vertices that will stand on one horizontal line: the dummies of a long edge, and
/// nodes that have nobody but each other.
/// Invariant: "stands above" between segments has no cycle, and `topDown` is sorted by it.
struct Segments {
    std::vector<uint32_t> of;       // by vertex
    std::vector<uint32_t> length;   // by segment, in vertices
    std::vector<uint32_t> topDown;  // all segments
    SegmentTable<Clearance> above;  // next ones above and below in each layer
    SegmentTable<Clearance> below;
    SegmentTable<Spring> toLeft;  // springs to the vertices in the layers before
    SegmentTable<Spring> toRight;

    uint32_t count() const { return static_cast<uint32_t>(length.size()); }
};

/// Distance that the centres of two vertices need, the first right above the second.
float clearance(const Layered& graph, const LayoutOptions& options, uint32_t upper, uint32_t lower);

/// Cost: O(links log links). Needs the order of the layers.
Segments findSegments(const Layered& graph, const LayoutOptions& options);

}  // namespace cst
