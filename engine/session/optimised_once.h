#pragma once

#include "engine/base/hash.h"
#include "engine/base/lazy_ptr.h"
#include "engine/json/decode.h"
#include "engine/plan/optimise.h"
#include "engine/run/program.h"
#include "engine/session/snapshot.h"

#include <memory>
#include <mutex>
#include <span>

namespace cst {

/// A plan that was optimised, or left as it is, and made executable. Runs share it.
struct Executable {
    std::shared_ptr<const OptimisedPlan> optimised;
    std::shared_ptr<const Program> program;
};

/// What the runs of a snapshot share, made when somebody first runs it: never on the way from a key
/// press to the picture. Thread safe.
class OptimisedOnce {
public:
    explicit OptimisedOnce(LazyPtr<Plan> source) : source_(std::move(source)) {}

    const Executable& get(const Registry& registry, const TypeTable& types);
    /// The same with a step for every node that is left, so that each keeps its value and times.
    const Executable& unfused(const Registry& registry, const TypeTable& types);
    /// Decodes the inputs of the snapshot; what its optimised plan does not read is left as bytes.
    const std::shared_ptr<const InputDecoder>&
    decoder(const Registry& registry, const TypeTable& types, std::span<const InputInfo> inputs);

    /// The structural hash of the plan as the source has it.
    const Hash128& structure(const TypeTable& types, const SignatureTable& signatures);

private:
    LazyPtr<Plan> source_;
    std::once_flag structureOnce_;
    Hash128 structure_;
    std::once_flag once_;
    std::once_flag unfusedOnce_;
    Executable executable_;
    Executable unfused_;
    std::once_flag decoderOnce_;
    std::shared_ptr<const InputDecoder> decoder_;
};

}  // namespace cst
