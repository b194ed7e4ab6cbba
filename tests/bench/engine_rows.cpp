// Rows of running graphs of no-op modules, beside oneTBB's flow graph on the same graphs: what a
// node costs beyond what its module costs. Both get an input, run everything and wait for the end;
// ours also hands values on and records times.

#include "tests/bench/engine_cost_rows.h"
#include "tests/bench/rows.h"
#include "tests/bench/shape_run.h"

#include <oneapi/tbb/flow_graph.h>

#include <algorithm>
#include <chrono>
#include <memory>

namespace cst::bench {
namespace {

namespace flow = tbb::flow;

/// The peer: one continue_node a node, which hands an integer on through an array.
class FlowPeer {
public:
    explicit FlowPeer(const Plan& plan) : values_(plan.size()) {
        const auto operands = PlanShapes::operandsOf(plan);
        for (std::size_t i = 0; i < operands.size(); ++i) {
            const uint32_t from = operands[i].front();
            nodes_.push_back(
                std::make_unique<Node>(graph_, [this, i, from](const flow::continue_msg&) {
                    values_[i + 1] = values_[from];
                }));
        }
        for (std::size_t i = 0; i < operands.size(); ++i) {
            std::vector<uint32_t> from = operands[i];
            std::sort(from.begin(), from.end());
            from.erase(std::unique(from.begin(), from.end()), from.end());
            for (const uint32_t operand : from) {
                if (operand == 0) {
                    flow::make_edge(start_, *nodes_[i]);
                } else {
                    flow::make_edge(*nodes_[operand - 1], *nodes_[i]);
                }
            }
        }
    }
    int64_t run(int64_t input) {
        values_[0] = input;
        start_.try_put(flow::continue_msg());
        graph_.wait_for_all();
        return values_.back();
    }

private:
    using Node = flow::continue_node<flow::continue_msg>;
    flow::graph graph_;
    flow::broadcast_node<flow::continue_msg> start_{graph_};
    std::vector<std::unique_ptr<Node>> nodes_;
    std::vector<int64_t> values_;
};

double nanosecondsOf(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start)
        .count();
}

Result<Measured> measureShape(std::shared_ptr<const Plan> (*make)(PlanShapes&)) {
    ShapeRunner runner(2);
    const std::shared_ptr<const Plan> plan = make(runner.shapes);
    const std::shared_ptr<const Program> program = runner.program(plan);
    FlowPeer peer(*plan);
    const double nodes = static_cast<double>(plan->size() - 1);
    bool isRight = true;
    const auto perNode = [&](int i, const auto& run) {
        int64_t got = 0;
        const double ns = nanosecondsOf([&] { got = run(i); });
        isRight = isRight && got == i;
        return ns / nodes;
    };
    Measured measured = byTurns(
        100, 400,
        [&](int i) { return perNode(i, [&](int64_t x) { return runner.run(program, x); }); },
        [&](int i) { return perNode(i, [&](int64_t x) { return peer.run(x); }); });
    if (!isRight) {
        return Error{"bench", "a run gave another value than went in", ""};
    }
    measured.peer = "tbb::flow_graph";
    return measured;
}

Result<Measured> measureChain(const std::string&) {
    return measureShape([](PlanShapes& shapes) { return shapes.chain(1000); });
}

Result<Measured> measureLayers(const std::string&) {
    return measureShape([](PlanShapes& shapes) { return shapes.layers(1000, 10); });
}

Result<Measured> measureBranches(const std::string&) {
    return measureShape([](PlanShapes& shapes) { return shapes.branches(50, 20); });
}

Result<Measured> measureWide(const std::string&) {
    return measureShape([](PlanShapes& shapes) { return shapes.wide(1000); });
}

}  // namespace

std::vector<Row> engineRows() {
    std::vector<Row> rows{{"engine/chain-1000", measureChain},
                          {"engine/layers-1000", measureLayers},
                          {"engine/branches-50x20", measureBranches},
                          {"engine/wide-1000", measureWide}};
    for (Row& row : engineCostRows()) {
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace cst::bench
