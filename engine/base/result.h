#pragma once

#include "engine/base/check.h"

#include <string>
#include <utility>
#include <variant>

namespace cst {

/// What the world did wrong: an unreadable file, bytes that are no JSON, a failed call.
struct Error {
    std::string code;     // stable, e.g. "R007"; "" where no code exists
    std::string message;  // what we saw, then the rule, then a hint; lower case
    std::string path;     // place inside a document, e.g. `orders[3].total`; "" = not known
};

/// A value or the reason why there is none. Test ok() at once and return early.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit by intent
    Result(Error error) : state_(std::move(error)) {}  // NOLINT: implicit by intent

    bool ok() const { return std::holds_alternative<T>(state_); }
    const Error& error() const {
        CST_CHECK(!ok(), "error() of a good result");
        return std::get<Error>(state_);
    }
    T& value() {
        CST_CHECK(ok(), "value() of a failed result");
        return std::get<T>(state_);
    }
    const T& value() const {
        CST_CHECK(ok(), "value() of a failed result");
        return std::get<T>(state_);
    }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

private:
    std::variant<T, Error> state_;
};

/// Result of work that yields nothing but success or an error.
using Status = Result<std::monostate>;
inline Status success() {
    return std::monostate{};
}

}  // namespace cst
