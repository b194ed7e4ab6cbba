#pragma once

#include "engine/check/checked_tree.h"
#include "engine/plan/graph.h"
#include "engine/plan/plan.h"
#include "engine/types/signature.h"

#include <memory>

namespace cst {

/// The two faces of a compiled text: the graph that people see and the plan that runs it.
struct Lowered {
    std::shared_ptr<Graph> graph;
    std::shared_ptr<Plan> plan;
};

/// Turns a checked tree into nodes.
/// In:     any checked tree. A declaration with an error becomes one broken node under its key.
/// Out:    the plan's source map leads from each of its nodes to the graph's.
/// Cost:   O(nodes) apart from the length of keys.
/// Source: language §10.1, §10.3; keys: architecture, invariant 2.
Lowered lower(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types);

/// A constant expression as a lambda without parameters; nothing if it refers to a variable or
/// calls something with effects. For @example.
std::unique_ptr<Plan> lowerConstant(const CheckedTree& checked, const SignatureTable& signatures,
                                    TypeTable& types, SyntaxId expression, TypeId type);

}  // namespace cst
