#pragma once

#include "engine/modules/module.h"
#include "engine/run/task_trampoline.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace cst {

/// One attempt of a module that blocks, with all that it needs, on its way to a thread where it
/// may.
class BlockingCall : public Job, private CallContext {
public:
    /// `from`: the context of the call. `onStart` is called when its turn has come.
    BlockingCall(BlockingModule& module, const CallContext& from, Completion completion,
                 std::stop_token stop, std::function<void()> onStart = {});
    void run() override;

private:
    Completion completion() override { return {nullptr, 0}; }  // its result is the attempt's
    std::stop_token stopToken() override { return stop_; }
    void callBlocking(BlockingModule& module) override;

    BlockingModule& module_;
    std::vector<Value> values_;
    std::vector<const Value*> pointers_;
    std::vector<TypeId> argumentTypes_;
    CallTypes call_;
    Completion completion_;
    std::stop_token stop_;
    std::function<void()> onStart_;
};

}  // namespace cst
