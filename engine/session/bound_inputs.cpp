#include "engine/session/bound_inputs.h"

#include "engine/session/pipeline_run.h"

#include <algorithm>

namespace cst {

bool BoundInputs::isSame(const Snapshot& compiled, const RunRequest& request) const {
    return binder_ && json_ == request.inputsJson && usedExamples_ == request.useExamples &&
           std::equal(inputs_.begin(), inputs_.end(), compiled.inputs.begin(),
                      compiled.inputs.end(), [](const InputInfo& a, const InputInfo& b) {
                          return a.name == b.name && a.type == b.type && a.required == b.required &&
                                 a.exampleJson == b.exampleJson && a.typeAliases == b.typeAliases;
                      });
}

InputBinder BoundInputs::bind(const Snapshot& compiled, const RunRequest& request) {
    if (!isSame(compiled, request)) {
        JsonLimits limits;
        limits.unreadFrom = PipelineRun::kPreviewRoom;  // what fits into a preview is read by it
        binder_.emplace(bindInputs(engine_, compiled, limits));
        binder_->useObject(request.inputsJson);
        if (request.useExamples) {
            binder_->useExamples();
        }
        binder_->digests();
        inputs_ = compiled.inputs;
        json_ = request.inputsJson;
        usedExamples_ = request.useExamples;
    }
    InputBinder bound = *binder_;
    bound.moveTo(compiled.inputs);
    return bound;
}

}  // namespace cst
