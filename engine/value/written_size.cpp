#include "engine/value/written_size.h"

#include "engine/value/cell.h"
#include "engine/value/column.h"
#include "engine/value/lazy.h"
#include "engine/value/objects.h"

#include <algorithm>

namespace cst {

bool fitsWrittenOut(const TypeTable& types, TypeId type, const Value& value, std::size_t& room) {
    const auto take = [&](std::size_t bytes) {
        room -= std::min(room, bytes);
        return room > 0;
    };
    if (const LazyObject* lazy = lazyOf(value)) {
        return take(lazy->bytes);
    }
    switch (types.kind(type)) {
    case TypeKind::String: return take(sizeof(Value) + value.asText().size());
    case TypeKind::List: {
        const ListObject& list = value.asList();
        return take(sizeof(Value) + std::max<std::size_t>(list.column->bytes(), list.size));
    }
    case TypeKind::Map: {
        const MapObject& map = value.asMap();
        return take(sizeof(Value) + map.keys->bytes() + map.values->bytes());
    }
    case TypeKind::Optional:
        return value.absent() != 0 ? take(sizeof(Value))
                                   : fitsWrittenOut(types, types.element(type), value, room);
    case TypeKind::Union: {
        // The tag is canonical; the value has its fields as the member was written.
        const TaggedObject& tagged = value.asTagged();
        const TypeId member = memberWithTag(types, type, tagged.tag);
        return take(sizeof(Value)) &&
               (!member.hasValue() || fitsWrittenOut(types, member, tagged.value, room));
    }
    case TypeKind::Record: {
        const std::vector<FieldType>& fields = types[type].fields;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (!fitsWrittenOut(types, fields[i].type, value.asRecord().fields()[i], room)) {
                return false;
            }
        }
        return take(sizeof(Value));
    }
    default: return take(sizeof(Value));
    }
}

}  // namespace cst
