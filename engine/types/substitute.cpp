#include "engine/types/relations.h"

#include <utility>
#include <vector>

namespace cst {

TypeId substitute(TypeTable& types, TypeId type, std::span<const TypeId> arguments) {
    const TypeRow& row = types[type];  // rows stay where they are while the table grows
    std::vector<TypeId> args;
    for (const TypeId arg : row.args) args.push_back(substitute(types, arg, arguments));
    switch (row.kind) {
    case TypeKind::Parameter: {
        const bool given = row.parameter < arguments.size() && arguments[row.parameter].hasValue();
        return given ? arguments[row.parameter] : type;
    }
    case TypeKind::List: return types.list(args[0]);
    case TypeKind::Optional: return types.optional(args[0]);
    case TypeKind::Map: return types.map(args[0], args[1]);
    case TypeKind::Union: return types.unionOf(args);
    case TypeKind::Function:
        return types.function(std::span(args).first(args.size() - 1), args.back());
    case TypeKind::Record: {
        std::vector<FieldType> fields;
        for (const FieldType& field : row.fields) {
            fields.push_back({field.name, substitute(types, field.type, arguments)});
        }
        return types.record(std::move(fields));
    }
    default: return type;
    }
}

}  // namespace cst
