#pragma once

#include "engine/base/hash.h"
#include "engine/plan/plan.h"
#include "engine/types/type_table.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace cst {

/// By node of a source's plan: what its value is a function of, in 128 bits. Of a pure node its
/// operation, its options and the keys of its operands; of an input the value that was given; of a
/// node with effects the value that it came to, whatever it was called with. Good in one process.
/// An arm of a choice that has no value in this run counts as nothing: the choice cannot have taken
/// it. Not thread safe.
class ResultKeys {
public:
    /// Digest of the value that a node with effects has for the run, from what it is called with;
    /// nothing if it has none.
    using Settled = std::function<std::optional<Hash128>(uint32_t node, const Hash128& call)>;

    /// `inputs`: digests by index of the plan's inputs; nothing = the input has no value.
    /// `settled`: for a run that does no effects, asked once for each in order; empty: they get
    /// their values in the course of the run, see settle().
    /// Cost: about 100 ns for a node.
    ResultKeys(std::shared_ptr<const Plan> plan, const TypeTable& types,
               std::span<const std::optional<Hash128>> inputs, const Settled& settled = {});

    /// Nothing if the node cannot have a value, or not yet. All that it strictly needs is settled.
    std::optional<Hash128> of(uint32_t node);
    /// As far as it has been worked out. Cost: O(1).
    std::optional<Hash128> known(uint32_t node) const;
    /// The run has ended: what is not settled will never be. Cost: O(nodes).
    void close();
    /// The operation and the keys of the operands, also of a node with effects: what is called.
    std::optional<Hash128> callOf(uint32_t node);
    /// What the node does, whatever with.
    const Hash128& own(uint32_t node) const { return rows_[node].own; }
    /// A node with effects has come to a value with that digest.
    void settle(uint32_t node, const Hash128& digest);
    const Plan& plan() const { return *plan_; }

private:
    enum class State : uint8_t {
        Open,   // it, or what it needs, has effects that are not settled
        Known,  // for good
        None,   // likewise: no value, no key
    };
    struct Key {
        Hash128 hash;
        State state = State::Open;
        bool isFinal = true;  // no arm that is still open counted as nothing
    };
    struct Row {
        Hash128 own;
        Key key;
    };

    template <class KeyOf>
    Key combine(uint32_t node, const KeyOf& keyOf) const;
    Key find(uint32_t node);

    const std::shared_ptr<const Plan> plan_;
    std::vector<Row> rows_;
};

}  // namespace cst
