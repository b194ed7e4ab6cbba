#include "engine/value/objects.h"

#include "engine/value/column.h"
#include "engine/value/lazy.h"

#include <array>
#include <cstring>
#include <new>

namespace cst {
namespace {

template <class T>
const T& objectOf(const Value& value, [[maybe_unused]] ObjectKind kind) {
    const Object* object = value.object();
    if (object->kind == ObjectKind::Lazy) {
        object = static_cast<const LazyObject*>(object)->value().object();
    }
    CST_DCHECK(value.isObject() && object->kind == kind,
               "a value is read as what its type does not say");
    return *static_cast<const T*>(object);
}

/// Head and tail in one allocation.
template <class T>
T* allocate(uint32_t size, std::size_t tailBytes) {
    return new (::operator new(sizeof(T) + tailBytes)) T(size);
}

void destroyRecord(const RecordObject* record) noexcept {
    for (const Value& slot : record->fields()) slot.~Value();
    record->~RecordObject();
    ::operator delete(const_cast<RecordObject*>(record));
}

}  // namespace

// Recursive through the values inside; how deep that goes is limited by their type.
void destroyObject(const Object* object) noexcept {
    switch (object->kind) {
    case ObjectKind::Text: {
        const auto* text = static_cast<const TextObject*>(object);
        text->~TextObject();
        ::operator delete(const_cast<TextObject*>(text));
        return;
    }
    case ObjectKind::List: delete static_cast<const ListObject*>(object); return;
    case ObjectKind::Record: destroyRecord(static_cast<const RecordObject*>(object)); return;
    case ObjectKind::Map: delete static_cast<const MapObject*>(object); return;
    case ObjectKind::Tagged: delete static_cast<const TaggedObject*>(object); return;
    case ObjectKind::Column: delete static_cast<const Column*>(object); return;
    case ObjectKind::Lazy: delete static_cast<const LazyObject*>(object); return;
    }
}

Value Value::ofText(std::string_view text) {
    if (text.size() <= kTextInPlace) {
        std::array<uint64_t, 2> words{};
        // An empty view may point nowhere, which memcpy does not take.
        if (!text.empty()) std::memcpy(words.data(), text.data(), text.size());
        return Value(words[0], words[1] | uint64_t{text.size()} << kOwnerShift);
    }
    CST_CHECK(text.size() <= UINT32_MAX, "a text of more than 4 GB");
    auto* object = allocate<TextObject>(static_cast<uint32_t>(text.size()), text.size());
    std::memcpy(const_cast<char*>(object->data()), text.data(), text.size());
    return ofObject(object);
}

std::string_view Value::asText() const {
    if (isObject()) return objectOf<TextObject>(*this, ObjectKind::Text).view();
    // A default value reads as the empty text.
    const std::size_t size = words_[1] >> kOwnerShift;
    return {reinterpret_cast<const char*>(words_), size <= kTextInPlace ? size : 0};
}

const ListObject& Value::asList() const {
    return objectOf<ListObject>(*this, ObjectKind::List);
}

const RecordObject& Value::asRecord() const {
    return objectOf<RecordObject>(*this, ObjectKind::Record);
}

const MapObject& Value::asMap() const {
    return objectOf<MapObject>(*this, ObjectKind::Map);
}

const TaggedObject& Value::asTagged() const {
    return objectOf<TaggedObject>(*this, ObjectKind::Tagged);
}

Value makeLazy(std::function<Value()> make, std::size_t bytes, const Hash128& source) {
    return Value::ofObject(new LazyObject(std::move(make), bytes, source));
}

Value makeRecord(std::span<Value> slots) {
    CST_CHECK(slots.size() <= UINT32_MAX, "a record of more than 4 G fields");
    auto* record = allocate<RecordObject>(static_cast<uint32_t>(slots.size()), slots.size_bytes());
    auto* slot = reinterpret_cast<Value*>(record + 1);
    for (Value& value : slots) new (slot++) Value(std::move(value));
    return Value::ofObject(record);
}

Value makeTagged(TypeId canonicalMember, Value value) {
    return Value::ofObject(new TaggedObject(canonicalMember, std::move(value)));
}

Value makeList(Ref<Column> column) {
    const uint32_t size = column->size();
    return makeList(std::move(column), 0, size);
}

Value makeList(Ref<Column> column, uint32_t begin, uint32_t size) {
    CST_DCHECK(std::size_t{begin} + size <= column->size(), "a list outside of its column");
    return Value::ofObject(new ListObject(std::move(column), begin, size));
}

Value makeMap(Ref<Column> keys, Ref<Column> values) {
    const uint32_t size = keys->size();
    CST_CHECK(values->size() == size, "a map has as many values as keys");
    return Value::ofObject(new MapObject(std::move(keys), std::move(values), size));
}

}  // namespace cst
