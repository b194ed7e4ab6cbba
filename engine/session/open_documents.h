#pragma once

#include "engine/session/call_times.h"
#include "engine/session/document_compiler.h"
#include "engine/session/ghosts.h"
#include "engine/session/graph_folder.h"
#include "engine/session/identity.h"
#include "engine/session/layout_keeper.h"
#include "engine/session/run_reasons.h"
#include "engine/session/statistics_keeper.h"
#include "engine/session/statistics_saver.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace cst {

class Engine;

/// Nodes: a whole layout of more takes longer than a frame may.
inline constexpr std::size_t kLaidOutAtOnce = 1'000;

/// What is kept from one revision of a document to the next.
struct Document {
    Document(uint64_t number, Engine& engine);

    const uint64_t id;
    const std::unique_ptr<DocumentCompiler> compiler;
    IdentityTracker identities;
    GhostKeeper ghosts;
    GraphFolder folder;
    LayoutKeeper layouts{kLaidOutAtOnce};
    CallTimes callTimes;
    std::shared_ptr<RunReasons> reasons = std::make_shared<RunReasons>();
    std::shared_ptr<StatisticsKeeper> statistics = std::make_shared<StatisticsKeeper>();
    StatisticsPlace statisticsPlace;
    RunSnapshotPtr lastRun;  // that has ended; null = none yet
    SnapshotPtr last;        // null before the first since it is shown
    std::size_t bytes = 0;   // that it takes, about
    bool isOpening = true;   // its first text is still to come
};

/// The documents that a session has shown last: who comes back to one finds its nodes, its layout
/// and the times of its calls as they were. Not thread safe.
class OpenDocuments {
public:
    static constexpr std::size_t kMost = 16;
    static constexpr std::size_t kMostBytes = 64UL << 20U;

    /// That of the number; a new one if it is not kept. It is the last one to go.
    std::shared_ptr<Document> open(uint64_t number, Engine& engine);
    /// To be told when `document`, the one opened last, has another text.
    void weigh(Document& document);
    std::size_t size() const { return documents_.size(); }
    const std::vector<std::shared_ptr<Document>>& all() const { return documents_; }

private:
    void dropOld();

    std::vector<std::shared_ptr<Document>> documents_;  // shown last first
};

}  // namespace cst
