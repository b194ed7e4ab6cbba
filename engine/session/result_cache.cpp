// What goes first is decided as in GreedyDual-Size (Cao and Irani, 1997): each entry is worth what
// it saves by the byte, on top of what the last evicted one was worth when it was used. So cheap
// and large ones go first, and dear ones go too if nobody has wanted them for long enough.

#include "engine/session/result_cache.h"

#include "engine/run/known_results.h"

#include <algorithm>
#include <string>
#include <utility>

namespace cst {
namespace {

/// Nanoseconds that a byte saves.
double worth(const ResultCache::Entry& entry, std::size_t bytes) {
    return static_cast<double>(std::max<int64_t>(entry.tookNs, 1)) / static_cast<double>(bytes);
}

}  // namespace

bool ResultCache::use(const Hash128& key, Entry& found) {
    const auto kept = kept_.find(key);
    if (kept == kept_.end()) {
        return false;
    }
    Kept& row = kept->second;
    row.worth = age_ + worth(row.entry, row.bytes);
    row.wasUsed = true;
    found = row.entry;
    ++use_.hits;
    use_.savedUs += static_cast<double>(row.entry.tookNs) / 1000;
    return true;
}

bool ResultCache::find(const Hash128& key, Entry& found) {
    const std::lock_guard lock(mutex_);
    return use(key, found);
}

ResultCache::Look ResultCache::look(const Hash128& key, Entry& found) {
    const std::lock_guard lock(mutex_);
    if (use(key, found)) {
        return Look::Hit;
    }
    if (!flying_.try_emplace(key).second) {
        return Look::Flying;
    }
    ++use_.misses;
    return Look::TakeOff;
}

std::optional<ResultCache::Entry> ResultCache::peek(const Hash128& key) const {
    const std::lock_guard lock(mutex_);
    const auto kept = kept_.find(key);
    return kept == kept_.end() ? std::nullopt : std::optional(kept->second.entry);
}

void ResultCache::wait(const Hash128& key, Completion completion) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto flight = flying_.find(key); flight != flying_.end()) {
            flight->second.push_back(std::move(completion));
            return;
        }
    }
    completion.finish(Error{std::string(KnownResults::kAskAgain), "", ""});
}

void ResultCache::land(const Hash128& key, std::optional<Entry> entry, std::size_t bytes) {
    CallResult result = Error{std::string(KnownResults::kAskAgain), "", ""};
    if (entry) {
        result = entry->error ? CallResult(*entry->error) : CallResult(entry->value);
    }
    std::vector<Completion> waiting;
    Dead dead;
    {
        const std::lock_guard lock(mutex_);
        if (entry) {
            keep(key, std::move(*entry), bytes, dead);
        }
        if (const auto flight = flying_.find(key); flight != flying_.end()) {
            waiting = std::move(flight->second);
            flying_.erase(flight);
        }
    }
    for (Completion& completion : waiting) {
        completion.finish(result);
    }
}

void ResultCache::store(const Hash128& key, Entry entry, std::size_t bytes) {
    Dead dead;
    const std::lock_guard lock(mutex_);
    keep(key, std::move(entry), bytes, dead);
}

void ResultCache::keep(const Hash128& key, Entry entry, std::size_t bytes, Dead& dead) {
    bytes += sizeof(Kept) + sizeof(Order::value_type) + 2 * sizeof(Hash128);
    if (const auto old = kept_.find(key); old != kept_.end()) {
        drop(old, dead);
    }
    if (bytes > maxBytes_) {
        return;
    }
    const double value = age_ + worth(entry, bytes);
    kept_.emplace(key, Kept{std::move(entry), bytes, value, false, order_.emplace(value, key)});
    use_.bytes += bytes;
    while (use_.bytes > maxBytes_) {
        evictOne(dead);
    }
}

void ResultCache::evictOne(Dead& dead) {
    const auto lowest = order_.begin();
    const auto kept = kept_.find(lowest->second);
    if (std::exchange(kept->second.wasUsed, false)) {
        kept->second.place = order_.emplace(kept->second.worth, kept->first);
        order_.erase(lowest);
        return;
    }
    age_ = lowest->first;
    drop(kept, dead);
    ++use_.evictions;
}

void ResultCache::drop(std::unordered_map<Hash128, Kept>::iterator kept, Dead& dead) {
    use_.bytes -= kept->second.bytes;
    order_.erase(kept->second.place);
    dead.push_back(std::move(kept->second));
    kept_.erase(kept);
}

void ResultCache::remove(const Hash128& key) {
    Dead dead;
    const std::lock_guard lock(mutex_);
    if (const auto kept = kept_.find(key); kept != kept_.end()) {
        drop(kept, dead);
    }
}

void ResultCache::clear() {
    std::unordered_map<Hash128, Kept> dead;
    const std::lock_guard lock(mutex_);
    dead.swap(kept_);
    order_.clear();
    use_.bytes = 0;
}

ResultUse ResultCache::use() const {
    const std::lock_guard lock(mutex_);
    ResultUse use = use_;
    use.entries = kept_.size();
    use.limit = maxBytes_;
    return use;
}

}  // namespace cst
