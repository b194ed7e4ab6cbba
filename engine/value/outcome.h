#pragma once

#include "engine/base/result.h"
#include "engine/value/value.h"

#include <memory>
#include <utility>

namespace cst {

/// The value or the error will come later, through a completion.
struct Pending {};

/// What starting a piece of work came to: a value, an error, or neither yet. Small, because each
/// call returns one and nearly all of them are values: errors are kept apart.
class CallOutcome {
public:
    CallOutcome(Value value) : value_(std::move(value)) {}  // NOLINT: implicit by intent
    CallOutcome(Error error)                                // NOLINT: implicit by intent
        : error_(std::make_unique<Error>(std::move(error))), isValue_(false) {}
    CallOutcome(Pending) : isValue_(false) {}  // NOLINT: implicit by intent
    CallOutcome(CallOutcome&& other) noexcept = default;
    CallOutcome& operator=(CallOutcome&& other) noexcept = default;
    ~CallOutcome() {
        if (error_) [[unlikely]] {
            dropError();
        }
    }

    /// Null where it is none.
    Value* value() { return isValue_ ? &value_ : nullptr; }
    const Value* value() const { return isValue_ ? &value_ : nullptr; }
    Error* error() { return error_.get(); }
    const Error* error() const { return error_.get(); }
    bool isPending() const { return !isValue_ && !error_; }

private:
    void dropError() noexcept;  // not in line: it would be longer than all that calls do

    Value value_;
    std::unique_ptr<Error> error_;
    bool isValue_ = true;
};

}  // namespace cst
