#include "engine/plan/block_registers.h"

#include <array>

namespace cst {
namespace {

using From = LaneSource::From;

constexpr std::size_t kLanes = static_cast<std::size_t>(Lane::Text) + 1;

/// The registers of a result are read behind the last step.
void readAtTheEnd(const BlockValue& value, std::vector<uint32_t>& last, uint32_t end) {
    for (const LaneSource& source : {value.value, value.absent}) {
        if (source.from == From::Register) {
            last[source.index] = end;
        }
    }
    for (const BlockValue& field : value.fields) {
        readAtTheEnd(field, last, end);
    }
}

void renumber(LaneSource& source, const std::vector<uint32_t>& numbers) {
    if (source.from == From::Register) {
        source.index = numbers[source.index];
    }
}

void renumber(BlockValue& value, const std::vector<uint32_t>& numbers) {
    renumber(value.value, numbers);
    renumber(value.absent, numbers);
    for (BlockValue& field : value.fields) {
        renumber(field, numbers);
    }
}

/// By register: the last step that reads or writes it.
std::vector<uint32_t> lastUses(const BlockProgram& program) {
    const auto end = static_cast<uint32_t>(program.steps.size());
    std::vector<uint32_t> last(program.registers.size(), 0);
    for (uint32_t at = 0; at < end; ++at) {
        const BlockStep& step = program.steps[at];
        for (const LaneSource& source : {step.a, step.b}) {
            if (source.from == From::Register) {
                last[source.index] = at;
            }
        }
        if (step.target != kNoIndex) {
            last[step.target] = at;
        }
    }
    readAtTheEnd(program.result, last, end);
    return last;
}

}  // namespace

void shareRegisters(BlockProgram& program) {
    std::vector<uint32_t> last = lastUses(program);
    std::vector<Lane> shared;
    std::vector<uint32_t> numbers(program.registers.size(), kNoIndex);
    std::array<std::vector<uint32_t>, kLanes> free;  // by lane
    const auto end = static_cast<uint32_t>(program.steps.size());
    for (uint32_t at = 0; at < end; ++at) {
        BlockStep& step = program.steps[at];
        if (step.target != kNoIndex && numbers[step.target] == kNoIndex) {
            const Lane lane = program.registers[step.target];
            std::vector<uint32_t>& fit = free[static_cast<std::size_t>(lane)];
            if (fit.empty()) {
                numbers[step.target] = static_cast<uint32_t>(shared.size());
                shared.push_back(lane);
            } else {
                numbers[step.target] = fit.back();
                fit.pop_back();
            }
        }
        // Only what the step touches can have its last use here.
        const auto letGo = [&](uint32_t number) {
            if (number != kNoIndex && last[number] == at && numbers[number] != kNoIndex) {
                const auto lane = static_cast<std::size_t>(program.registers[number]);
                free[lane].push_back(numbers[number]);
                last[number] = end + 1;
            }
        };
        for (const LaneSource& source : {step.a, step.b}) {
            letGo(source.from == From::Register ? source.index : kNoIndex);
        }
        letGo(step.target);
        renumber(step.a, numbers);
        renumber(step.b, numbers);
        if (step.target != kNoIndex) {
            step.target = numbers[step.target];
        }
    }
    renumber(program.result, numbers);
    program.registers = std::move(shared);
}

}  // namespace cst
