// The plan is written down in a canonical form, which is hashed. Numbers that a process gives out
// (of types, functions, constants, places in pools) do not occur in it: a type is written out where
// it occurs first and named by its place in that order from then on, everything else stands where
// it is used.

#include "engine/plan/structural_hash.h"

#include "engine/plan/typed_numbers.h"
#include "engine/value/binary.h"

#include <unordered_map>

namespace cst {
namespace {

class CanonicalForm {
public:
    CanonicalForm(const Plan& plan, const TypeTable& types, const SignatureTable& signatures)
        : plan_(plan), pools_(plan.pools), types_(types), signatures_(signatures) {}

    std::string write();
    /// One node, without what it is given.
    std::string writeOwn(uint32_t node) {
        operation(plan_.nodes[node], false);
        return std::move(bytes_);
    }

private:
    void number(uint64_t value) {
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void text(std::string_view value) {
        number(value.size());
        bytes_ += value;
    }
    void type(TypeId id);
    void function(FunctionId id);
    void constant(TypeId type, const Value& value);
    void operation(const Operation& operation, bool withSources);
    void options(const CallOptions* options);
    void numbers(const Operation& operation);
    void payload(const Operation& operation);
    void lambda(const Lambda& lambda);

    const Plan& plan_;
    const Pools& pools_;
    const TypeTable& types_;
    const SignatureTable& signatures_;
    std::string bytes_;
    std::unordered_map<uint32_t, uint64_t> typePlaces_;      // by TypeId: order of first use
    std::unordered_map<uint32_t, uint64_t> functionPlaces_;  // likewise
};

std::string CanonicalForm::write() {
    number(plan_.inputs.size());
    for (const PlanInput& input : plan_.inputs) {
        text(input.name);
        type(input.type);
        number(input.node);
    }
    number(plan_.nodes.size());
    for (const Operation& node : plan_.nodes) {
        operation(node, true);
    }
    number(plan_.outputs.size());
    for (const PlanOutput& output : plan_.outputs) {
        text(output.name);
        type(output.type);
        number(output.node);
    }
    number(plan_.roots.size());
    for (const uint32_t root : plan_.roots) {
        number(root);
    }
    return std::move(bytes_);
}

/// The declared order of fields counts: values keep their fields in it.
void CanonicalForm::type(TypeId id) {
    if (!id.hasValue()) {
        number(UINT64_MAX);
        return;
    }
    const auto [found, isNew] = typePlaces_.emplace(id.index, typePlaces_.size());
    number(found->second);
    if (isNew) {
        text(types_.text(id));
        number(types_[id].textHash);  // the text may be cut
    }
}

void CanonicalForm::function(FunctionId id) {
    if (!id.hasValue()) {
        number(UINT64_MAX);
        return;
    }
    const auto [found, isNew] = functionPlaces_.emplace(id.index, functionPlaces_.size());
    number(found->second);
    if (isNew) {
        const Signature& signature = signatures_[id];
        text(signature.qualified);
        number(signature.versionMajor);
        number(signature.versionMinor);
    }
}

void CanonicalForm::constant(TypeId type, const Value& value) {
    std::string bytes;
    encodeBinary(bytes, types_, type, value);
    text(bytes);
}

void CanonicalForm::operation(const Operation& operation, bool withSources) {
    number(static_cast<uint64_t>(operation.op));
    number(operation.wraps);
    number(operation.effectful);
    number(operation.hasOptions);
    number(operation.priority);
    options(pools_.optionsOf(operation));
    type(operation.type);
    type(operation.operandType);
    function(operation.function);
    number(operation.operandCount);
    for (const Operand& operand : pools_.operandsOf(operation)) {
        if (withSources) {
            number(operand.source);
        }
        const bool converts = operand.conversion != kNoIndex;
        type(converts ? pools_.conversions[operand.conversion].first : TypeId());
        type(converts ? pools_.conversions[operand.conversion].second : TypeId());
    }
    numbers(operation);
    payload(operation);
}

void CanonicalForm::options(const CallOptions* options) {
    number(options != nullptr);
    if (options == nullptr) {
        return;
    }
    const auto time = [&](std::chrono::nanoseconds ns) {
        number(static_cast<uint64_t>(ns.count()));
    };
    number(options->attempts);
    time(options->delay);
    number(static_cast<uint64_t>(options->backoff));
    time(options->timeout);
    time(options->cacheFor);
    text(options->cacheBackend);
    number(options->throttleCount);
    time(options->throttlePeriod);
    number(options->concurrency);
    number(static_cast<uint64_t>(options->onError));
    number(options->hasFallback);
}

void CanonicalForm::numbers(const Operation& operation) {
    const std::span<const uint32_t> all = pools_.numbersOf(operation);
    number(all.size());
    visitNumbers(operation, all, [&](std::size_t i, bool isType) {
        if (isType) {
            type(TypeId(all[i]));
        } else {
            number(all[i]);
        }
    });
}

void CanonicalForm::payload(const Operation& operation) {
    switch (operation.op) {
    case Op::Literal: constant(operation.type, pools_.constants[operation.payload]); break;
    case Op::Interpolate:
        for (std::size_t i = 0; i <= operation.operandCount; ++i) {
            text(pools_.texts[operation.payload + i]);
        }
        break;
    case Op::HigherOrder: lambda(pools_.lambdas[operation.payload]); break;
    default: number(operation.payload); break;  // inputs, jumps
    }
}

void CanonicalForm::lambda(const Lambda& lambda) {
    number(lambda.registerCount);
    type(lambda.resultType);
    number(lambda.parameterTypes.size());
    for (const TypeId parameter : lambda.parameterTypes) {
        type(parameter);
    }
    number(lambda.captureRegisters.size());
    for (const uint32_t place : lambda.captureRegisters) {
        number(place);
    }
    number(lambda.code.size());
    for (const Operation& instruction : lambda.code) {
        number(instruction.target);
        operation(instruction, true);
    }
}

}  // namespace

Hash128 structuralHash(const Plan& plan, const TypeTable& types, const SignatureTable& signatures) {
    return hashBytes(CanonicalForm(plan, types, signatures).write());
}

Hash128 ownHash(const Plan& plan, uint32_t node, const TypeTable& types,
                const SignatureTable& signatures) {
    return hashBytes(CanonicalForm(plan, types, signatures).writeOwn(node));
}

}  // namespace cst
