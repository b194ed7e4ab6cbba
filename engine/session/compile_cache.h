#pragma once

#include "engine/base/hash.h"
#include "engine/session/snapshot.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace cst {

/// Why a text had to be compiled.
enum class CompileMiss : uint8_t {
    New,           // nothing was known of it
    Edited,        // it is the next text of a document
    Evicted,       // it was kept, until others needed the room
    TooOld,        // it was kept, until nobody had asked for it for long
    OtherModules,  // it is kept, but compiled for another registry
};
inline constexpr std::size_t kCompileMisses = 5;

/// How a compile cache has been used, for people. A compile that was given up counts for nothing.
struct CompileUse {
    uint64_t hits = 0;    // the very text was kept
    uint64_t moved = 0;   // but for comments and blanks it was the document's last: nothing of it
                          // was built again
    uint64_t shared = 0;  // somebody else was compiling it just then
    uint64_t loaded = 0;  // it was kept elsewhere: on disk
    std::array<uint64_t, kCompileMisses> misses{};  // by CompileMiss
    uint64_t evictions = 0;                         // for room or age
    uint64_t entries = 0;
    uint64_t bytes = 0;  // about
};

/// Compiled texts, with and without errors, the least recently used of which go when there are too
/// many or when nobody has asked for them for long. What is asked for by several threads at once is
/// compiled once.
///
/// The key is the text byte by byte, and what it was compiled for. Comments and blanks count in it:
/// a text of which only these are others is cheaper to make from the last one of its document
/// (DocumentCompiler) than from any other (README, "What a compile finds again").
/// Thread safe.
class CompileCache {
public:
    struct Limits {
        std::size_t bytes = 32UL << 20U;
        std::chrono::nanoseconds age = std::chrono::minutes(30);  // since it was last asked for
        std::function<std::chrono::nanoseconds()> now;  // null = the steady clock; thread safe
    };
    /// All that the outcome of a compile depends on. There are no compiler options.
    struct Key {
        SourceTextPtr text;
        Hash128 hash;                            // of its bytes, which are compared too
        Hash128 registry;                        // its fingerprint
        std::shared_ptr<const TypeTable> types;  // the ids in a snapshot are of this table
    };
    /// Compiles; null if it was given up.
    using Compile = std::function<std::shared_ptr<Snapshot>()>;

    CompileCache() : CompileCache(Limits()) {}
    explicit CompileCache(Limits limits);

    /// What is kept of a text, else what `compile` makes of it: a snapshot of the caller's own,
    /// with no revision, times and counts if it was kept. Null if the compile was given up. `miss`:
    /// why it is compiled, if no better reason is known. `load`: where it may be kept otherwise, is
    /// looked at before; null if it is not there. Cost: that of comparing the texts and of copying
    /// diagnostics and interface. It may wait for another thread that compiles the same.
    std::shared_ptr<Snapshot> get(const Key& key, CompileMiss miss, const Compile& compile,
                                  const Compile& load = {});
    void clear();
    CompileUse use() const;

private:
    struct Entry {
        Key key;
        SnapshotPtr snapshot;
        std::size_t bytes = 0;
        std::chrono::nanoseconds lastUse{0};
    };
    using Entries = std::list<Entry>;
    /// A compile that is under way.
    struct Flight {
        Key key;
        std::condition_variable ended;
        bool hasEnded = false;
        SnapshotPtr snapshot;  // null if it was given up
    };

    std::chrono::nanoseconds now() const;
    std::shared_ptr<Flight> flightOf(const Key& key) const;
    Entries::iterator find(const Key& key);
    CompileMiss reasonFor(const Key& key, CompileMiss otherwise) const;
    void drop(Entries::iterator entry, CompileMiss why, Entries& dropped);
    void dropOld(std::chrono::nanoseconds now, Entries& dropped);
    void store(const Key& key, SnapshotPtr snapshot, Entries& dropped);
    void remember(const Key& key, CompileMiss why);

    const Limits limits_;
    mutable std::mutex mutex_;
    Entries entries_;  // guarded by mutex_, like all below; used last first
    std::unordered_multimap<Hash128, Entries::iterator> byHash_;
    std::vector<std::shared_ptr<Flight>> flights_;
    std::unordered_map<Hash128, CompileMiss> gone_;  // why, by key; of the last ones that went
    std::deque<Hash128> goneInOrder_;
    CompileUse use_;
};

}  // namespace cst
