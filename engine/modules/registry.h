#pragma once

#include "engine/base/hash.h"
#include "engine/modules/module.h"
#include "engine/types/signature.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cst {

/// All modules of a process: the compiler sees their signatures, runs call their code.
/// Filled at start, before anybody compiles; read only from then on, by any thread.
class Registry {
public:
    explicit Registry(TypeTable& types) : types_(&types) {}

    /// The qualified name must be new (checked).
    FunctionId add(ModuleDescriptor descriptor);
    /// Many at once: the tables grow once.
    void addAll(std::vector<ModuleDescriptor> descriptors);

    /// Vouches for the results of all that is registered so far: they are not checked.
    void vouch();

    /// Of all that is registered so far, in order: names, versions, signatures, what is pure.
    /// Compiles with registries that differ in it may differ.
    const Hash128& fingerprint() const { return fingerprint_; }

    const SignatureTable& signatures() const { return signatures_; }
    const ModuleDescriptor& operator[](FunctionId id) const { return descriptors_[id]; }
    Module* module(FunctionId id) const {
        moduleLookUps_.store(moduleLookUps_.load(std::memory_order_relaxed) + 1,
                             std::memory_order_relaxed);
        return descriptors_[id].module.get();
    }
    /// Look-ups so far, by name or by id, for tests that say a run does none: none are counted
    /// where there are none, some may be lost where several threads look up at once.
    uint64_t lookUps() const {
        return signatures_.lookUps() + moduleLookUps_.load(std::memory_order_relaxed);
    }
    TypeTable& types() const { return *types_; }

private:
    TypeTable* types_;  // outlives the registry
    SignatureTable signatures_;
    Table<FunctionId, ModuleDescriptor> descriptors_;  // their signatures moved to signatures_
    Hash128 fingerprint_;
    std::string described_;  // what is hashed of the function that is added
    mutable std::atomic<uint64_t> moduleLookUps_ = 0;
};

/// Registers language §7: stdlib.math … stdlib.collection.
void registerStandardLibrary(Registry& registry);
/// Registers language §8: text, data and the demo modules that wait and fail.
void registerDomainModules(Registry& registry);

}  // namespace cst
