#include "engine/run/call_cache.h"

#include <iterator>

namespace cst {

std::optional<Value> CallCache::find(std::string_view key, std::chrono::nanoseconds now,
                                     bool counts) {
    const std::lock_guard lock(mutex_);
    const auto found = byKey_.find(key);
    const bool isOld = found != byKey_.end() && now > found->second->expires;
    if (isOld) {
        drop(found->second);
    }
    if (isOld || found == byKey_.end()) {
        use_.misses += counts ? 1 : 0;
        return std::nullopt;
    }
    ++use_.hits;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
}

void CallCache::store(std::string_view key, const Value& value, std::size_t bytes,
                      std::chrono::nanoseconds now, std::chrono::nanoseconds keepFor) {
    const std::size_t size = bytes + key.size() + sizeof(Entry);
    if (size > kMaxBytes) {
        return;
    }
    const std::lock_guard lock(mutex_);
    if (const auto old = byKey_.find(key); old != byKey_.end()) {
        drop(old->second);
    }
    entries_.push_front({std::string(key), value, size, now + keepFor});
    byKey_.emplace(entries_.front().key, entries_.begin());
    use_.bytes += size;
    while (entries_.size() > kMaxEntries || use_.bytes > kMaxBytes) {
        drop(std::prev(entries_.end()));
        ++use_.evictions;
    }
}

void CallCache::drop(Entries::iterator entry) {
    use_.bytes -= entry->bytes;
    byKey_.erase(entry->key);
    entries_.erase(entry);
}

void CallCache::clear() {
    const std::lock_guard lock(mutex_);
    byKey_.clear();
    entries_.clear();
    use_.bytes = 0;
}

CacheUse CallCache::use() const {
    const std::lock_guard lock(mutex_);
    CacheUse use = use_;
    use.entries = entries_.size();
    return use;
}

}  // namespace cst
