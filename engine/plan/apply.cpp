#include "engine/plan/apply.h"

#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "engine/value/limits.h"
#include "engine/value/objects.h"

#include <algorithm>
#include <numeric>

namespace cst {
namespace {

bool holdsOrder(Op op, int order) {
    switch (op) {
    case Op::Less: return order < 0;
    case Op::LessEqual: return order <= 0;
    case Op::Greater: return order > 0;
    default: return order >= 0;
    }
}

/// `<` and its kin. Floats follow IEEE: nothing compares with NaN.
bool compareOrdered(const TypeTable& types, Op op, TypeId type, const Value& a, const Value& b) {
    if (type == types::kFloat) {
        const double left = a.asFloat();
        const double right = b.asFloat();
        switch (op) {
        case Op::Less: return left < right;
        case Op::LessEqual: return left <= right;
        case Op::Greater: return left > right;
        default: return left >= right;
        }
    }
    return holdsOrder(op, compareKeys(types, type, a, b));
}

Result<Value> interpolate(const TypeTable& types, const Pools& pools, const Operation& operation,
                          std::span<const Value* const> operands) {
    std::string text = pools.texts[operation.payload];
    const std::span<const uint32_t> typeIds = pools.numbersOf(operation);
    for (std::size_t i = 0; i < operands.size(); ++i) {
        appendText(text, types, TypeId(typeIds[i]), *operands[i]);
        text += pools.texts[operation.payload + i + 1];
        if (text.size() > kMaxTextBytes) {
            return Error{"R001", "the interpolation would make a text of more than 1 GiB", ""};
        }
    }
    return Value::ofText(text);
}

Value makeListOf(const TypeTable& types, const Operation& operation,
                 std::span<const Value* const> operands) {
    ColumnBuilder builder(types, types.element(operation.type));
    builder.reserve(operands.size());
    for (const Value* operand : operands) {
        builder.append(*operand);
    }
    return makeList(builder.finish());
}

Value pickSlots(const Pools& pools, const Operation& operation, const RecordObject& record) {
    std::vector<Value> slots;
    for (const uint32_t index : pools.numbersOf(operation)) {
        slots.push_back(record.fields()[index]);
    }
    return makeRecord(slots);
}

Value mergeRecords(const Pools& pools, const Operation& operation, const RecordObject& left,
                   const RecordObject& right) {
    std::vector<Value> slots;
    for (const uint32_t place : pools.numbersOf(operation)) {
        slots.push_back((place % 2 == 1 ? right : left).fields()[place / 2]);
    }
    return makeRecord(slots);
}

/// Field `index` of a list of records, as a column with exactly the rows of the list.
Ref<Column> alignedField(const TypeTable& types, const ListObject& list, uint32_t index,
                         TypeId fieldType) {
    const Value field = fieldOfList(list, index);
    const ListObject& rows = field.asList();
    if (rows.begin == 0 && rows.column->size() == rows.size) {
        return rows.column;
    }
    ColumnBuilder builder(types, fieldType);
    builder.reserve(rows.size);
    for (uint32_t row = 0; row < rows.size; ++row) {
        builder.appendRow(*rows.column, rows.begin + row);
    }
    return builder.finish();
}

Ref<Column> repeated(const TypeTable& types, const Value& value, TypeId type, uint32_t count) {
    ColumnBuilder builder(types, type);
    builder.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
        builder.append(value);
    }
    return builder.finish();
}

/// The merges in which at least one side is a list.
Result<Value> mergeLists(const TypeTable& types, const Pools& pools, const Operation& operation,
                         const Value& left, const Value& right) {
    const bool leftList = operation.op != Op::MergeRecordList;
    const bool rightList = operation.op != Op::MergeListRecord;
    if (leftList && rightList && left.asList().size != right.asList().size) {
        return Error{"R006",
                     "lists of " + std::to_string(left.asList().size) + " and " +
                         std::to_string(right.asList().size) +
                         " elements cannot be merged: they must be equally long",
                     ""};
    }
    const uint32_t size = leftList ? left.asList().size : right.asList().size;
    const TypeRow& record = types[types.element(operation.type)];
    RecordRows rows;
    rows.size = size;
    const std::span<const uint32_t> places = pools.numbersOf(operation);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const bool fromRight = places[i] % 2 == 1;
        const uint32_t index = places[i] / 2;
        const Value& side = fromRight ? right : left;
        const TypeId type = record.fields[i].type;
        const bool isList = fromRight ? rightList : leftList;
        rows.fields.push_back(isList
                                  ? alignedField(types, side.asList(), index, type)
                                  : repeated(types, side.asRecord().fields()[index], type, size));
    }
    return makeList(Ref<Column>::adopt(new Column(std::move(rows))));
}

