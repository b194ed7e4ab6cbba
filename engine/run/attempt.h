#pragma once

#include "engine/modules/module.h"

#include <exception>
#include <new>

namespace cst {

/// Of what is just being handled: there is no memory for what was wanted, or a module breaks its
/// word.
inline Error thrownError() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return {"R001", "there is not enough memory for the result", ""};
    } catch (const std::exception& e) {
        return {"R001", e.what(), ""};
    } catch (...) {
        return {"R001", "the module threw something that is no exception", ""};
    }
}

/// Of a module whose result is not what its signature says.
inline Error wrongForm(const TypeTable& types, TypeId type) {
    return {"R001", "the module returned something else than " + types.text(type), ""};
}

/// What a piece of work came to, also where it threw. Costs nothing where nothing is thrown.
template <class Work>
[[gnu::always_inline]] inline CallOutcome guarded(const Work& work) {
    try {
        return work();
    } catch (...) {
        return thrownError();
    }
}

inline CallOutcome attempt(Module& module, CallContext& context) {
    return guarded([&] { return module.call(context); });
}

}  // namespace cst
