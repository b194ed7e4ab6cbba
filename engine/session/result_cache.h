#pragma once

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/modules/module.h"
#include "engine/value/value.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cst {

/// How the results of earlier runs have been used, for people.
struct ResultUse {
    uint64_t hits = 0;
    uint64_t misses = 0;
    uint64_t evictions = 0;
    uint64_t entries = 0;
    uint64_t bytes = 0;
    uint64_t limit = 0;  // bytes
    double savedUs = 0;  // what the hits took when they ran
};

/// What nodes came to, across runs and edits, by what their values are a function of. Bounded by
/// bytes: what is cheap to work out again for its size goes first, and what was not used for long.
/// It holds what nothing in the text asks for; `cache:` of a text is CallCache, and another thing.
/// Keys are 128-bit hashes of whole computations, which cannot be compared byte by byte: two that
/// collide would be taken for each other.
/// Thread safe. Cost: O(log entries) each.
class ResultCache {
public:
    static constexpr std::size_t kDefaultBytes = 256UL << 20U;

    explicit ResultCache(std::size_t maxBytes = kDefaultBytes) : maxBytes_(maxBytes) {}

    struct Entry {
        Value value;
        std::optional<Error> error;  // that is what it came to
        int64_t tookNs = 0;          // when it ran
        uint64_t run = 0;            // which one that was
        Hash128 digest;              // of the value, where somebody has stored it
    };
    enum class Look : uint8_t {
        Hit,
        TakeOff,  // the caller works it out, and calls land()
        Flying,   // somebody is at it
    };
    /// What is known, or who works it out.
    Look look(const Hash128& key, Entry& found);
    /// Without taking off: nobody has to work it out.
    bool find(const Hash128& key, Entry& found);
    /// Without counting as a use, too.
    std::optional<Entry> peek(const Hash128& key) const;
    /// Ends with what land() is told, or with KnownResults::kAskAgain where nothing flies.
    void wait(const Hash128& key, Completion completion);
    /// Everybody who waits gets it; nothing = it was given up, somebody else has to take off.
    /// `bytes`: about what the value takes.
    void land(const Hash128& key, std::optional<Entry> entry, std::size_t bytes);
    /// The same for a key that nobody looks for before.
    void store(const Hash128& key, Entry entry, std::size_t bytes);
    void remove(const Hash128& key);
    void clear();
    ResultUse use() const;

private:
    /// What an entry was worth when it got its place here: the lowest goes first.
    using Order = std::multimap<double, Hash128>;
    struct Kept {
        Entry entry;
        std::size_t bytes = 0;
        double worth = 0;      // by now
        bool wasUsed = false;  // since it got its place, which is put right when it would go
        Order::iterator place;
    };

    using Dead = std::vector<Kept>;  // goes without the lock

    bool use(const Hash128& key, Entry& found);
    void evictOne(Dead& dead);
    void keep(const Hash128& key, Entry entry, std::size_t bytes, Dead& dead);
    void drop(std::unordered_map<Hash128, Kept>::iterator kept, Dead& dead);

    const std::size_t maxBytes_;
    mutable std::mutex mutex_;  // guards all below
    std::unordered_map<Hash128, Kept> kept_;
    Order order_;
    double age_ = 0;  // worth of what was evicted last: what is stored from now on stands above
    std::unordered_map<Hash128, std::vector<Completion>> flying_;  // by key: who waits
    ResultUse use_;
};

}  // namespace cst