Value patternField(const TypeTable& types, const Pools& pools, const Operation& operation,
                   const Value& scrutinee) {
    const bool isUnion = types.kind(operation.operandType) == TypeKind::Union;
    const std::span<const uint32_t> numbers = pools.numbersOf(operation);
    for (std::size_t i = 0; i + 2 < numbers.size(); i += 3) {
        if (isUnion && scrutinee.asTagged().tag.index != numbers[i]) {
            continue;
        }
        const Value& record = isUnion ? scrutinee.asTagged().value : scrutinee;
        return convert(types, record.asRecord().fields()[numbers[i + 1]], TypeId(numbers[i + 2]),
                       operation.type);
    }
    CST_CHECK(false, "a pattern field of a member that its case does not take");
}

Value narrow(const TypeTable& types, const Operation& operation, const Value& scrutinee) {
    const bool fromUnion = types.kind(operation.operandType) == TypeKind::Union;
    const bool toUnion = types.kind(operation.type) == TypeKind::Union;
    return fromUnion && !toUnion ? scrutinee.asTagged().value : scrutinee;
}

}  // namespace

Error divisionByZero() {
    return {"R004", "division by zero", ""};
}

bool hasTag(const TypeTable& types, TypeId scrutinee, const Value& value,
            std::span<const uint32_t> tags) {
    if (types.kind(scrutinee) != TypeKind::Union) {
        return !tags.empty();
    }
    const uint32_t tag = value.asTagged().tag.index;
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

Result<Value> applyInline(const TypeTable& types, const Pools& pools, const Operation& operation,
                          std::span<const Value* const> operands) {
    const auto a = [&]() -> const Value& { return *operands[0]; };
    const auto b = [&]() -> const Value& { return *operands[1]; };
    const auto at = [&](std::size_t i) -> const Value& { return *operands[i]; };
    if (Value out; applyScalar(operation.op, at, out)) {
        return out;
    }
    switch (operation.op) {
    case Op::Broken: return Error{"E900", "ran into text that does not compile", ""};
    case Op::Literal: return pools.constants[operation.payload];
    case Op::DivideInt:
        if (b().asInt() == 0) {
            return divisionByZero();
        }
        return Value::ofInt(truncatingDivide(a().asInt(), b().asInt()));
    case Op::Equal: return Value::ofBool(equals(types, operation.operandType, a(), b()));
    case Op::NotEqual: return Value::ofBool(!equals(types, operation.operandType, a(), b()));
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
        return Value::ofBool(compareOrdered(types, operation.op, operation.operandType, a(), b()));
    case Op::Interpolate: return interpolate(types, pools, operation, operands);
    case Op::MakeList: return makeListOf(types, operation, operands);
    case Op::MakeRecord: {
        std::vector<Value> slots;
        for (const Value* operand : operands) {
            slots.push_back(*operand);
        }
        return makeRecord(slots);
    }
    case Op::Field: return a().asRecord().fields()[pools.numbersOf(operation)[0]];
    case Op::FieldOfList: return fieldOfList(a().asList(), pools.numbersOf(operation)[0]);
    case Op::Project: return pickSlots(pools, operation, a().asRecord());
    case Op::ProjectList: return projectList(a().asList(), pools.numbersOf(operation));
    case Op::MergeRecords: return mergeRecords(pools, operation, a().asRecord(), b().asRecord());
    case Op::MergeLists:
    case Op::MergeListRecord:
    case Op::MergeRecordList: return mergeLists(types, pools, operation, a(), b());
    case Op::PatternField: return patternField(types, pools, operation, a());
    case Op::Narrow: return narrow(types, operation, a());
    case Op::Convert: return a();
    case Op::MakeNone: return Value::none(pools.numbersOf(operation)[0]);
    default: CST_CHECK(false, "not an inline operation");
    }
}

}  // namespace cst
