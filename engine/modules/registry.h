#pragma once

#include "engine/modules/module.h"
#include "engine/types/signature.h"

#include <memory>
#include <vector>

namespace cst {

/// All modules of a process: the compiler sees their signatures, runs call their code.
/// Filled at start, before anybody compiles; read only from then on, by any thread.
class Registry {
public:
    explicit Registry(TypeTable& types) : types_(&types) {}

    /// The qualified name must be new (checked).
    FunctionId add(ModuleDescriptor descriptor);

    const SignatureTable& signatures() const { return signatures_; }
    const ModuleDescriptor& operator[](FunctionId id) const { return descriptors_[id]; }
    Module* module(FunctionId id) const { return descriptors_[id].module.get(); }
    TypeTable& types() const { return *types_; }

private:
    TypeTable* types_;  // outlives the registry
    SignatureTable signatures_;
    Table<FunctionId, ModuleDescriptor> descriptors_;  // their signatures moved to signatures_
};

/// Registers language §7: stdlib.math … stdlib.collection.
void registerStandardLibrary(Registry& registry);
/// Registers language §8: text, data and the demo modules that wait and fail.
void registerDomainModules(Registry& registry);

}  // namespace cst
