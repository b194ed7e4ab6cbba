#pragma once

#include "engine/value/value.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cst {

/// How a cache has been used, for people.
struct CacheUse {
    uint64_t hits = 0;
    uint64_t misses = 0;
    uint64_t evictions = 0;
    uint64_t entries = 0;
    uint64_t bytes = 0;
};

/// Results of calls with `cache:`, in memory: the least recently used go when there are too many.
/// Keys are compared whole. Thread safe. Source: language §6.2.
class CallCache {
public:
    static constexpr std::size_t kMaxEntries = 1000;
    static constexpr std::size_t kMaxBytes = 256UL << 20U;

    std::optional<Value> find(std::string_view key, std::chrono::nanoseconds now,
                              bool counts = true);
    /// `bytes`: about what the value takes. Larger ones than all of the cache are not kept.
    void store(std::string_view key, const Value& value, std::size_t bytes,
               std::chrono::nanoseconds now, std::chrono::nanoseconds keepFor);
    void clear();
    CacheUse use() const;

private:
    struct Entry {
        std::string key;
        Value value;
        std::size_t bytes = 0;
        std::chrono::nanoseconds expires{0};
    };
    using Entries = std::list<Entry>;

    void drop(Entries::iterator entry);

    mutable std::mutex mutex_;
    Entries entries_;  // guarded by mutex_, like all below; the newest first
    std::unordered_map<std::string_view, Entries::iterator> byKey_;  // of the keys in entries_
    CacheUse use_;
};

}  // namespace cst
