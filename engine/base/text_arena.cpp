#include "engine/base/text_arena.h"

#include <algorithm>

namespace cst {
namespace {

constexpr std::size_t kFirstChunk = 512;
constexpr std::size_t kLargestChunk = 65536;

}  // namespace

std::string_view TextArena::add(std::initializer_list<std::string_view> pieces) {
    std::size_t size = 0;
    for (const std::string_view piece : pieces) {
        size += piece.size();
    }
    if (size == 0) {
        return {};
    }
    char* const begin = room(size);
    char* out = begin;
    for (const std::string_view piece : pieces) {
        out += piece.copy(out, piece.size());  // a piece may be empty and point nowhere
    }
    return {begin, size};
}

char* TextArena::room(std::size_t size) {
    if (left_ < size) {
        const std::size_t usual =
            std::min(kLargestChunk, kFirstChunk << std::min<std::size_t>(chunks_.size(), 7));
        const std::size_t chunk = std::max(size, usual);
        chunks_.push_back(std::make_shared_for_overwrite<char[]>(chunk));
        at_ = chunks_.back().get();
        left_ = chunk;
    }
    char* const begin = at_;
    at_ += size;
    left_ -= size;
    return begin;
}

}  // namespace cst
