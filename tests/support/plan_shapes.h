#pragma once

#include "engine/modules/registry.h"
#include "engine/plan/plan.h"
#include "engine/types/type_table.h"

#include <memory>
#include <vector>

namespace cst {

/// Plans of a given shape over small modules, built without a text: for benchmarks and tests of
/// the scheduler. All values are Ints; input 0 is `x`.
class PlanShapes {
public:
    PlanShapes();

    /// `pass(a, …)`: its first argument. `work(a, …)`: the same after about 8 us of arithmetic;
    /// `long(a, …)`: about 10 us.
    enum class Body : uint8_t { Pass, Work8, Work10 };

    std::shared_ptr<const Plan> chain(uint32_t nodes, Body body = Body::Pass);
    /// Layers of `width` nodes, each of which needs two random ones of the layer before.
    std::shared_ptr<const Plan> layers(uint32_t nodes, uint32_t width);
    /// `count` chains of `length` nodes side by side.
    std::shared_ptr<const Plan> branches(uint32_t count, uint32_t length);
    /// One node, `width` that need it, one that needs them all.
    std::shared_ptr<const Plan> wide(uint32_t width);
    /// Nodes that need nothing but the input, and one that needs them all.
    std::shared_ptr<const Plan> independent(uint32_t nodes, Body body);
    /// One node, then a leaf and a chain of `length` nodes that need it, written in this order.
    std::shared_ptr<const Plan> leafBesideChain(uint32_t length);
    /// Random graph: each node needs one to three earlier ones.
    std::shared_ptr<const Plan> random(uint32_t nodes, uint32_t seed);

    /// What a body does besides handing its argument on; for peers that do the same.
    static int64_t work8us(int64_t seed);
    static int64_t work10us(int64_t seed);
    /// The shape as edges, for peers: operands of node i + 1 (0 is the input).
    static std::vector<std::vector<uint32_t>> operandsOf(const Plan& plan);

    const Registry& registry() const { return registry_; }
    const TypeTable& types() const { return types_; }

private:
    struct Draft;

    TypeTable types_;
    Registry registry_;
    FunctionId pass_;
    FunctionId work8_;
    FunctionId work10_;
};

}  // namespace cst
