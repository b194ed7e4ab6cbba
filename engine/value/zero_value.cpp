#include "engine/value/column.h"
#include "engine/value/kernels.h"

namespace cst {

Value zeroValue(const TypeTable& types, TypeId type) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::String: return Value::ofText({});
    case TypeKind::Int: return Value::ofInt(0);
    case TypeKind::Float: return Value::ofFloat(0.0);
    case TypeKind::Boolean: return Value::ofBool(false);
    case TypeKind::Optional: return Value::none(row.optionalDepth);
    case TypeKind::List: return makeList(emptyColumn(types, row.args[0]));
    case TypeKind::Map:
        return makeMap(emptyColumn(types, row.args[0]), emptyColumn(types, row.args[1]));
    case TypeKind::Union:  // members are sorted by canonical text
        return makeTagged(types.canonical(row.args[0]), zeroValue(types, row.args[0]));
    case TypeKind::Record: {
        std::vector<Value> slots;
        slots.reserve(row.fields.size());
        for (const FieldType& field : row.fields) slots.push_back(zeroValue(types, field.type));
        return makeRecord(slots);
    }
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: return {};  // there are no values of these
    }
    return {};
}

}  // namespace cst
