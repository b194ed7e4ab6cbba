#pragma once

#include "engine/base/check.h"

#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace cst {

/// Which of the heap forms an Object is.
enum class ObjectKind : uint8_t { Text, List, Record, Map, Tagged, Column, Lazy };

/// Head of everything a value may point to: counted, immutable once it is shared.
struct Object {
    explicit Object(ObjectKind k) : kind(k) {}
    mutable std::atomic<uint32_t> refs{1};
    ObjectKind kind;
};
/// Frees an object whose last reference went (value/objects.cpp).
void destroyObject(const Object* object) noexcept;

inline void retain(const Object* object) {
    object->refs.fetch_add(1, std::memory_order_relaxed);
}
inline void release(const Object* object) noexcept {
    if (object->refs.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        destroyObject(object);
    }
}

/// A counted pointer to an Object of a known form; may be null.
template <class T>
class Ref {
public:
    Ref() = default;
    /// Takes over one reference.
    static Ref adopt(const T* object) {
        Ref ref;
        ref.object_ = object;
        return ref;
    }
    /// Adds one reference.
    static Ref share(const T* object) {
        if (object != nullptr) {
            retain(object);
        }
        return adopt(object);
    }
    Ref(const Ref& other) : object_(other.object_) {
        if (object_ != nullptr) {
            retain(object_);
        }
    }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() {
        if (object_ != nullptr) {
            release(object_);
        }
    }
    const T* get() const { return object_; }
    const T& operator*() const { return *object_; }
    const T* operator->() const { return object_; }
    explicit operator bool() const { return object_ != nullptr; }
    const T* leak() { return std::exchange(object_, nullptr); }

private:
    const T* object_ = nullptr;
};

struct TextObject;
struct ListObject;
struct RecordObject;
struct MapObject;
struct TaggedObject;

/// One bare value in 16 bytes. It does not know its type: that stands on the edge it travels
/// along, and every reader must ask for what the type says.
///
///   Int, Float, Boolean   8 bytes in place
///   String                up to 14 bytes in place, else a TextObject
///   List                  a ListObject: a range of rows of a shared Column
///   Record                a RecordObject: one slot per field, in the type's written order
///   Map, Union            a MapObject; a TaggedObject with the tag and the member's value
///   List … Union          or a LazyObject (lazy.h) that becomes one when it is read
///   Optional<T>           the bits of T itself; `absent` = n says: None at the Optional that
///                         has n Optionals from itself inwards (1 for Optional<Int>)
///
/// Byte 15 says who owns memory (kObject), so copying and freeing need no type either.
/// Copies are cheap and share memory. Reading is thread safe; one Value is not for two writers.
class Value {
public:
    Value() { std::memset(bytes_, 0, sizeof bytes_), bytes_[15] = kPlain; }
    static Value ofInt(int64_t v) { return plain(&v, sizeof v); }
    static Value ofFloat(double v) { return plain(&v, sizeof v); }
    static Value ofBool(bool v) { return ofInt(v ? 1 : 0); }
    static Value ofText(std::string_view text);  // copies
    static Value ofObject(const Object* adopted) {
        Value value = plain(&adopted, sizeof adopted);
        value.bytes_[15] = kObject;
        return value;
    }
    template <class T>
    static Value of(Ref<T> object) {
        return ofObject(object.leak());
    }
    /// None of an Optional type; `depth` is its TypeRow::optionalDepth.
    static Value none(uint32_t depth) {
        Value value;
        value.bytes_[14] = static_cast<uint8_t>(depth);
        return value;
    }

    Value(const Value& other) : Value(other, Copy{}) {}
    Value(Value&& other) noexcept {
        std::memcpy(bytes_, other.bytes_, sizeof bytes_);
        other.bytes_[15] = kPlain;
    }
    Value& operator=(const Value& other) {
        if (this != &other) {
            Value copy(other);
            swap(copy);
        }
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        swap(other);
        return *this;
    }
    ~Value() {
        if (isObject()) {
            release(object());
        }
    }
    void swap(Value& other) noexcept {
        uint8_t spare[16];
        std::memcpy(spare, bytes_, 16);
        std::memcpy(bytes_, other.bytes_, 16);
        std::memcpy(other.bytes_, spare, 16);
    }

    int64_t asInt() const { return read<int64_t>(); }
    double asFloat() const { return read<double>(); }
    bool asBool() const { return bytes_[0] != 0; }
    /// Good for as long as this very Value lives and stays where it is.
    std::string_view asText() const;
    const ListObject& asList() const;
    const RecordObject& asRecord() const;
    const MapObject& asMap() const;
    const TaggedObject& asTagged() const;

    /// 0 = there is a value through all Optionals; n = None at depth n.
    uint32_t absent() const { return bytes_[14]; }
    /// Is it None at an Optional type of this depth?
    bool isNone(uint32_t optionalDepth) const { return bytes_[14] == optionalDepth; }

    bool isObject() const { return bytes_[15] == kObject; }
    const Object* object() const { return read<const Object*>(); }

private:
    static constexpr uint8_t kPlain = 0x80;  // nothing on the heap; 0 … 14 = text in place
    static constexpr uint8_t kObject = 0x81;
    static constexpr std::size_t kTextInPlace = 14;

    struct Copy {};
    Value(const Value& other, Copy) {
        std::memcpy(bytes_, other.bytes_, sizeof bytes_);
        if (isObject()) {
            retain(object());
        }
    }
    static Value plain(const void* data, std::size_t size) {
        Value value;
        std::memcpy(value.bytes_, data, size);
        return value;
    }
    template <class T>
    T read() const {
        T result;
        std::memcpy(&result, bytes_, sizeof result);
        return result;
    }

    alignas(8) uint8_t bytes_[16];
};
static_assert(sizeof(Value) == 16);

}  // namespace cst
