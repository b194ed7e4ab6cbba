#include "engine/plan/block_machine.h"

#include "engine/value/objects.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace cst {
namespace {

using From = LaneSource::From;

constexpr uint64_t kZero = 0;
constexpr std::size_t kLaneAlignment = 64;

std::size_t bytesOf(Lane lane) {
    switch (lane) {
    case Lane::Bool: return 1;
    case Lane::Text: return sizeof(std::string_view);
    default: return 8;
    }
}

std::size_t aligned(std::size_t bytes) {
    return (bytes + kLaneAlignment - 1) / kLaneAlignment * kLaneAlignment;
}

}  // namespace

BlockMachine::BlockMachine(const BlockProgram& program, const ListObject& list,
                           std::span<const Value* const> captures, Scratch& scratch)
    : program_(program), list_(list), memory_(scratch) {
    columns_.resize(program.columns.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        bindColumn(columns_[i], program.columns[i]);
    }
    uniforms_.resize(program.uniforms.size());
    for (std::size_t i = 0; i < uniforms_.size(); ++i) {
        bindUniform(uniforms_[i], program.uniforms[i], captures);
    }
    layOutRegisters(std::min(list.size, kBlockLanes));
}

void BlockMachine::bindColumn(BoundColumn& bound, std::span<const uint32_t> path) {
    const Column* column = list_.column.get();
    for (const uint32_t index : path) {
        column = std::get<RecordRows>(column->rows).fields[index].get();
    }
    bound.column = column;
    if (const auto* optional = std::get_if<OptionalRows>(&column->rows)) {
        bound.absent = optional->absent.data();
        column = optional->child.get();
    }
    const auto bind = [&](const auto& data) {
        bound.rows = reinterpret_cast<const std::byte*>(data.data());
        bound.rowBytes = sizeof data[0];
    };
    if (const auto* ints = std::get_if<IntRows>(&column->rows)) {
        bind(ints->data);
    } else if (const auto* floats = std::get_if<FloatRows>(&column->rows)) {
        bind(floats->data);
    } else if (const auto* truths = std::get_if<BoolRows>(&column->rows)) {
        bind(truths->data);
    } else {
        bound.texts = std::get_if<TextRows>(&column->rows);
    }
}

void BlockMachine::bindUniform(BoundUniform& bound, const BlockUniform& uniform,
                               std::span<const Value* const> captures) {
    bound.value = uniform.capture == kNoIndex ? &uniform.constant : captures[uniform.capture];
    for (const uint32_t index : uniform.fields) {
        bound.value = &bound.value->asRecord().fields()[index];
    }
    if (!uniform.isLane) {
        return;
    }
    bound.absent = bound.value->absent() != 0 ? 1 : 0;
    if (uniform.lane == Lane::Text) {
        bound.text = bound.value->asText();
        return;
    }
    bound.bits = static_cast<uint64_t>(bound.value->asInt());
    if (uniform.widens) {
        bound.bits = std::bit_cast<uint64_t>(static_cast<double>(bound.value->asInt()));
    }
}

/// One piece of memory for all, cleared: texts that nothing was moved to yet must be readable.
void BlockMachine::layOutRegisters(uint32_t capacity) {
    std::size_t bytes = 0;
    for (const Lane lane : program_.registers) {
        bytes += aligned(capacity * bytesOf(lane));
    }
    const std::size_t masks = std::size_t{program_.labels} + 2;
    bytes += masks * aligned(capacity);
    auto* next = static_cast<std::byte*>(memory_.allocate(bytes, kLaneAlignment));
    std::fill_n(next, bytes, std::byte{0});
    for (const Lane lane : program_.registers) {
        registers_.push_back(next);
        next += aligned(capacity * bytesOf(lane));
    }
    for (std::size_t i = 0; i < masks; ++i) {
        auto* mask = reinterpret_cast<uint8_t*>(next);
        next += aligned(capacity);
        (i == 0 ? active_ : i == 1 ? spare_ : waiting_.emplace_back()) = mask;
    }
    shares_.assign(program_.labels, Share::None);
}

