#pragma once

#include "engine/base/id.h"
#include "engine/base/text_arena.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cst {

using NameId = Id<struct NameTag>;

/// Names with dense ids: the same text has the same id, counted from 0. Grows only.
/// Not thread safe; freely shared once nobody interns any more.
class NameTable {
public:
    NameTable();
    NameTable(const NameTable&) = delete;
    NameTable& operator=(const NameTable&) = delete;

    NameId intern(std::string_view text);
    /// No value if nobody interned it. Cost: O(length), no allocation.
    NameId find(std::string_view text) const;
    /// Good for as long as the table.
    std::string_view text(NameId id) const { return texts_[id]; }
    std::size_t size() const { return texts_.size(); }
    void reserve(std::size_t names);

private:
    struct Slot {
        uint32_t hash = 0;
        NameId name;
    };

    std::size_t slotOf(std::string_view text, uint32_t hash) const;
    void grow(std::size_t slots);

    TextArena chars_;
    Table<NameId, std::string_view> texts_;
    std::vector<Slot> slots_;  // open addressing, a power of two, at most half full
};

}  // namespace cst
