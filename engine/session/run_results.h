#pragma once

#include "engine/run/known_results.h"
#include "engine/session/optimised_once.h"
#include "engine/session/result_cache.h"
#include "engine/session/result_keys.h"
#include "engine/session/snapshot.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cst {

/// What one run takes from the results of earlier ones, and leaves for later ones.
/// A pure step is looked up by its key; where another run is just at it, it waits for that one. A
/// step with effects is done if the run was asked for; in a live run it gives what the same call of
/// the same node came to last, or is held.
/// Thread safe: workers ask. Outlives its run.
class RunResults : public KnownResults {
public:
    enum class Mode : uint8_t {
        Asked,   // effects are done
        Afresh,  // likewise, and nothing is taken from earlier runs
        Live,    // effects are held
    };
    /// What a step took from an earlier run.
    struct Reused {
        double tookUs = 0;
        uint64_t run = 0;
    };

    /// `inputs`: digests by index of the plan's inputs. `document`: whose nodes' identities those
    /// of the snapshot are. Cost: about 200 ns for a node.
    RunResults(std::shared_ptr<ResultCache> cache, Mode mode, uint64_t document, uint64_t run,
               const Snapshot& compiled, std::shared_ptr<const Plan> source,
               const Executable& executable, std::span<const std::optional<Hash128>> inputs);

    Answer ask(uint32_t step, CallOutcome& known) override;
    void wait(uint32_t step, Completion completion) override;
    void ended(uint32_t step, const StepEnd& end) override;

    /// Keys of all pure nodes, as far as they are known.
    std::unordered_set<Hash128> keys();
    /// Steps that this run is just at, and whose keys are among these.
    std::vector<uint32_t> underWay(const std::unordered_set<Hash128>& wanted);

    Mode mode() const { return mode_; }
    std::optional<Reused> reused(uint32_t step) const;
    /// See ResultKeys::known() and close().
    std::optional<Hash128> keyOf(uint32_t node) const;
    void close();
    const Hash128& ownOf(uint32_t node) const { return keys_.own(node); }
    /// Has what it came to been kept for later runs?
    bool wasKept(uint32_t step) const;
    /// That its value takes if it was kept, about; else 0.
    std::size_t keptBytes(uint32_t step) const;

private:
    enum class Role : uint8_t {
        None,
        Pilot,   // works it out for everybody
        Loner,   // for itself, and keeps it: nothing was looked up
        Waiter,  // for another run
        Effect,
    };
    struct Flight {
        Hash128 key;
        Role role = Role::None;
    };

    bool findAsOther(uint32_t step, ResultCache::Entry& entry);
    void storeForOthers(uint32_t step, const ResultCache::Entry& entry, std::size_t bytes);
    std::optional<Hash128> served(uint32_t node, const Hash128& call);
    Hash128 effectKey(uint32_t node, const Hash128& call) const;
    void keepEffect(uint32_t step, const StepEnd& end);
    ResultCache::Entry entryOf(const StepEnd& end) const;
    std::size_t bytesOf(uint32_t node, const StepEnd& end) const;

    const std::shared_ptr<ResultCache> cache_;
    const Mode mode_;
    const uint64_t document_;
    const uint64_t run_;
    const std::shared_ptr<const TypeTable> types_;
    const std::shared_ptr<const Plan> source_;
    const std::shared_ptr<const Program> program_;
    /// By step: nodes that the optimiser found to be the same. They may have other keys, since
    /// those are of the text.
    std::unordered_multimap<uint32_t, uint32_t> others_;
    std::vector<uint32_t> nodeOf_;          // by step: of the source; kNoIndex = none
    std::vector<NodeIdentity> identities_;  // by node of the source
    std::unordered_map<uint32_t, ResultCache::Entry> served_;  // by node: constant after the start

    mutable std::mutex mutex_;
    ResultKeys keys_;                            // guarded by mutex_
    std::vector<Flight> flights_;                // by step; guarded by mutex_
    std::vector<std::optional<Reused>> reused_;  // by step; guarded by mutex_
    std::vector<bool> kept_;                     // by step; guarded by mutex_
    std::vector<std::size_t> bytes_;             // by step; guarded by mutex_
};

}  // namespace cst