Lanes BlockMachine::lanes(const LaneSource& source) const {
    switch (source.from) {
    case From::Register: return {registers_[source.index]};
    case From::Column: {
        const BoundColumn& bound = columns_[source.index];
        if (bound.texts != nullptr) {
            return {nullptr, false, bound.texts, row_};
        }
        return {bound.rows + row_ * bound.rowBytes};
    }
    case From::ColumnAbsent: return {columns_[source.index].absent + row_};
    case From::Uniform: {
        const BoundUniform& bound = uniforms_[source.index];
        if (program_.uniforms[source.index].lane == Lane::Text) {
            return {&bound.text, true};
        }
        return {&bound.bits, true};
    }
    case From::UniformAbsent: return {&uniforms_[source.index].absent, true};
    case From::Nowhere: return {&kZero, true};
    }
    return {};
}

Value BlockMachine::uniform(uint32_t index) const {
    const BoundUniform& bound = uniforms_[index];
    if (!program_.uniforms[index].widens || bound.absent != 0) {
        return *bound.value;
    }
    return Value::ofFloat(static_cast<double>(bound.value->asInt()));
}

uint32_t BlockMachine::run(uint32_t begin, uint32_t size) {
    row_ = list_.begin + begin;
    size_ = size;
    here_ = Share::All;
    std::fill(shares_.begin(), shares_.end(), Share::None);
    for (const BlockStep& step : program_.steps) {
        if (step.joins != kNoIndex) {
            join(step.joins);
        }
        if (here_ != Share::None) {
            execute(step);
        }
    }
    return size_;
}

void BlockMachine::execute(const BlockStep& step) {
    switch (step.op) {
    case Op::Jump:
    case Op::JumpIfFalse:
    case Op::JumpIfTrue: jump(step); return;
    case Op::Move:
        moveLanes(step.lane, lanes(step.a), active(), registers_[step.target], size_);
        return;
    case Op::DivideInt:
        size_ = divideLanes(lanes(step.a), lanes(step.b), active(),
                            reinterpret_cast<int64_t*>(registers_[step.target]), size_);
        return;
    default: break;
    }
    if (step.lane == Lane::Text) {
        compareTexts(step.op, lanes(step.a), lanes(step.b), active(),
                     reinterpret_cast<uint8_t*>(registers_[step.target]), size_);
        return;
    }
    computeLanes(step.op, step.lane, lanes(step.a), lanes(step.b), registers_[step.target], size_);
}

// A set that holds all lanes has no mask. After a lane that failed, sets may still name lanes
// behind it: they are counted as some, though they hold none that matters any more.

void BlockMachine::add(const uint8_t* lanes, uint8_t* set, Share& share) const {
    if (share != Share::All) {
        share = addLanes(lanes, set, size_);
    }
}

void BlockMachine::allGoTo(uint32_t label) {
    if (label != kNoIndex) {
        Share& share = shares_[label];
        if (here_ == Share::All) {
            share = Share::All;
        } else if (share == Share::None) {
            std::swap(active_, waiting_[label]);
            share = here_;
        } else {
            add(active_, waiting_[label], share);
        }
    }
    here_ = Share::None;
}

void BlockMachine::jump(const BlockStep& step) {
    if (step.op == Op::Jump) {
        allGoTo(step.label);
        return;
    }
    const bool jumpsIf = step.op == Op::JumpIfTrue;
    const Lanes condition = lanes(step.a);
    if (condition.uniform) {
        if ((*condition.as<uint8_t>() != 0) == jumpsIf) {
            allGoTo(step.label);
        }
        return;
    }
    const bool isFirst = step.label != kNoIndex && shares_[step.label] == Share::None;
    uint8_t* jumping = isFirst ? waiting_[step.label] : spare_;
    const Split split =
        splitLanes(condition.as<uint8_t>(), jumpsIf, here_ == Share::All, active_, jumping, size_);
    if (isFirst) {
        shares_[step.label] = split.jumping;
    } else if (step.label != kNoIndex && split.jumping != Share::None) {
        add(jumping, waiting_[step.label], shares_[step.label]);
    }
    here_ = split.staying;
}

void BlockMachine::join(uint32_t label) {
    Share& share = shares_[label];
    if (share == Share::None) {
        return;
    }
    if (share == Share::All || here_ == Share::None) {
        std::swap(active_, waiting_[label]);
        here_ = share;
    } else {
        add(waiting_[label], active_, here_);
    }
    share = Share::None;
}

}  // namespace cst
