#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_set>
#include <vector>

namespace cst {

/// Keys met so far, to find the ones that come twice. Few are compared one by one, which is what
/// most lists of names and types need; many are hashed.
template <class Key>
class Seen {
public:
    /// False if it was there.
    bool add(Key key) {
        if (many_.empty() && few_.size() < kFew) {
            const bool isNew = std::find(few_.begin(), few_.end(), key) == few_.end();
            if (isNew) few_.push_back(key);
            return isNew;
        }
        if (many_.empty()) many_.insert(few_.begin(), few_.end());
        return many_.insert(key).second;
    }

private:
    static constexpr std::size_t kFew = 16;
    std::vector<Key> few_;
    std::unordered_set<Key> many_;
};

}  // namespace cst
