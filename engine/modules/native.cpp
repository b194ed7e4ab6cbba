#include "engine/modules/native.h"

#include "engine/base/check.h"

namespace cst {

void Pack::add(FunctionText text, FunctionShape shape, std::unique_ptr<Module> module) {
    CST_CHECK(text.parameters.size() == shape.parameters.size(), "a parameter has no name");
    CST_CHECK((shape.intrinsic == Intrinsic::None) == (module != nullptr),
              "exactly the functions that are no intrinsics have a module");

    ModuleDescriptor descriptor;
    Signature& signature = descriptor.signature;
    signature.name = std::move(text.name);
    signature.nameSpace = nameSpace_;
    for (std::size_t i = 0; i < text.parameters.size(); ++i) {
        signature.parameters.push_back({std::move(text.parameters[i]), shape.parameters[i]});
    }
    signature.result = shape.result;
    signature.pure = shape.pure;
    signature.intrinsic = shape.intrinsic;
    signature.rule = shape.rule;
    signature.documentation = std::move(text.documentation);
    signature.example = std::move(text.example);
    descriptor.tags = {tag_};
    descriptor.isSound = shape.isSound;
    descriptor.isCacheable = shape.isCacheable;
    descriptor.defaultTimeout = shape.defaultTimeout;
    descriptor.module = std::move(module);
    registry_->add(std::move(descriptor));
}

}  // namespace cst
