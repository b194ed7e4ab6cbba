#include "engine/session/compile_cache.h"

#include "engine/session/compiled_text.h"

#include <algorithm>

namespace cst {
namespace {

constexpr std::size_t kGoneRemembered = 4096;
// Measured on the workloads of tests/bench: what a text is compiled to, its graph and its plan take
// 57 to 61 bytes a byte of text, the next text of a document 20 to 25, as it shares the rest.
constexpr std::size_t kUnitBytesPerByte = 60;

std::size_t weigh(const Snapshot& snapshot) {
    return sizeof(Snapshot) + kUnitBytesPerByte * snapshot.text->size() +
           snapshot.diagnostics.size() * (sizeof(Diagnostic) + 200);
}

bool isSame(const CompileCache::Key& a, const CompileCache::Key& b) {
    return a.hash == b.hash && a.registry == b.registry && a.types == b.types &&
           a.text->bytes() == b.text->bytes();
}

Hash128 hashOf(const CompileCache::Key& key) {
    return hashPair(key.hash, key.registry);
}

}  // namespace

CompileCache::CompileCache(Limits limits) : limits_(std::move(limits)) {}

std::chrono::nanoseconds CompileCache::now() const {
    return limits_.now ? limits_.now() : std::chrono::steady_clock::now().time_since_epoch();
}

std::shared_ptr<Snapshot> CompileCache::get(const Key& key, CompileMiss miss,
                                            const Compile& compile, const Compile& load) {
    const auto copied = [](const SnapshotPtr& snapshot) {
        auto copy = std::make_shared<Snapshot>(*snapshot);
        copy->times = {};
        copy->counts = {copy->counts.blocks, 0, 0, 0};
        return copy;
    };
    Entries dropped;  // before the lock, so that it is destroyed behind it
    std::unique_lock lock(mutex_);
    std::shared_ptr<Flight> flight;
    do {
        dropOld(now(), dropped);
        if (const auto entry = find(key); entry != entries_.end()) {
            entry->lastUse = now();
            entries_.splice(entries_.begin(), entries_, entry);
            ++use_.hits;
            const SnapshotPtr kept = entry->snapshot;
            lock.unlock();
            return copied(kept);
        }
        flight = flightOf(key);
        if (flight) {
            flight->ended.wait(lock, [&] { return flight->hasEnded; });
            if (flight->snapshot) {
                ++use_.shared;
                lock.unlock();
                return copied(flight->snapshot);
            }
        }
    } while (flight);  // it was given up: somebody else must do it
    const bool isNext = miss == CompileMiss::Edited;
    miss = reasonFor(key, miss);
    flight = std::make_shared<Flight>();
    flight->key = key;
    flights_.push_back(flight);
    lock.unlock();

    std::shared_ptr<Snapshot> made = load ? load() : nullptr;
    const bool isLoaded = made != nullptr;
    if (!made) {
        made = compile();
    }
    // Whoever asked may change it, so what is kept is a copy.
    SnapshotPtr kept = made ? std::make_shared<const Snapshot>(*made) : nullptr;
    lock.lock();
    flights_.erase(std::find(flights_.begin(), flights_.end(), flight));
    flight->hasEnded = true;
    flight->snapshot = kept;
    flight->ended.notify_all();
    if (made) {
        const bool isMoved = isNext && made->counts.edited == 0;
        ++(isLoaded  ? use_.loaded
           : isMoved ? use_.moved
                     : use_.misses[static_cast<std::size_t>(miss)]);
        store(key, std::move(kept), dropped);
    }
    return made;
}

std::shared_ptr<CompileCache::Flight> CompileCache::flightOf(const Key& key) const {
    const auto found = std::find_if(flights_.begin(), flights_.end(),
                                    [&](const auto& flight) { return isSame(flight->key, key); });
    return found == flights_.end() ? nullptr : *found;
}

CompileCache::Entries::iterator CompileCache::find(const Key& key) {
    const auto [begin, end] = byHash_.equal_range(key.hash);
    const auto found =
        std::find_if(begin, end, [&](const auto& row) { return isSame(row.second->key, key); });
    return found == end ? entries_.end() : found->second;
}

CompileMiss CompileCache::reasonFor(const Key& key, CompileMiss otherwise) const {
    if (const auto gone = gone_.find(hashOf(key)); gone != gone_.end()) {
        return gone->second;
    }
    return byHash_.contains(key.hash) ? CompileMiss::OtherModules : otherwise;
}

void CompileCache::store(const Key& key, SnapshotPtr snapshot, Entries& dropped) {
    const std::size_t bytes = weigh(*snapshot);
    if (bytes > limits_.bytes) {
        remember(key, CompileMiss::Evicted);
        return;
    }
    while (use_.bytes + bytes > limits_.bytes) {
        drop(std::prev(entries_.end()), CompileMiss::Evicted, dropped);
    }
    entries_.push_front({key, std::move(snapshot), bytes, now()});
    byHash_.emplace(key.hash, entries_.begin());
    use_.bytes += bytes;
    ++use_.entries;
}

void CompileCache::dropOld(std::chrono::nanoseconds now, Entries& dropped) {
    while (!entries_.empty() && now - entries_.back().lastUse > limits_.age) {
        drop(std::prev(entries_.end()), CompileMiss::TooOld, dropped);
    }
}

void CompileCache::drop(Entries::iterator entry, CompileMiss why, Entries& dropped) {
    remember(entry->key, why);
    const auto [begin, end] = byHash_.equal_range(entry->key.hash);
    byHash_.erase(std::find_if(begin, end, [&](const auto& row) { return row.second == entry; }));
    use_.bytes -= entry->bytes;
    --use_.entries;
    ++use_.evictions;
    dropped.splice(dropped.begin(), entries_, entry);
}

void CompileCache::remember(const Key& key, CompileMiss why) {
    const Hash128 hash = hashOf(key);
    if (!gone_.insert_or_assign(hash, why).second) {
        return;
    }
    goneInOrder_.push_back(hash);
    if (goneInOrder_.size() > kGoneRemembered) {
        gone_.erase(goneInOrder_.front());
        goneInOrder_.pop_front();
    }
}

void CompileCache::clear() {
    Entries dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(entries_);
    byHash_.clear();
    gone_.clear();
    goneInOrder_.clear();
    use_.entries = 0;
    use_.bytes = 0;
}

CompileUse CompileCache::use() const {
    const std::lock_guard lock(mutex_);
    return use_;
}

}  // namespace cst
