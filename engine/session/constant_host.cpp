#include "engine/session/constant_host.h"

#include "engine/run/wrap_outcome.h"

namespace cst {
namespace {

class Context : public CallContext {
public:
    Context(const Value* const* arguments, const CallTypes& call, const TypeTable& table) {
        set(arguments, call);
        types = &table;
    }
    Completion completion() override { return Completion(nullptr, 0); }
    std::stop_token stopToken() override { return {}; }
    void callBlocking(BlockingModule&) override {}  // constants call pure functions only
};

}  // namespace

CallOutcome ConstantHost::call(const Operation& operation,
                               std::span<const Value* const> arguments) {
    Module* const module = registry_.module(operation.function);
    if (module == nullptr) {
        return Error{"R012", "no such module", ""};
    }
    std::vector<TypeId> argumentTypes;
    for (const uint32_t type : pools_.numbersOf(operation)) {
        argumentTypes.push_back(TypeId(type));
    }
    const CallTypes call{argumentTypes.data(), operation.numberCount, operation.operandType};
    Context context(arguments.data(), call, types_);
    return wrapCallOutcome(types_, registry_.signatures(), operation, module->call(context));
}

CallOutcome ConstantHost::effectfulHigherOrder(const Operation&, std::span<const Value* const>) {
    return Error{"E900", "a constant has no effects", ""};
}

}  // namespace cst
