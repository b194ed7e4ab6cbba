#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// Nodes of a graph that belong together under one name, wherever they stand.
struct NodeGroup {
    std::string name;             // no two are equal
    std::vector<uint32_t> nodes;  // rising; never empty
    std::string written;          // what a person calls it; "" = by its name

    const std::string& shown() const { return written.empty() ? name : written; }
};

}  // namespace cst
