#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <vector>

namespace cst {

/// Memory for what a piece of work needs in between: taken in order, given back in the reverse
/// order, all at once by the end of a Frame. What it has had from the heap it keeps for the next
/// piece of work, up to kMostKept. Not thread safe: a worker has its own.
class Scratch final : public std::pmr::memory_resource {
public:
    static constexpr std::size_t kMostKept = 1U << 20U;

    Scratch() = default;
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    /// Everything that is taken during its life ends with it. Frames nest.
    class Frame {
    public:
        explicit Frame(Scratch& scratch)
            : scratch_(scratch), block_(scratch.block_), used_(scratch.used_) {}
        ~Frame() { scratch_.rewind(block_, used_); }
        Frame(const Frame&) = delete;
        Frame& operator=(const Frame&) = delete;

    private:
        Scratch& scratch_;
        const std::size_t block_;
        const std::size_t used_;
    };

    std::size_t bytesKept() const;

private:
    struct Block {
        std::unique_ptr<std::byte[]> bytes;
        std::size_t size = 0;
    };
    static constexpr std::size_t kFirstBlock = 4096;

    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void*, std::size_t, std::size_t) override {}
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }
    void rewind(std::size_t block, std::size_t used);

    std::vector<Block> blocks_;
    std::size_t block_ = 0;  // the one that is being filled; those behind it are empty
    std::size_t used_ = 0;   // bytes of it
};

}  // namespace cst
