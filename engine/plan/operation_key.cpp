#include "engine/plan/operation_key.h"

#include "engine/value/column.h"
#include "engine/value/digest.h"
#include "engine/value/objects.h"

namespace cst {
namespace {

template <class T>
void appendBits(std::string& key, const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void appendSized(std::string& key, std::string_view text) {
    appendBits(key, text.size());
    key += text;
}

/// Of what a key is one.
enum class Form : uint8_t {
    InPlan,  // large constants count by where they lie
    Own,     // by what they are; options count too
};

void append(std::string& key, const Pools& pools, const TypeTable& types,
            const Operation& operation, Form form, bool withSources);

/// Scalars by their bits, so that 0.0 and -0.0 differ.
void appendConstant(std::string& key, const TypeTable& types, TypeId type, const Value& value,
                    Form form) {
    appendBits(key, value.absent());
    if (value.absent() != 0) {
        return;
    }
    while (types.kind(type) == TypeKind::Optional) {
        type = types.element(type);
    }
    if (types.kind(type) == TypeKind::String) {
        appendSized(key, value.asText());
    } else if (value.isObject() && form == Form::Own) {
        appendBits(key, digestOf(types, type, value));
    } else if (value.isObject()) {
        appendBits(key, value.object());
    } else {
        appendBits(key, value.asInt());
    }
}

void appendLambda(std::string& key, const Pools& pools, const TypeTable& types,
                  const Lambda& lambda, Form form) {
    appendBits(key, lambda.code.size());
    appendBits(key, lambda.registerCount);
    appendBits(key, lambda.resultType);
    for (const TypeId type : lambda.parameterTypes) {
        appendBits(key, type);
    }
    for (const uint32_t place : lambda.captureRegisters) {
        appendBits(key, place);
    }
    for (const Operation& step : lambda.code) {
        appendBits(key, step.target);
        append(key, pools, types, step, form, true);
    }
}

void append(std::string& key, const Pools& pools, const TypeTable& types,
            const Operation& operation, Form form, bool withSources) {
    appendBits(key, operation.op);
    appendBits(key, operation.wraps);
    appendBits(key, operation.type);
    appendBits(key, operation.operandType);
    appendBits(key, operation.function);
    appendBits(key, operation.operandCount);
    for (const Operand& operand : pools.operandsOf(operation)) {
        if (withSources) {
            appendBits(key, operand.source);
        }
        const bool converts = operand.conversion != kNoIndex;
        appendBits(key, converts ? pools.conversions[operand.conversion].second : TypeId());
        appendBits(key, converts ? pools.conversions[operand.conversion].first : TypeId());
    }
    appendBits(key, operation.numberCount);
    for (const uint32_t number : pools.numbersOf(operation)) {
        appendBits(key, number);
    }
    switch (operation.op) {
    case Op::Literal:
        appendConstant(key, types, operation.type, pools.constants[operation.payload], form);
        break;
    case Op::Interpolate:
        for (std::size_t i = 0; i <= operation.operandCount; ++i) {
            appendSized(key, pools.texts[operation.payload + i]);
        }
        break;
    case Op::HigherOrder:
        appendLambda(key, pools, types, pools.lambdas[operation.payload], form);
        break;
    default: appendBits(key, operation.payload); break;  // jumps, inputs
    }
    if (form == Form::Own && operation.hasOptions) {
        appendBits(key, operation.priority);
        if (const CallOptions* const options = pools.optionsOf(operation)) {
            appendOptions(key, *options);
        }
    }
}

}  // namespace

void appendKey(std::string& key, const Pools& pools, const TypeTable& types,
               const Operation& operation) {
    append(key, pools, types, operation, Form::InPlan, true);
}

void appendOwnKey(std::string& key, const Pools& pools, const TypeTable& types,
                  const Operation& operation) {
    append(key, pools, types, operation, Form::Own, false);
}

}  // namespace cst
