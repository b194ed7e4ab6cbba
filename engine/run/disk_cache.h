#pragma once

#include "engine/base/result.h"
#include "engine/run/call_cache.h"
#include "engine/types/type_table.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace cst {

/// Results of calls with `cache_backend: "disk"`: one file each in one folder, which outlives the
/// process and may be deleted at any time. What is damaged, of another type or version counts as
/// not there and is replaced. What has expired is removed when it is asked for, and when the folder
/// is looked through: with the first result that is stored, and every thousandth. Blocks its
/// thread. Thread safe; other processes may use the folder at the same time.
class DiskCache {
public:
    static constexpr std::size_t kMaxBytes = 256UL << 20U;
    static constexpr std::size_t kMaxEntries = 10'000;
    static constexpr std::size_t kMaxEntryBytes = 64UL << 20U;

    explicit DiskCache(std::string folder) : folder_(std::move(folder)) {}

    /// `now` and the times in the files count from 1970.
    std::optional<Value> find(std::string_view key, const TypeTable& types, TypeId type,
                              std::chrono::nanoseconds now);
    /// Writes beside and renames. Errors: code "file", why nothing was kept.
    Status store(std::string_view key, const TypeTable& types, TypeId type, const Value& value,
                 std::chrono::nanoseconds now, std::chrono::nanoseconds keepFor);
    CacheUse use() const;
    const std::string& folder() const { return folder_; }

private:
    std::string pathOf(std::string_view key) const;
    void look(std::chrono::nanoseconds now);
    void makeRoom();

    const std::string folder_;
    mutable std::mutex mutex_;
    CacheUse use_;  // guarded by mutex_, like all below
    /// Files that may be stored until the folder is looked through again; use_ knows what lies
    /// there but for what other processes did since. 0 = nobody has looked yet.
    uint32_t knownFor_ = 0;
    uint64_t written_ = 0;  // files, ever: their temporary names differ
};

}  // namespace cst
