#include "engine/base/name_table.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace cst {
namespace {

constexpr std::size_t kFirstSlots = 64;

uint64_t word(const char* from, std::size_t bytes) {
    uint64_t result = 0;
    std::memcpy(&result, from, bytes);
    return result;
}

/// Eight bytes at a time; names are short, and nobody chooses them to collide.
uint32_t hashOf(std::string_view text) {
    constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;
    uint64_t hash = text.size() * kOdd;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 8; left -= 8, at += 8) {
        hash = (hash ^ word(at, 8)) * kOdd;
        hash ^= hash >> 32;
    }
    hash = (hash ^ word(at, left)) * kOdd;
    return static_cast<uint32_t>(hash >> 32);
}

}  // namespace

NameTable::NameTable() : slots_(kFirstSlots) {}

/// The slot that holds the text, or the empty one where it belongs.
std::size_t NameTable::slotOf(std::string_view text, uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].name.hasValue() &&
           (slots_[at].hash != hash || texts_[slots_[at].name] != text)) {
        at = (at + 1) & mask;
    }
    return at;
}

NameId NameTable::find(std::string_view text) const {
    return slots_[slotOf(text, hashOf(text))].name;
}

NameId NameTable::intern(std::string_view text) {
    const uint32_t hash = hashOf(text);
    std::size_t at = slotOf(text, hash);
    if (slots_[at].name.hasValue()) {
        return slots_[at].name;
    }
    if ((texts_.size() + 1) * 2 > slots_.size()) {
        grow(slots_.size() * 2);
        at = slotOf(text, hash);
    }
    slots_[at] = {hash, texts_.add(chars_.add(text))};
    return slots_[at].name;
}

void NameTable::reserve(std::size_t names) {
    texts_.reserve(names);
    grow(std::max(kFirstSlots, std::bit_ceil(names * 2)));
}

void NameTable::grow(std::size_t slots) {
    if (slots <= slots_.size()) {
        return;
    }
    std::vector<Slot> before(slots);
    before.swap(slots_);
    for (const Slot& slot : before) {
        if (slot.name.hasValue()) {
            slots_[slotOf(texts_[slot.name], slot.hash)] = slot;
        }
    }
}

}  // namespace cst
