#pragma once

#include "engine/base/result.h"
#include "engine/run/cache_folder.h"
#include "engine/run/call_cache.h"
#include "engine/types/type_table.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cst {

/// Results of calls with `cache_backend: "disk"`: one file each in one folder, which outlives the
/// process and may be deleted at any time. What is damaged, of another type or version counts as
/// not there and is replaced. What has expired is removed when it is asked for, and when the folder
/// is looked through. Blocks its thread. Thread safe; other processes may use the folder at the
/// same time.
class DiskCache {
public:
    static constexpr std::size_t kMaxBytes = 256UL << 20U;
    static constexpr std::size_t kMaxEntries = 10'000;
    static constexpr std::size_t kMaxEntryBytes = 64UL << 20U;

    explicit DiskCache(std::string folder);

    /// `now` and the times in the files count from 1970.
    std::optional<Value> find(std::string_view key, const TypeTable& types, TypeId type,
                              std::chrono::nanoseconds now);
    /// Writes beside and renames. Errors: code "file", why nothing was kept.
    Status store(std::string_view key, const TypeTable& types, TypeId type, const Value& value,
                 std::chrono::nanoseconds now, std::chrono::nanoseconds keepFor);
    CacheUse use() const;
    const std::string& folder() const { return files_.folder(); }

private:
    CacheFolder files_;
    std::atomic<uint64_t> hits_ = 0;
    std::atomic<uint64_t> misses_ = 0;
};

}  // namespace cst
