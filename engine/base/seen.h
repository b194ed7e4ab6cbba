#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace cst {

/// Names met so far, to find the ones that come twice. Few are compared one by one, which is what
/// most records need; many are hashed. The names must outlive it.
class NamesSeen {
public:
    /// False if it was there.
    bool add(std::string_view name) {
        if (many_.empty() && few_.size() < kFew) {
            const bool isNew = std::find(few_.begin(), few_.end(), name) == few_.end();
            if (isNew) {
                few_.push_back(name);
            }
            return isNew;
        }
        if (many_.empty()) {
            many_.insert(few_.begin(), few_.end());
        }
        return many_.insert(name).second;
    }

private:
    static constexpr std::size_t kFew = 16;
    std::vector<std::string_view> few_;
    std::unordered_set<std::string_view> many_;
};

}  // namespace cst
