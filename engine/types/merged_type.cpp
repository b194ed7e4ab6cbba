#include "engine/types/relations.h"

#include <utility>

namespace cst {
namespace {

/// The record that a mergeable type is, or is a list of; null for all others.
const TypeRow* mergeableRecord(const TypeTable& types, TypeId type) {
    const bool isList = types.kind(type) == TypeKind::List;
    return types.record(isList ? types.element(type) : type);
}

bool hasError(const TypeTable& types, TypeId type) {
    return type == types::kError ||
           (types.kind(type) == TypeKind::List && types.element(type) == types::kError);
}

/// Left fields in order, then the new ones of the right; the right type wins.
std::vector<FieldType> mergedFields(const TypeRow& left, const TypeRow& right) {
    std::vector<FieldType> fields = left.fields;
    for (const FieldType& field : right.fields) {
        const int index = TypeTable::fieldIndex(left, field.name);
        if (index >= 0) {
            fields[static_cast<std::size_t>(index)].type = field.type;
        } else {
            fields.push_back(field);
        }
    }
    return fields;
}

}  // namespace

bool isMergeable(const TypeTable& types, TypeId type) {
    return mergeableRecord(types, type) != nullptr;
}

MergedType mergedType(TypeTable& types, TypeId left, TypeId right) {
    const TypeRow* leftRecord = mergeableRecord(types, left);
    const TypeRow* rightRecord = mergeableRecord(types, right);
    const bool leftFits = leftRecord != nullptr || hasError(types, left);
    const bool rightFits = rightRecord != nullptr || hasError(types, right);
    if (!leftFits || !rightFits) return {};
    if (leftRecord == nullptr || rightRecord == nullptr) return {types::kError, true};

    std::vector<FieldType> fields = mergedFields(*leftRecord, *rightRecord);
    const std::size_t count = fields.size();
    const TypeId merged = types.record(std::move(fields));
    const bool anyList = types.kind(left) == TypeKind::List || types.kind(right) == TypeKind::List;
    return {anyList ? types.list(merged) : merged, true, count};
}

}  // namespace cst
