#pragma once

#include "engine/base/hash.h"
#include "engine/value/value.h"

#include <functional>
#include <mutex>

namespace cst {

/// A value that is made when it is first read, by whoever reads it; all readers of lists, records,
/// maps and unions go through Value::asList() and the like, which look in here, so none of them
/// knows. A lazy value is never None and never a scalar.
/// Thread safe: of several first readers one makes it, the others wait.
struct LazyObject : Object {
    LazyObject(std::function<Value()> m, std::size_t size, const Hash128& digest)
        : Object(ObjectKind::Lazy), bytes(size), source(digest), make_(std::move(m)) {}

    const std::size_t bytes;  // of what it is made of
    const Hash128 source;     // likewise: says which value it is before anybody reads it

    const Value& value() const {
        std::call_once(once_, [this] {
            value_ = make_();
            make_ = nullptr;  // and what it was made of
        });
        return value_;
    }

private:
    mutable std::once_flag once_;
    mutable std::function<Value()> make_;
    mutable Value value_;
};

/// `bytes`: what it is made of takes, about what the value will take; `source`: a hash of that.
Value makeLazy(std::function<Value()> make, std::size_t bytes, const Hash128& source);

/// The object of a value that is made when it is first read; null for all others.
inline const LazyObject* lazyOf(const Value& value) {
    const bool isLazy = value.isObject() && value.object()->kind == ObjectKind::Lazy;
    return isLazy ? static_cast<const LazyObject*>(value.object()) : nullptr;
}

}  // namespace cst
