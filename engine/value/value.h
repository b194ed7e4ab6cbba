#pragma once

#include "engine/base/check.h"

#include <atomic>
#include <bit>
#include <cstdint>
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
    Value() = default;
    static Value ofInt(int64_t v) { return Value(static_cast<uint64_t>(v), kPlain); }
    static Value ofFloat(double v) { return Value(std::bit_cast<uint64_t>(v), kPlain); }
    static Value ofBool(bool v) { return Value(v ? 1 : 0, kPlain); }
    static Value ofText(std::string_view text);  // copies
    static Value ofObject(const Object* adopted) {
        return Value(reinterpret_cast<uintptr_t>(adopted), kObject);
    }
    template <class T>
    static Value of(Ref<T> object) {
        return ofObject(object.leak());
    }
    /// None of an Optional type; `depth` is its TypeRow::optionalDepth.
    static Value none(uint32_t depth) {
        return Value(0, kPlain | static_cast<uint64_t>(static_cast<uint8_t>(depth))
                                     << kAbsentShift);
    }

    Value(const Value& other) : words_{other.words_[0], other.words_[1]} {
        if (isObject()) {
            retain(object());
        }
    }
    Value(Value&& other) noexcept
        : words_{other.words_[0], std::exchange(other.words_[1], kPlain)} {}
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
        std::swap(words_[0], other.words_[0]);
        std::swap(words_[1], other.words_[1]);
    }

    int64_t asInt() const { return static_cast<int64_t>(words_[0]); }
    double asFloat() const { return std::bit_cast<double>(words_[0]); }
    bool asBool() const { return (words_[0] & 0xFFU) != 0; }
    /// Good for as long as this very Value lives and stays where it is.
    std::string_view asText() const;
    const ListObject& asList() const;
    const RecordObject& asRecord() const;
    const MapObject& asMap() const;
    const TaggedObject& asTagged() const;

    /// 0 = there is a value through all Optionals; n = None at depth n.
    uint32_t absent() const { return static_cast<uint8_t>(words_[1] >> kAbsentShift); }
    /// Is it None at an Optional type of this depth?
    bool isNone(uint32_t optionalDepth) const { return absent() == optionalDepth; }

    /// A scalar, None, or nothing at all.
    bool isPlain() const { return words_[1] >> kOwnerShift == kPlain >> kOwnerShift; }
    bool isTextInPlace() const { return words_[1] >> kOwnerShift <= kTextInPlace; }
    bool isObject() const { return words_[1] >> kOwnerShift == kObject >> kOwnerShift; }
    const Object* object() const { return reinterpret_cast<const Object*>(words_[0]); }

private:
    static constexpr unsigned kAbsentShift = 48;                // byte 14
    static constexpr unsigned kOwnerShift = 56;                 // byte 15
    static constexpr uint64_t kPlain = 0x80ULL << kOwnerShift;  // nothing on the heap
    static constexpr uint64_t kObject = 0x81ULL << kOwnerShift;
    static constexpr std::size_t kTextInPlace = 14;  // byte 15 is then its length

    Value(uint64_t low, uint64_t high) : words_{low, high} {}

    // Words, not bytes: what is written as words and read as words goes from register to register
    // through the store buffer; parts of other sizes would wait for the cache, 12 cycles a value.
    uint64_t words_[2] = {0, kPlain};
};
static_assert(sizeof(Value) == 16);
static_assert(std::endian::native == std::endian::little, "a text in place lies in the words");

}  // namespace cst
