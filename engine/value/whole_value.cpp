#include "engine/value/whole_value.h"

#include "engine/base/overloaded.h"
#include "engine/value/column.h"
#include "engine/value/lazy.h"
#include "engine/value/objects.h"

#include <unordered_set>

namespace cst {
namespace {

/// Objects know their form, so no types are needed. As deep as the type nests, like
/// destroyObject().
class WholeReader {
public:
    std::size_t value(const Value& value) {
        return sizeof(Value) + (value.isObject() ? object(*value.object()) : 0);
    }
    std::size_t rows(const Column& column, uint32_t begin, uint32_t end);

    bool entersObjects = true;
    bool metObjects = false;  // and did not enter them

private:
    std::size_t object(const Object& object);
    std::size_t boxed(const BoxedRows& boxed, uint32_t begin, uint32_t end);

    std::unordered_set<const Object*> seen_;  // all but columns, of which lists look at parts
};

std::size_t WholeReader::object(const Object& object) {
    if (!seen_.insert(&object).second) {
        return 0;
    }
    switch (object.kind) {
    case ObjectKind::Text: return sizeof(TextObject) + static_cast<const TextObject&>(object).size;
    case ObjectKind::List: {
        const auto& list = static_cast<const ListObject&>(object);
        return sizeof(ListObject) + rows(*list.column, list.begin, list.begin + list.size);
    }
    case ObjectKind::Record: {
        std::size_t bytes = sizeof(RecordObject);
        for (const Value& slot : static_cast<const RecordObject&>(object).fields()) {
            bytes += value(slot);
        }
        return bytes;
    }
    case ObjectKind::Map: {
        const auto& map = static_cast<const MapObject&>(object);
        return sizeof(MapObject) + rows(*map.keys, 0, map.size) + rows(*map.values, 0, map.size);
    }
    case ObjectKind::Tagged:
        return sizeof(TaggedObject) + value(static_cast<const TaggedObject&>(object).value);
    case ObjectKind::Column: break;  // no Value is one
    case ObjectKind::Lazy: return value(static_cast<const LazyObject&>(object).value());
    }
    return 0;
}

std::size_t WholeReader::boxed(const BoxedRows& boxed, uint32_t begin, uint32_t end) {
    if (!entersObjects) {
        metObjects = true;
        return 0;
    }
    std::size_t bytes = 0;
    for (uint32_t row = begin; row < end; ++row) bytes += value(boxed.data[row]);
    return bytes;
}

std::size_t WholeReader::rows(const Column& column, uint32_t begin, uint32_t end) {
    const std::size_t count = end - begin;
    if (count == 0) {
        return 0;
    }
    const auto textsBytes = [&](const TextRows& r) {
        return count * sizeof(r.ends[0]) + r.ends[end - 1] - (begin == 0 ? 0 : r.ends[begin - 1]);
    };
    const auto fieldsBytes = [&](const RecordRows& r) {
        std::size_t bytes = 0;
        for (const Ref<Column>& field : r.fields) bytes += rows(*field, begin, end);
        return bytes;
    };
    const auto optionalBytes = [&](const OptionalRows& r) {
        return count + rows(*r.child, begin, end);
    };
    const auto listsBytes = [&](const ListRows& r) {
        return count * sizeof(r.ends[0]) + rows(*r.child, r.beginOf(begin), r.ends[end - 1]);
    };
    return std::visit(Overloaded{
                          textsBytes,
                          listsBytes,
                          fieldsBytes,
                          optionalBytes,
                          [&](const BoxedRows& r) { return boxed(r, begin, end); },
                          [&](const auto& r) { return count * sizeof(r.data[0]); },
                      },
                      column.rows);
}

}  // namespace

std::size_t readWhole(const Value& value) {
    return WholeReader().value(value);
}

int64_t sizeOfRows(const ListObject& list) {
    WholeReader reader;
    reader.entersObjects = false;
    const std::size_t bytes = reader.rows(*list.column, list.begin, list.begin + list.size);
    return reader.metObjects ? -1 : static_cast<int64_t>(sizeof(ListObject) + bytes);
}

}  // namespace cst
