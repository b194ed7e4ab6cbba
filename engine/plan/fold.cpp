#include "engine/plan/fold.h"

#include "engine/plan/apply.h"
#include "engine/value/column.h"
#include "engine/value/objects.h"

#include <algorithm>

namespace cst {
namespace {

/// A constant that a fold reads. `replace` and `join` may square it: the result stays below 4 MB,
/// and an arm that is never taken cannot cost more than that.
constexpr std::size_t kMaxOperandBytes = 2048;
/// A constant that is kept.
constexpr std::size_t kMaxResultBytes = 65536;

/// About how much memory a value holds; counting ends beyond `limit`.
std::size_t sizeOf(const TypeTable& types, TypeId type, const Value& value, std::size_t limit) {
    switch (types.kind(type)) {
    case TypeKind::String: return sizeof(Value) + value.asText().size();
    case TypeKind::List: {
        const ListObject& list = value.asList();
        return sizeof(Value) + std::max<std::size_t>(list.column->bytes(), list.size);
    }
    case TypeKind::Record: {
        std::size_t bytes = sizeof(Value);
        const std::span<const Value> fields = value.asRecord().fields();
        for (std::size_t i = 0; i < fields.size() && bytes <= limit; ++i) {
            bytes += sizeOf(types, types[type].fields[i].type, fields[i], limit);
        }
        return bytes;
    }
    case TypeKind::Optional:
        return value.absent() != 0 ? sizeof(Value)
                                   : sizeOf(types, types.element(type), value, limit);
    case TypeKind::Union: {
        // The tag is canonical; the value has its fields as the member was written.
        const TaggedObject& tagged = value.asTagged();
        const std::vector<TypeId>& members = types[type].args;
        const auto member = std::find_if(members.begin(), members.end(), [&](TypeId each) {
            return types.canonical(each) == tagged.tag;
        });
        return member == members.end()
                   ? limit + 1
                   : sizeof(Value) + sizeOf(types, *member, tagged.value, limit);
    }
    case TypeKind::Map: return limit + 1;  // there are no literals of it
    default: return sizeof(Value);
    }
}

}  // namespace

/// Functions of others are never folded, whatever they promise: they may be slow.
bool ConstantFolder::isStandard(const Operation& call) const {
    const Signature& signature = signatures_[call.function];
    const std::string_view space = signature.nameSpace;
    return signature.pure && (space == "stdlib" || space.starts_with("stdlib."));
}

bool ConstantFolder::mayFold(const Operation& operation) const {
    if (operation.effectful || operation.wraps || operation.hasOptions) {
        return false;
    }
    switch (operation.op) {
    case Op::Broken:
    case Op::Input:
    // Good only for the members that their case takes, and nobody has asked for those yet.
    case Op::PatternField:
    case Op::Narrow: return false;
    case Op::Call: return isStandard(operation);
    case Op::HigherOrder: {
        const std::vector<Operation>& code = pools_.lambdas[operation.payload].code;
        return std::all_of(code.begin(), code.end(), [&](const Operation& step) {
            // One level only: nested lists multiply.
            return step.op != Op::HigherOrder && (step.op != Op::Call || mayFold(step));
        });
    }
    default: return !isControl(operation.op);
    }
}

std::optional<Value> ConstantFolder::fold(const Operation& operation,
                                          std::span<const Value* const> operands,
                                          std::span<const TypeId> operandTypes) {
    if (!mayFold(operation)) {
        return std::nullopt;
    }
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < operands.size(); ++i) {
        bytes += sizeOf(types_, operandTypes[i], *operands[i], kMaxOperandBytes);
        if (bytes > kMaxOperandBytes) {
            return std::nullopt;
        }
    }
    std::optional<Value> result;
    if (operation.op == Op::Call || operation.op == Op::HigherOrder) {
        CallOutcome outcome = operation.op == Op::Call
                                  ? pure_.call(operation, operands)
                                  : applyHigherOrder(types_, pools_, operation, operands, pure_);
        if (auto* value = std::get_if<Value>(&outcome)) {
            result = std::move(*value);
        }
    } else {
        Result<Value> outcome = applyInline(types_, pools_, operation, operands);
        if (outcome.ok()) {
            result = std::move(*outcome);
        }
    }
    if (result && sizeOf(types_, operation.type, *result, kMaxResultBytes) > kMaxResultBytes) {
        result.reset();
    }
    return result;
}

}  // namespace cst
