#pragma once

#include "engine/modules/registry.h"
#include "engine/run/cache_folder.h"
#include "engine/session/build_id.h"
#include "engine/session/snapshot.h"
#include "engine/session/user_key.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>

namespace cst {

/// Why a text was not found on disk.
enum class FileMiss : uint8_t {
    NotThere,
    Damaged,       // changed or cut short since it was written
    OtherKey,      // another user, or the same one before the key was replaced
    OtherBuild,    // another program, or another version of it
    OtherModules,  // compiled for another registry
};
inline constexpr std::size_t kFileMisses = 5;

/// How compiled texts on disk have been used, for people.
struct CompiledFilesUse {
    bool isOn = false;  // there are such
    uint64_t hits = 0;
    std::array<uint64_t, kFileMisses> misses{};  // by FileMiss
    uint64_t written = 0;
    uint64_t evictions = 0;
    uint64_t entries = 0;  // these two from the first file on that was written
    uint64_t bytes = 0;
    std::string note;  // the last thing that was not as it should be; "" = nothing
};

/// Compiled texts for the next process: a file each in one folder, which may be deleted at any
/// time.
///
/// A plan from a file is run as it stands, so only what this user's own program has written is
/// taken: each file ends with a tag that nobody can make without the user's key, and begins with
/// the program, the registry and the text that it is of, which must be the very same. All else
/// counts as not there, is noted, and is replaced by the next text that is written. No failure is
/// one of whoever asks.
/// Blocks its thread. Thread safe; other processes may use the folder at the same time.
class CompiledFiles {
public:
    struct Place {
        std::string folder;
        std::string keyPath;            // in another folder
        std::string build = buildId();  // "" = nothing is kept
    };
    struct Limits {
        std::size_t bytes = 64UL << 20U;  // of all files
        std::chrono::hours age{30 * 24};  // since one was last used
        /// Smaller texts are compiled in less time than their file is read.
        std::size_t fromTextBytes = 4096;
    };

    /// That of the user: in $XDG_CACHE_HOME or ~/.cache. Null if there is no such folder, or the
    /// program has no build id.
    static std::shared_ptr<CompiledFiles> ofUser();
    explicit CompiledFiles(Place place) : CompiledFiles(std::move(place), Limits()) {}
    CompiledFiles(Place place, Limits limits);

    /// Is a text worth a file?
    bool takes(const SourceText& text) const {
        return !place_.build.empty() && text.size() >= limits_.fromTextBytes;
    }
    /// Null if it is not there. Cost: see README, "Compiled texts on disk".
    std::shared_ptr<Snapshot> find(const SourceTextPtr& text,
                                   const std::shared_ptr<TypeTable>& types,
                                   const std::shared_ptr<const Registry>& registry);
    /// Writes what was compiled in this process, unless it is there, or not worth it.
    void store(const Snapshot& compiled, const Registry& registry);
    CompiledFilesUse use() const;

private:
    struct Identity;

    std::optional<SecretKey> key();
    std::string nameOf(const SourceText& text) const;
    std::string headOf(const SecretKey& key, const SourceText& text,
                       const Registry& registry) const;
    std::shared_ptr<Snapshot> missed(FileMiss why);

    const Place place_;
    const Limits limits_;
    CacheFolder files_;
    mutable std::mutex mutex_;
    std::optional<Result<UserKey>> key_;     // guarded by mutex_, like all below
    std::unordered_set<std::string> known_;  // names of files that are there, since we looked
    CompiledFilesUse use_;
};

}  // namespace cst
