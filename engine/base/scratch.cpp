#include "engine/base/scratch.h"

#include <algorithm>
#include <cstdint>

namespace cst {

std::size_t Scratch::bytesKept() const {
    std::size_t bytes = 0;
    for (const Block& block : blocks_) {
        bytes += block.size;
    }
    return bytes;
}

void* Scratch::do_allocate(std::size_t bytes, std::size_t alignment) {
    for (; block_ < blocks_.size(); ++block_, used_ = 0) {
        const Block& block = blocks_[block_];
        const auto start = reinterpret_cast<std::uintptr_t>(block.bytes.get());
        const std::size_t from = ((start + used_ + alignment - 1) & ~(alignment - 1)) - start;
        if (from <= block.size && bytes <= block.size - from) {
            used_ = from + bytes;
            return block.bytes.get() + from;
        }
    }
    const std::size_t last = blocks_.empty() ? kFirstBlock / 2 : blocks_.back().size;
    const std::size_t size = std::max(2 * last, bytes + alignment);
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    return do_allocate(bytes, alignment);
}

void Scratch::rewind(std::size_t block, std::size_t used) {
    block_ = block;
    used_ = used;
    // Blocks behind it are empty now; the largest ones came last.
    while (blocks_.size() > block + 1 && bytesKept() > kMostKept) {
        blocks_.pop_back();
    }
    if (block == 0 && used == 0 && blocks_.size() == 1 && blocks_[0].size > kMostKept) {
        blocks_.clear();
    }
}

}  // namespace cst
