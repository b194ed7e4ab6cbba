#pragma once

#include "engine/plan/optimise.h"

#include <memory>
#include <mutex>

namespace cst {

class Registry;

/// The optimised plan of a snapshot, made when somebody first runs it: never on the way from a key
/// press to the picture. Thread safe.
class OptimisedOnce {
public:
    explicit OptimisedOnce(std::shared_ptr<const Plan> source) : source_(std::move(source)) {}

    std::shared_ptr<const OptimisedPlan> get(const Registry& registry, const TypeTable& types);

private:
    std::shared_ptr<const Plan> source_;
    std::once_flag once_;
    std::shared_ptr<const OptimisedPlan> plan_;
};

}  // namespace cst
