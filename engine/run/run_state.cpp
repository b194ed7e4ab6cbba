#include "engine/run/run_state.h"

#include "engine/run/program.h"

namespace cst {

std::vector<FreshRow> freshRows(const Program& program) {
    std::vector<FreshRow> rows;
    rows.reserve(program.size());
    for (const Step& step : program.steps) {
        FreshRow& row = rows.emplace_back();
        row.pendingCount = step.joins + (step.isDemanded ? 0 : 1);
        row.demandedByte = step.isDemanded ? 1 : 0;
        row.stateByte = static_cast<uint8_t>(step.kind == Step::Kind::Literal ? StepState::Completed
                                                                              : StepState::Idle);
    }
    return rows;
}

RunState::RunState(const Program& program)
    : fresh_(program.freshRows()), rows_(std::make_unique<Row[]>(fresh_.size())) {
    reset();
}

RunState::~RunState() = default;

void RunState::reset() {
    Row* row = rows_.get();
    for (const FreshRow& fresh : fresh_) {
        row->value = Value();
        row->pendingCount = fresh.pendingCount;
        row->awaitedStep = kNoIndex;
        row->stateByte = fresh.stateByte;
        row->demandedByte = fresh.demandedByte;
        row->poisonedByte = 0;
        row->wait = 0;
        row->start = 0;
        ++row;
    }
}

}  // namespace cst
