// All rows of a part lie in one piece of memory: a text has a part for each of its declarations.

#include "engine/plan/part.h"

#include <algorithm>
#include <type_traits>

namespace cst {
namespace {

constexpr std::size_t kMostAlignment = alignof(std::max_align_t);

/// Copies tables into memory, one behind the other; without memory only measures.
class Packer {
public:
    explicit Packer(std::byte* memory) : memory_(memory) {}

    template <class Row, class Rows>
    void add(std::span<const Row>& to, const Rows& from) {
        static_assert(std::is_trivially_destructible_v<Row>);
        if (memory_ != nullptr && !from.empty()) {
            Row* const begin = reinterpret_cast<Row*>(memory_ + used_);
            std::uninitialized_copy(from.begin(), from.end(), begin);
            to = {begin, from.size()};
        }
        used_ += (from.size() * sizeof(Row) + kMostAlignment - 1) / kMostAlignment * kMostAlignment;
    }
    std::size_t used() const { return used_; }

private:
    std::byte* memory_;
    std::size_t used_ = 0;
};

/// The rows of a draft, as its order has them.
template <class Row>
class InOrder {
public:
    InOrder(const std::vector<Row>& rows, const std::vector<uint32_t>& order)
        : rows_(rows), order_(order) {}

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using pointer = const Row*;
        using reference = const Row&;

        Iterator(const InOrder* all, std::size_t at) : all_(all), at_(at) {}
        const Row& operator*() const { return all_->rows_[all_->order_[at_]]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        Iterator operator++(int) { return Iterator(all_, at_++); }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

    private:
        const InOrder* all_;
        std::size_t at_;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, order_.size()}; }
    std::size_t size() const { return order_.size(); }
    bool empty() const { return order_.empty(); }

private:
    const std::vector<Row>& rows_;
    const std::vector<uint32_t>& order_;
};

/// Rows into source order: by place, the larger range first.
void sortRows(PartDraft& draft) {
    std::vector<uint32_t>& order = draft.order;
    order.resize(draft.rows.size());
    for (uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    const auto rank = [&](uint32_t row) {
        const SourceRange range = draft.rows[row].range;
        return uint64_t{range.begin} << 32U | (UINT32_MAX - range.end);
    };
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        const uint64_t left = rank(a);
        const uint64_t right = rank(b);
        return left != right ? left < right : a < b;
    });
    draft.place.resize(order.size());
    for (uint32_t i = 0; i < order.size(); ++i) {
        draft.place[order[i]] = i;
    }
    for (PlanPart::Output& output : draft.outputs) {
        output.row = draft.place[output.row];
    }
}

}  // namespace

void PartDraft::clear() {
    pools.operands.clear();
    pools.numbers.clear();
    pools.constants.clear();
    pools.texts.clear();
    pools.conversions.clear();
    pools.lambdas.clear();
    pools.callOptions.clear();
    nodes.clear();
    externals.clear();
    definitions.clear();
    inputs.clear();
    outputs.clear();
    effects.clear();
    nodeOf.clear();
    rows.clear();
    own.clear();
    edges.clear();
    edgesEnd.clear();
    operands.clear();
    ports.clear();
}

PlanPart::PlanPart(PartDraft& draft)
    : constants(std::move(draft.pools.constants)),
      literals(std::move(draft.pools.texts)),
      lambdas(std::move(draft.pools.lambdas)),
      callOptions(std::move(draft.pools.callOptions)),
      texts(draft.texts) {
    sortRows(draft);
    // Edges lie by node; here they lie by row.
    std::vector<GraphEdge>& ordered = draft.orderedEdges;
    std::vector<uint32_t>& ends = draft.orderedEnds;
    ordered.clear();
    ends.clear();
    for (const uint32_t row : draft.order) {
        const uint32_t begin = row == 0 ? 0 : draft.edgesEnd[row - 1];
        ordered.insert(ordered.end(), draft.edges.begin() + begin,
                       draft.edges.begin() + draft.edgesEnd[row]);
        ends.push_back(static_cast<uint32_t>(ordered.size()));
    }
    draft.place.resize(draft.nodes.size());
    const auto pack = [&](Packer& packer) {
        packer.add(nodes, draft.nodes);
        packer.add(operands, draft.pools.operands);
        packer.add(numbers, draft.pools.numbers);
        packer.add(conversions, draft.pools.conversions);
        packer.add(externals, draft.externals);
        packer.add(definitions, draft.definitions);
        packer.add(inputs, draft.inputs);
        packer.add(outputs, draft.outputs);
        packer.add(effects, draft.effects);
        packer.add(rows, InOrder(draft.rows, draft.order));
        packer.add(own, InOrder(draft.own, draft.order));
        packer.add(edges, ordered);
        packer.add(edgesEnd, ends);
        packer.add(rowOf, draft.place);
    };
    Packer measured(nullptr);
    pack(measured);
    memory_ = std::make_unique_for_overwrite<std::byte[]>(measured.used());
    Packer packer(memory_.get());
    pack(packer);
    draft.clear();
}

}  // namespace cst
