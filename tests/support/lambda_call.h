#pragma once

#include "engine/json/decode.h"
#include "engine/json/encode.h"
#include "engine/plan/apply_blocks.h"
#include "engine/plan/interpret.h"
#include "engine/plan/plan.h"
#include "engine/session/constant_host.h"
#include "engine/session/engine.h"
#include "engine/value/column.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace cst::test {

/// The one higher-order call of a text, done directly with the values of its inputs: element by
/// element, or in blocks.
class LambdaCall {
public:
    LambdaCall(Engine& engine, const std::string& text)
        : engine_(engine),
          snapshot_(engine.compile(std::make_shared<const SourceText>(text), 1, false)) {
        if (snapshot_->errorCount != 0) {
            problem_ = snapshot_->diagnostics.front().message();
            return;
        }
        for (uint32_t node = 0; node < plan().size(); ++node) {
            operation_ =
                plan().nodes[node].op == Op::HigherOrder ? &plan().nodes[node] : operation_;
        }
        if (operation_ == nullptr) {
            problem_ = "no higher-order call";
        }
    }

    /// Why it cannot be done; "" = it can.
    const std::string& problem() const { return problem_; }

    void setInputs(const std::string& json) {
        std::vector<JsonField> fields;
        for (const PlanInput& input : plan().inputs) {
            fields.push_back({input.name, input.type, {}});
        }
        inputs_ = decodeInputs(types(), fields, json, {});
        problem_ = inputs_.errors.empty() ? "" : inputs_.errors.front().message;
    }

    /// Its block form; null if it has none.
    const BlockProgram* program() {
        const Lambda& lambda = plan().pools.lambdas[operation_->payload];
        const auto kind = static_cast<Intrinsic>(plan().pools.numbersOf(*operation_)[0]);
        return lambda.blocks->get(types(), plan().pools, lambda, kind, operation_->operandType);
    }

    CallOutcome byElement(LambdaHost* host = nullptr) {
        ConstantHost constant(engine_.registry(), types(), plan().pools);
        return applyByElement(types(), plan().pools, *operation_, operands(),
                              host != nullptr ? *host : constant);
    }
    /// Needs a program and a list that is not empty.
    CallOutcome byBlocks(LambdaHost* host = nullptr) {
        ConstantHost constant(engine_.registry(), types(), plan().pools);
        return applyBlocks(types(), plan().pools, *program(), *operation_, operands(),
                           host != nullptr ? *host : constant);
    }
    CallOutcome asChosen() {
        ConstantHost constant(engine_.registry(), types(), plan().pools);
        return applyHigherOrder(types(), plan().pools, *operation_, operands(), constant);
    }

    /// JSON, or the code of the error.
    std::string text(const CallOutcome& outcome) const {
        if (const auto* error = outcome.error()) {
            return error->code;
        }
        std::string json;
        encodeValue(json, types(), operation_->type, *outcome.value());
        return json;
    }

    /// Equal bit for bit (but for those of a NaN), or the same error.
    bool same(const CallOutcome& a, const CallOutcome& b) const {
        const auto* left = a.value();
        const auto* right = b.value();
        if (left == nullptr || right == nullptr) {
            return left == right && text(a) == text(b);
        }
        if (types().kind(operation_->type) != TypeKind::List) {
            return left->asBool() == right->asBool();
        }
        return sameRows(*rowsOf(left->asList()), *rowsOf(right->asList()));
    }

    /// Replaces the list by a part of itself.
    void cutList(uint32_t begin, uint32_t size) {
        Value& list = inputs_.values[inputOf(plan().pools.operandsOf(*operation_)[0].source)];
        list = makeList(list.asList().column, begin, size);
    }

private:
    const Plan& plan() const { return *snapshot_->plan; }
    const TypeTable& types() const { return *engine_.types(); }

    std::size_t inputOf(uint32_t node) const {
        const auto& inputs = plan().inputs;
        return static_cast<std::size_t>(std::ranges::find(inputs, node, &PlanInput::node) -
                                        inputs.begin());
    }

    std::span<const Value* const> operands() {
        operands_.clear();
        for (const Operand& operand : plan().pools.operandsOf(*operation_)) {
            operands_.push_back(&inputs_.values[inputOf(operand.source)]);
        }
        return operands_;
    }

    Ref<Column> rowsOf(const ListObject& list) const {
        ColumnBuilder builder(types(), types().element(operation_->type));
        builder.appendRows(*list.column, list.begin, list.size);
        return builder.finish();
    }

    template <class T>
    static bool sameBits(const std::vector<T>& a, const std::vector<T>& b) {
        return a.size() == b.size() &&
               (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
    }
    /// One NaN is like the other: its sign comes of the order in which a compiler multiplies.
    static bool sameFloats(const std::vector<double>& a, const std::vector<double>& b) {
        const auto bits = [](double value) {
            return std::isnan(value) ? ~uint64_t{0} : std::bit_cast<uint64_t>(value);
        };
        return std::ranges::equal(a, b, {}, bits, bits);
    }
    static bool sameRows(const Column& a, const Column& b) {
        if (a.rows.index() != b.rows.index()) return false;
        if (const auto* rows = std::get_if<RecordRows>(&a.rows)) {
            const auto& other = std::get<RecordRows>(b.rows);
            return std::equal(rows->fields.begin(), rows->fields.end(), other.fields.begin(),
                              other.fields.end(),
                              [](const auto& x, const auto& y) { return sameRows(*x, *y); });
        }
        if (const auto* rows = std::get_if<OptionalRows>(&a.rows)) {
            const auto& other = std::get<OptionalRows>(b.rows);
            return sameBits(rows->absent, other.absent) && sameRows(*rows->child, *other.child);
        }
        if (const auto* rows = std::get_if<TextRows>(&a.rows)) {
            const auto& other = std::get<TextRows>(b.rows);
            return sameBits(rows->ends, other.ends) && rows->chars == other.chars;
        }
        if (const auto* rows = std::get_if<IntRows>(&a.rows)) {
            return sameBits(rows->data, std::get<IntRows>(b.rows).data);
        }
        if (const auto* rows = std::get_if<FloatRows>(&a.rows)) {
            return sameFloats(rows->data, std::get<FloatRows>(b.rows).data);
        }
        if (const auto* rows = std::get_if<BoolRows>(&a.rows)) {
            return sameBits(rows->data, std::get<BoolRows>(b.rows).data);
        }
        return false;
    }

    Engine& engine_;
    std::shared_ptr<Snapshot> snapshot_;
    const Operation* operation_ = nullptr;
    std::string problem_;
    DecodedInputs inputs_;
    std::vector<const Value*> operands_;
};

}  // namespace cst::test
