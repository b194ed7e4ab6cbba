#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace cst {

/// An immutable thing that is made when somebody first looks at it. Copies share it.
/// Any thread may look; who assigns is alone with this copy.
template <class T>
class LazyPtr {
public:
    using Pointer = std::shared_ptr<const T>;

    LazyPtr() = default;
    LazyPtr(std::nullptr_t) {}  // NOLINT(google-explicit-constructor): as a pointer
    LazyPtr(Pointer made) : state_(std::make_shared<State>()) {  // NOLINT: likewise
        state_->made = std::move(made);
        std::call_once(state_->once, [] {});
    }
    template <class U>
    LazyPtr(std::shared_ptr<U> made)  // NOLINT: likewise
        : LazyPtr(Pointer(std::move(made))) {}
    /// `make` is called once at most, by whoever looks first.
    static LazyPtr of(std::function<Pointer()> make) {
        LazyPtr lazy;
        lazy.state_ = std::make_shared<State>();
        lazy.state_->make = std::move(make);
        return lazy;
    }

    const Pointer& get() const {
        static const Pointer kNothing;
        if (!state_) {
            return kNothing;
        }
        std::call_once(state_->once, [this] {
            state_->made = state_->make();
            state_->make = nullptr;
        });
        return state_->made;
    }
    operator const Pointer&() const { return get(); }  // NOLINT: as a pointer
    const T& operator*() const { return *get(); }
    const T* operator->() const { return get().get(); }
    explicit operator bool() const { return get() != nullptr; }

private:
    struct State {
        std::once_flag once;
        std::function<Pointer()> make;
        Pointer made;
    };
    std::shared_ptr<State> state_;
};

}  // namespace cst
