#pragma once

#include "engine/modules/module.h"

#include <exception>
#include <new>

namespace cst {

/// What a piece of work came to, also where it threw: there is no memory for what it wants, or it
/// is a module that breaks its word. Costs nothing where nothing is thrown.
template <class Work>
[[gnu::always_inline]] inline CallOutcome guarded(const Work& work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return Error{"R001", "there is not enough memory for the result", ""};
    } catch (const std::exception& e) {
        return Error{"R001", e.what(), ""};
    } catch (...) {
        return Error{"R001", "the module threw something that is no exception", ""};
    }
}

inline CallOutcome attempt(Module& module, CallContext& context) {
    return guarded([&] { return module.call(context); });
}

}  // namespace cst
