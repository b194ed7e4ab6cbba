#pragma once

#include "engine/check/checked_tree.h"
#include "engine/plan/part.h"
#include "engine/plan/plan.h"
#include "engine/types/signature.h"

#include <memory>

namespace cst {

/// Turns a checked block into nodes.
/// In:     any checked block; `draft` is room for working, empty again afterwards. A declaration
/// with an error becomes one broken node under its key. Cost:   O(nodes) apart from the length of
/// keys. Source: language §10.1, §10.3; keys: architecture, invariant 2.
PlanPart lower(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types,
               PartDraft& draft);

/// A constant expression as a lambda without parameters; nothing if it refers to a variable or
/// calls something with effects. For @example.
std::unique_ptr<Plan> lowerConstant(const CheckedTree& checked, const SignatureTable& signatures,
                                    TypeTable& types, SyntaxId expression, TypeId type);

}  // namespace cst
