#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// Nodes of a graph that belong together under one name, wherever they stand.
struct NodeGroup {
    std::string name;
    std::vector<uint32_t> nodes;  // rising; never empty
};

}  // namespace cst
