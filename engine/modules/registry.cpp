#include "engine/modules/registry.h"

#include "engine/base/check.h"
#include "engine/modules/library.h"

#include <utility>

namespace cst {
namespace {

/// All that compiling a call of it depends on.
void describe(std::string& out, const ModuleDescriptor& module, const TypeTable& types) {
    const Signature& signature = module.signature;
    const auto add = [&](std::string_view text) { out.append(text).push_back('\0'); };
    const auto addType = [&](TypeId type) {
        add(type.hasValue() ? std::string_view(types.text(type)) : std::string_view());
    };
    add(signature.nameSpace);
    add(signature.name);
    for (const ParameterType& parameter : signature.parameters) {
        add(parameter.name);
        addType(parameter.type);
    }
    addType(signature.result);
    for (const uint32_t number :
         {module.versionMajor, module.versionMinor, static_cast<uint32_t>(signature.intrinsic),
          static_cast<uint32_t>(signature.rule), signature.pure ? 1U : 0U}) {
        add({reinterpret_cast<const char*>(&number), sizeof number});
    }
}

}  // namespace

FunctionId Registry::add(ModuleDescriptor descriptor) {
    descriptor.signature.versionMajor = descriptor.versionMajor;
    descriptor.signature.versionMinor = descriptor.versionMinor;
    described_.clear();
    describe(described_, descriptor, *types_);
    fingerprint_ = hashPair(fingerprint_, hashBytes(described_));
    // Both tables count alike, so one id serves both.
    const FunctionId id = signatures_.add(std::move(descriptor.signature));
    const FunctionId row = descriptors_.add(std::move(descriptor));
    CST_CHECK(id == row, "signatures and descriptors must have the same ids");
    return id;
}

void Registry::addAll(std::vector<ModuleDescriptor> descriptors) {
    std::size_t nameBytes = 0;
    for (const ModuleDescriptor& descriptor : descriptors) {
        nameBytes += descriptor.signature.nameSpace.size() + 1 + descriptor.signature.name.size();
    }
    signatures_.reserve(descriptors.size(), nameBytes);
    descriptors_.reserve(descriptors_.size() + descriptors.size());
    for (ModuleDescriptor& descriptor : descriptors) {
        add(std::move(descriptor));
    }
}

void Registry::vouch() {
    for (std::size_t i = 0; i < descriptors_.size(); ++i) {
        descriptors_[FunctionId(i)].isSound = true;
    }
}

void registerStandardLibrary(Registry& registry) {
    addMathFunctions(registry);
    addStringFunctions(registry);
    addListFunctions(registry);
    addBoolAndCompareFunctions(registry);
    addConvertFunctions(registry);
    addCollectionFunctions(registry);
    registry.vouch();
}

void registerDomainModules(Registry& registry) {
    addTextModules(registry);
    addDataModules(registry);
    addDemoModules(registry);
    registry.vouch();
}

}  // namespace cst
