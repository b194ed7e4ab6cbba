#pragma once

#include "engine/base/check.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace cst {

/// Names one row of one table. A name, not a number: no arithmetic, and ids of different tables
/// do not convert into each other.
template <class Tag>
struct Id {
    static constexpr uint32_t kNone = UINT32_MAX;
    uint32_t index = kNone;

    constexpr Id() = default;
    constexpr explicit Id(uint32_t i) : index(i) {}
    constexpr explicit Id(std::size_t i) : index(static_cast<uint32_t>(i)) {}
    constexpr bool hasValue() const { return index != kNone; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

/// Rows that are appended, never erased, so that an id stays good for the life of the table.
/// Not thread safe; freely shared once nobody appends any more.
template <class IdType, class Row>
class Table {
public:
    IdType add(Row row) {
        rows_.push_back(std::move(row));
        return IdType(rows_.size() - 1);
    }
    const Row& operator[](IdType id) const {
        CST_DCHECK(id.index < rows_.size(), "id out of range");
        return rows_[id.index];
    }
    Row& operator[](IdType id) {
        CST_DCHECK(id.index < rows_.size(), "id out of range");
        return rows_[id.index];
    }
    std::size_t size() const { return rows_.size(); }
    bool empty() const { return rows_.empty(); }
    void reserve(std::size_t n) { rows_.reserve(n); }
    void resize(std::size_t n) { rows_.resize(n); }
    void clear() { rows_.clear(); }
    std::span<const Row> rows() const { return rows_; }
    auto begin() const { return rows_.begin(); }
    auto end() const { return rows_.end(); }

private:
    std::vector<Row> rows_;
};

}  // namespace cst

template <class Tag>
struct std::hash<cst::Id<Tag>> {
    std::size_t operator()(cst::Id<Tag> id) const noexcept { return id.index; }
};
