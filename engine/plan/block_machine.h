#pragma once

#include "engine/base/scratch.h"
#include "engine/plan/block_kernels.h"
#include "engine/plan/block_program.h"

#include <cstddef>
#include <span>
#include <vector>

namespace cst {

/// Runs a block program over one list, block after block.
/// Borrows program, list and captures. One thread. Cost: no allocation, but of scratch memory.
class BlockMachine {
public:
    BlockMachine(const BlockProgram& program, const ListObject& list,
                 std::span<const Value* const> captures, Scratch& scratch);
    BlockMachine(const BlockMachine&) = delete;
    BlockMachine& operator=(const BlockMachine&) = delete;

    /// Elements [begin, begin + size) of the list, size <= kBlockLanes. Gives how many lanes are
    /// good: behind them is one that divides by zero, and what lies behind that was not computed.
    uint32_t run(uint32_t begin, uint32_t size);

    /// What the last block gave.
    Lanes lanes(const LaneSource& source) const;
    const Column& column(uint32_t index) const { return *columns_[index].column; }
    Ref<Column> sharedColumn(uint32_t index) const {
        return Ref<Column>::share(columns_[index].column);
    }
    Value uniform(uint32_t index) const;

private:
    struct BoundColumn {
        const Column* column = nullptr;
        const std::byte* rows = nullptr;
        std::size_t rowBytes = 0;
        const TextRows* texts = nullptr;
        const uint8_t* absent = nullptr;
    };
    struct BoundUniform {
        const Value* value = nullptr;
        uint64_t bits = 0;  // Int, Float, Bool
        std::string_view text;
        uint8_t absent = 0;
    };

    void bindColumn(BoundColumn& bound, std::span<const uint32_t> path);
    void bindUniform(BoundUniform& bound, const BlockUniform& uniform,
                     std::span<const Value* const> captures);
    void layOutRegisters(uint32_t capacity);
    void execute(const BlockStep& step);
    void jump(const BlockStep& step);
    void join(uint32_t label);
    void allGoTo(uint32_t label);
    void add(const uint8_t* lanes, uint8_t* set, Share& share) const;
    const uint8_t* active() const { return here_ == Share::All ? nullptr : active_; }

    const BlockProgram& program_;
    const ListObject& list_;
    Scratch& memory_;  // its frame is the caller's
    std::pmr::vector<BoundColumn> columns_{&memory_};
    std::pmr::vector<BoundUniform> uniforms_{&memory_};
    std::pmr::vector<std::byte*> registers_{&memory_};
    // The lanes that take part, those that wait at each label, and room for a set in between.
    uint8_t* active_ = nullptr;
    uint8_t* spare_ = nullptr;
    std::pmr::vector<uint8_t*> waiting_{&memory_};
    std::pmr::vector<Share> shares_{&memory_};  // by label
    Share here_ = Share::All;
    uint32_t row_ = 0;  // of the column, of lane 0
    uint32_t size_ = 0;
};

}  // namespace cst
