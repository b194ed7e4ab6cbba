#include "engine/plan/plan.h"

namespace cst {

std::span<const Operand> Plan::strictOperands(uint32_t node) const {
    const std::span<const Operand> all = operands(node);
    return isControl(nodes[node].op) ? all.first(1) : all;
}

namespace {

/// Turns (producer, consumer) pairs into one array sliced by producer. An operand used twice is
/// there twice, so that counting down works.
struct ConsumerLists {
    std::vector<uint32_t> all;
    std::vector<uint32_t> start;
};

ConsumerLists groupByProducer(std::size_t nodes,
                              const std::vector<std::pair<uint32_t, uint32_t>>& pairs) {
    ConsumerLists lists;
    lists.start.assign(nodes + 1, 0);
    for (const auto& [producer, consumer] : pairs) {
        ++lists.start[producer + 1];
    }
    for (std::size_t i = 0; i < nodes; ++i) {
        lists.start[i + 1] += lists.start[i];
    }
    lists.all.resize(pairs.size());
    std::vector<uint32_t> next(lists.start.begin(), lists.start.end() - 1);
    for (const auto& [producer, consumer] : pairs) {
        lists.all[next[producer]++] = consumer;
    }
    return lists;
}

}  // namespace

void Plan::finish() {
    std::vector<std::pair<uint32_t, uint32_t>> strict;
    std::vector<std::pair<uint32_t, uint32_t>> conditional;
    joinCounts_.assign(nodes.size(), 0);
    for (uint32_t node = 0; node < size(); ++node) {
        const std::size_t strictCount = strictOperands(node).size();
        joinCounts_[node] = static_cast<uint32_t>(strictCount);
        const std::span<const Operand> all = operands(node);
        for (std::size_t i = 0; i < all.size(); ++i) {
            (i < strictCount ? strict : conditional).emplace_back(all[i].source, node);
        }
    }
    ConsumerLists lists = groupByProducer(nodes.size(), strict);
    strictConsumers_ = std::move(lists.all);
    strictStart_ = std::move(lists.start);
    lists = groupByProducer(nodes.size(), conditional);
    conditionalConsumers_ = std::move(lists.all);
    conditionalStart_ = std::move(lists.start);
}

}  // namespace cst
