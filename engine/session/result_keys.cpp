#include "engine/session/result_keys.h"

#include "engine/plan/operation_key.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace cst {
namespace {

// What keys of different kinds begin with.
constexpr Hash128 kNothing{1, 0};
constexpr Hash128 kInput{2, 0};
constexpr Hash128 kEffect{3, 0};

Hash128 keyOfValue(const Hash128& kind, TypeId type, const Hash128& digest) {
    return hashPair(hashPair(kind, {type.index, 0}), digest);
}

}  // namespace

ResultKeys::ResultKeys(std::shared_ptr<const Plan> plan, const TypeTable& types,
                       std::span<const std::optional<Hash128>> inputs, const Settled& settled)
    : plan_(std::move(plan)), rows_(plan_->size()) {
    const auto keyOf = [&](uint32_t node) { return rows_[node].key; };
    std::string bytes;
    for (uint32_t node = 0; node < rows_.size(); ++node) {
        const Operation& operation = plan_->nodes[node];
        Row& row = rows_[node];
        bytes.clear();
        appendOwnKey(bytes, plan_->pools, types, operation);
        row.own = hashBytes(bytes);
        if (operation.op == Op::Broken) {
            row.key.state = State::None;
        } else if (operation.op == Op::Input) {
            const std::optional<Hash128>& digest = inputs[operation.payload];
            row.key.state = digest ? State::Known : State::None;
            row.key.hash = keyOfValue(kInput, operation.type, digest.value_or(Hash128()));
        } else if (!operation.effectful) {
            row.key = combine(node, keyOf);
            row.key.state = row.key.isFinal ? row.key.state : State::Open;
        } else if (settled) {
            const Key call = combine(node, keyOf);
            row.key.state = State::None;
            if (const auto digest =
                    call.state == State::Known ? settled(node, call.hash) : std::nullopt) {
                settle(node, *digest);
            }
        }
    }
}

template <class KeyOf>
ResultKeys::Key ResultKeys::combine(uint32_t node, const KeyOf& keyOf) const {
    Key result{rows_[node].own, State::Known, true};
    const std::size_t strict = plan_->strictOperands(node).size();
    const std::span<const Operand> operands = plan_->operands(node);
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const Key key = keyOf(operands[i].source);
        if (i < strict && key.state != State::Known) {
            return {{}, key.state, key.isFinal};
        }
        result.isFinal = result.isFinal && key.isFinal && key.state != State::Open;
        result.hash = hashPair(result.hash, key.state == State::Known ? key.hash : kNothing);
    }
    return result;
}

void ResultKeys::settle(uint32_t node, const Hash128& digest) {
    rows_[node].key = {keyOfValue(kEffect, plan_->nodes[node].type, digest), State::Known, true};
}

std::optional<Hash128> ResultKeys::of(uint32_t node) {
    const Key key = find(node);
    return key.state == State::Known ? std::optional(key.hash) : std::nullopt;
}

std::optional<Hash128> ResultKeys::known(uint32_t node) const {
    const Key& key = rows_[node].key;
    return key.state == State::Known ? std::optional(key.hash) : std::nullopt;
}

void ResultKeys::close() {
    for (uint32_t node = 0; node < rows_.size(); ++node) {
        Key& key = rows_[node].key;
        if (key.state != State::Open) {
            continue;
        }
        key.state = State::None;
        if (!plan_->nodes[node].effectful) {
            key = combine(node, [&](uint32_t source) { return rows_[source].key; });
        }
    }
}

std::optional<Hash128> ResultKeys::callOf(uint32_t node) {
    const Key key = combine(node, [&](uint32_t source) { return find(source); });
    return key.state == State::Known ? std::optional(key.hash) : std::nullopt;
}

/// Works out what has become known since, in order: a node stands behind what it needs. What is
/// final stays so, the rest is worked out again each time.
ResultKeys::Key ResultKeys::find(uint32_t node) {
    if (rows_[node].key.state != State::Open) {
        return rows_[node].key;
    }
    std::vector<uint32_t> open{node};
    std::unordered_map<uint32_t, Key> found{{node, Key{}}};
    for (std::size_t i = 0; i < open.size(); ++i) {
        if (plan_->nodes[open[i]].effectful) {
            continue;  // what it comes to does not follow from what it needs
        }
        for (const Operand& operand : plan_->operands(open[i])) {
            const bool isOpen = rows_[operand.source].key.state == State::Open;
            if (isOpen && found.emplace(operand.source, Key{}).second) {
                open.push_back(operand.source);
            }
        }
    }
    std::sort(open.begin(), open.end());
    for (const uint32_t each : open) {
        if (plan_->nodes[each].effectful) {
            continue;
        }
        Key& key = found[each];
        key = combine(each, [&](uint32_t source) {
            const Key& settled = rows_[source].key;
            return settled.state == State::Open ? found.at(source) : settled;
        });
        if (key.isFinal) {
            rows_[each].key = key;
        }
    }
    return found.at(node);
}

}  // namespace cst
