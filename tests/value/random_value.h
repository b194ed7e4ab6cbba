#pragma once

#include "engine/value/column.h"
#include "engine/value/objects.h"
#include "tests/types/random_type.h"

#include <string>
#include <vector>

namespace cst::test {

/// A value of a type, from the type generator's own source of chance. Some lists are ranges of
/// longer columns, and some texts are too long to stand in place.
inline Value randomValue(RandomType& random, const TypeTable& types, TypeId type) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::Int: return Value::ofInt(static_cast<int64_t>(random.below(5)) - 2);
    case TypeKind::Float: {
        static constexpr double kFloats[] = {0.0, 1.0, 1.5, -2.0, 1e300, -0.0};
        return Value::ofFloat(kFloats[random.below(6)]);
    }
    case TypeKind::Boolean: return Value::ofBool(random.below(2) == 1);
    case TypeKind::String:
        return Value::ofText(std::string(random.below(4) * 6, random.below(2) == 0 ? 'a' : 'b'));
    case TypeKind::Optional:
        if (random.below(3) == 0) return Value::none(row.optionalDepth);
        return randomValue(random, types, row.args[0]);
    case TypeKind::List: {
        ColumnBuilder builder(types, row.args[0]);
        const uint32_t before = random.below(3);
        const uint32_t size = random.below(4);
        const uint32_t behind = random.below(2);
        for (uint32_t i = before + size + behind; i > 0; --i) {
            builder.append(randomValue(random, types, row.args[0]));
        }
        return makeList(builder.finish(), before, size);
    }
    case TypeKind::Record: {
        std::vector<Value> parts;
        for (const FieldType& field : row.fields) {
            parts.push_back(randomValue(random, types, field.type));
        }
        return makeRecord(parts);
    }
    case TypeKind::Map: {
        ColumnBuilder keys(types, row.args[0]);
        ColumnBuilder values(types, row.args[1]);
        if (random.below(3) > 0) {
            keys.append(randomValue(random, types, row.args[0]));
            values.append(randomValue(random, types, row.args[1]));
        }
        return makeMap(keys.finish(), values.finish());
    }
    case TypeKind::Union: {
        const TypeId member = row.args[random.below(static_cast<uint32_t>(row.args.size()))];
        return makeTagged(types.canonical(member), randomValue(random, types, member));
    }
    default: return {};
    }
}

}  // namespace cst::test
