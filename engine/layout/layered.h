#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// The other end of a link, as one of its ends sees it.
struct Neighbour {
    uint32_t vertex = 0;
    uint32_t weight = 1;  // edges that run through the link
    float portY = 0;      // where the link meets its right end, from that end's centre
};

/// Neighbours of every vertex on one side, in one array.
struct NeighbourTable {
    std::vector<uint32_t> begin;  // by vertex, and one more
    std::vector<Neighbour> rows;

    std::span<const Neighbour> operator[](uint32_t vertex) const {
        return std::span(rows).subspan(begin[vertex], begin[vertex + 1] - begin[vertex]);
    }
};

/// Between vertices of layers next to each other.
struct LayerLink {
    uint32_t from = 0;
    uint32_t to = 0;
    uint32_t weight = 1;
    float portY = 0;
};

/// A capped edge jumps from one dummy to another.
struct FarLink {
    uint32_t from = 0;
    uint32_t to = 0;
};

/// One connected part of the graph between the phases of the layout. A vertex is a node or a
/// dummy: a place where a long edge passes a layer. The phases fill it from top to bottom.
struct Layered {
    static constexpr uint32_t kNone = UINT32_MAX;

    // addDummies
    uint32_t nodeCount = 0;          // vertices from here on are dummies
    std::vector<uint32_t> layerOf;   // by vertex
    std::vector<float> height;       // by vertex, 0 for dummies
    std::vector<uint32_t> before;    // by vertex: for a dummy, the vertex it comes from
    std::vector<uint32_t> origin;    // by vertex: itself, or the node a dummy starts at
    std::vector<uint32_t> trunk;     // by node, and one more: its first dummy of the line that all
                                     // its edges share; they follow each other, a layer each
    std::vector<uint32_t> lastStop;  // by edge: the vertex before its target; kNone = no way
    std::vector<float> portY;        // by edge: where it arrives, from its target's centre
    std::vector<LayerLink> links;    // in port order
    std::vector<FarLink> farLinks;   // dummies that stand further apart

    // addNeighbours
    NeighbourTable left;
    NeighbourTable right;

    // orderLayers
    std::vector<std::vector<uint32_t>> layers;  // top to bottom
    std::vector<uint32_t> position;             // by vertex, in its layer

    // placeVertices
    std::vector<float> y;  // by vertex, of the centre

    uint32_t vertexCount() const { return static_cast<uint32_t>(layerOf.size()); }
    bool isDummy(uint32_t vertex) const { return vertex >= nodeCount; }
};

}  // namespace cst
