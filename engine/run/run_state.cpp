#include "engine/run/run_state.h"

#include "engine/run/program.h"

namespace cst {

std::vector<Standing> freshStandings(const Program& program) {
    std::vector<Standing> all;
    all.reserve(program.size());
    for (const Step& step : program.steps) {
        Standing& fresh = all.emplace_back();
        fresh.pending = step.joins + (step.isDemanded ? 0 : 1);
        fresh.demanded = step.isDemanded ? 1 : 0;
        const bool isLiteral = step.kind == Step::Kind::Literal;
        fresh.via = isLiteral ? Via::Literal : Via::Run;
        fresh.state = static_cast<uint8_t>(isLiteral ? StepState::Completed : StepState::Idle);
    }
    return all;
}

RunState::RunState(const Program& program)
    : fresh_(program.freshStandings()),
      rows_(std::make_unique<Row[]>(fresh_.size())),
      directCount_(program.direct.size()),
      direct_(std::make_unique<const Value*[]>(directCount_)) {
    for (std::size_t i = 0; i < directCount_; ++i) {
        direct_[i] = &rows_[program.direct[i]].value;
    }
    for (std::size_t i = 0; i < fresh_.size(); ++i) {
        if (fresh_[i].via == Via::Literal) {
            const Operation& literal = program.operation(static_cast<uint32_t>(i));
            rows_[i].value = program.plan().pools.constants[literal.payload];
        }
    }
    reset();
}

RunState::~RunState() = default;

void RunState::reset() {
    Row* row = rows_.get();
    for (const Standing& fresh : fresh_) {
        if (row->value.isObject() && fresh.via != Via::Literal) {
            row->value = Value();
        }
        row->standing = fresh;
        row->wait = 0;
        row->start = 0;
        ++row;
    }
}

}  // namespace cst
