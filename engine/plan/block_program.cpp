// From a lambda's instructions to steps over blocks.
//
// The code of a lambda is straight with jumps that only go forward, so elements that take different
// ways need no stack: each element of a block either takes part in a step or waits at the label
// that it jumped to. A step that can neither fail nor be seen is done for all lanes of the block,
// whoever takes part: what it gives for the others is never read. Only moves, division and
// comparisons of texts look at who takes part.
//
// Records exist while compiling only, as a list of what their fields are: the field of an element
// is a column, that of a made record is the register it was made from.

#include "engine/plan/block_program.h"

#include "engine/plan/block_registers.h"
#include "engine/value/cell.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <optional>

namespace cst {
namespace {

using From = LaneSource::From;

/// What stands in one register of the lambda.
struct Place {
    enum class Kind : uint8_t { Lanes, Column, Uniform, Record };
    Kind kind = Kind::Lanes;
    TypeId type;  // Column, Uniform
    // Lanes:
    Lane lane = Lane::Int;
    LaneSource value;
    LaneSource absent;
    std::vector<uint32_t> path;  // Column, Uniform: fields on the way
    uint32_t capture = kNoIndex;
    Value constant;
    bool widens = false;
    std::vector<Place> fields;  // Record
};

class BlockCompiler {
public:
    BlockCompiler(const TypeTable& types, const Pools& pools, const Lambda& lambda, Intrinsic kind)
        : types_(types),
          pools_(pools),
          lambda_(lambda),
          kind_(kind),
          places_(lambda.registerCount) {}

    std::unique_ptr<const BlockProgram> compile(TypeId element);

private:
    void translate(uint32_t at);
    void land(uint32_t at);
    void resolveJumps();

    /// The operand of an instruction in the form that it wants.
    Place operand(const Operation& instruction, std::size_t index);
    Place converted(Place place, TypeId from, TypeId to);
    Place fieldOf(const Place& record, uint32_t index);
    Place pick(const Operation& instruction);
    Place scalar(const Place& place);
    void arithmetic(const Operation& instruction, Lane from, Lane to);
    void compare(const Operation& instruction);
    void move(uint32_t target, const Place& from);
    void moveNone(const Operation& instruction);
    void jump(const Operation& instruction, Op op, LaneSource condition);
    BlockValue result(const Place& place, TypeId type);

    std::optional<Lane> laneOf(TypeId type) const;
    uint32_t newRegister(Lane lane);
    LaneSource emit(Op op, Lane lane, Lane to, LaneSource a, LaneSource b = {});
    uint32_t columnOf(const std::vector<uint32_t>& path);
    uint32_t uniformOf(const Place& place, std::optional<Lane> lane);
    Place unsupported() {
        fails_ = true;
        return {};
    }

    const TypeTable& types_;
    const Pools& pools_;
    const Lambda& lambda_;
    const Intrinsic kind_;
    BlockProgram program_;
    std::vector<std::optional<Place>> places_;  // by register of the lambda
    std::vector<uint32_t> writes_;              // moves into a register of the lambda
    std::vector<uint32_t> stepOf_;              // first step of an instruction
    std::vector<uint32_t> clearFirst_;          // registers that are 0 where nothing moves there
    bool fails_ = false;
};

bool isJump(Op op) {
    return op == Op::Jump || op == Op::JumpIfFalse || op == Op::JumpIfTrue;
}

std::unique_ptr<const BlockProgram> BlockCompiler::compile(TypeId element) {
    if (lambda_.effectful || lambda_.hasOptions || lambda_.parameterTypes.size() != 1) {
        return nullptr;
    }
    Place parameter;
    parameter.kind = Place::Kind::Column;
    parameter.type = element;
    places_[0] = converted(parameter, element, lambda_.parameterTypes[0]);
    for (std::size_t i = 0; i < lambda_.captureRegisters.size(); ++i) {
        Place capture;
        capture.kind = Place::Kind::Uniform;
        capture.type = lambda_.captureTypes[i];
        capture.capture = static_cast<uint32_t>(i);
        places_[lambda_.captureRegisters[i]] = capture;
    }
    writes_.assign(lambda_.registerCount, 0);
    for (const Operation& instruction : lambda_.code) {
        if (instruction.op == Op::Move || instruction.op == Op::MakeNone) {
            ++writes_[instruction.target];
        }
    }
    stepOf_.resize(lambda_.code.size());
    for (uint32_t at = 0; at < lambda_.code.size() && !fails_; ++at) {
        land(at);
        translate(at);
    }
    if (fails_) {
        return nullptr;
    }
    resolveJumps();
    shareRegisters(program_);
    return std::make_unique<const BlockProgram>(std::move(program_));
}

/// A jump to the instruction that comes next anyway is none.
void BlockCompiler::land(uint32_t at) {
    std::vector<BlockStep>& steps = program_.steps;
    while (!steps.empty() && isJump(steps.back().op) && steps.back().label == at) {
        steps.pop_back();
    }
    const auto here = static_cast<uint32_t>(steps.size());
    stepOf_[at] = here;
    for (uint32_t before = at; before-- > 0 && stepOf_[before] > here;) {
        stepOf_[before] = here;
    }
}

std::optional<Lane> BlockCompiler::laneOf(TypeId type) const {
    const TypeRow& row = types_[type];
    const TypeId inner = row.optionalDepth == 1 ? row.args[0] : type;
    switch (types_.kind(inner)) {
    case TypeKind::Int: return Lane::Int;
    case TypeKind::Float: return Lane::Float;
    case TypeKind::Boolean: return Lane::Bool;
    case TypeKind::String: return Lane::Text;
    default: return std::nullopt;
    }
}

uint32_t BlockCompiler::newRegister(Lane lane) {
    program_.registers.push_back(lane);
    return static_cast<uint32_t>(program_.registers.size() - 1);
}

LaneSource BlockCompiler::emit(Op op, Lane lane, Lane to, LaneSource a, LaneSource b) {
    BlockStep step;
    step.op = op;
    step.lane = lane;
    step.a = a;
    step.b = b;
    step.target = newRegister(to);
    program_.steps.push_back(step);
    return {From::Register, step.target};
}

uint32_t BlockCompiler::columnOf(const std::vector<uint32_t>& path) {
    const auto found = std::find(program_.columns.begin(), program_.columns.end(), path);
    if (found == program_.columns.end()) {
        program_.columns.push_back(path);
        return static_cast<uint32_t>(program_.columns.size() - 1);
    }
    return static_cast<uint32_t>(found - program_.columns.begin());
}

uint32_t BlockCompiler::uniformOf(const Place& place, std::optional<Lane> lane) {
    BlockUniform uniform;
    uniform.capture = place.capture;
    uniform.constant = place.constant;
    uniform.fields = place.path;
    uniform.widens = place.widens;
    uniform.isLane = lane.has_value();
    uniform.lane = lane.value_or(Lane::Int);
    program_.uniforms.push_back(std::move(uniform));
    return static_cast<uint32_t>(program_.uniforms.size() - 1);
}

Place BlockCompiler::operand(const Operation& instruction, std::size_t index) {
    const Operand& operand = pools_.operandsOf(instruction)[index];
    if (!places_[operand.source]) {
        return unsupported();
    }
    if (operand.conversion == kNoIndex) {
        return *places_[operand.source];
    }
    const auto& [from, to] = pools_.conversions[operand.conversion];
    return converted(*places_[operand.source], from, to);
}

/// Language §3.4, as far as it is done in blocks.
Place BlockCompiler::converted(Place place, TypeId from, TypeId to) {
    if (!needsConversion(types_, from, to)) {
        return place;
    }
    if (types_.kind(from) == TypeKind::Record && types_.kind(to) == TypeKind::Record) {
        Place record;
        record.kind = Place::Kind::Record;
        for (const FieldType& field : types_[to].fields) {
            const int index = TypeTable::fieldIndex(types_[from], field.name);
            const TypeId type = types_[from].fields[static_cast<std::size_t>(index)].type;
            record.fields.push_back(
                converted(fieldOf(place, static_cast<uint32_t>(index)), type, field.type));
        }
        return record;
    }
    const std::optional<Lane> lane = laneOf(from);
    if (!lane || *lane != Lane::Int || laneOf(to) != Lane::Float) {
        return unsupported();
    }
    if (place.kind == Place::Kind::Uniform) {
        place.widens = true;
        place.type = to;
        return place;
    }
    Place lanes = scalar(place);
    lanes.value = emit(Op::Convert, Lane::Int, Lane::Float, lanes.value);
    lanes.lane = Lane::Float;
    return lanes;
}

Place BlockCompiler::fieldOf(const Place& record, uint32_t index) {
    if (record.kind == Place::Kind::Record) {
        return record.fields[index];
    }
    if (record.kind == Place::Kind::Lanes || types_.kind(record.type) != TypeKind::Record) {
        return unsupported();
    }
    Place field = record;
    field.type = types_[record.type].fields[index].type;
    field.path.push_back(index);
    return field;
}

/// A record whose fields are known: made, projected, merged.
Place BlockCompiler::pick(const Operation& instruction) {
    Place record;
    record.kind = Place::Kind::Record;
    const std::span<const uint32_t> numbers = pools_.numbersOf(instruction);
    if (instruction.op == Op::MakeRecord) {
        for (std::size_t i = 0; i < instruction.operandCount; ++i) {
            record.fields.push_back(operand(instruction, i));
        }
    } else if (instruction.op == Op::Project) {
        const Place from = operand(instruction, 0);
        for (const uint32_t index : numbers) {
            record.fields.push_back(fieldOf(from, index));
        }
    } else {
        const Place sides[] = {operand(instruction, 0), operand(instruction, 1)};
        for (const uint32_t number : numbers) {
            record.fields.push_back(fieldOf(sides[number % 2], number / 2));
        }
    }
    return record;
}

/// A place that steps can read.
Place BlockCompiler::scalar(const Place& place) {
    if (place.kind == Place::Kind::Lanes) {
        return place;
    }
    const std::optional<Lane> lane =
        place.kind == Place::Kind::Record ? std::nullopt : laneOf(place.type);
    if (!lane) {
        return unsupported();
    }
    const bool isOptional = types_[place.type].optionalDepth == 1;
    const bool isColumn = place.kind == Place::Kind::Column;
    const uint32_t index = isColumn ? columnOf(place.path) : uniformOf(place, lane);
    Place lanes;
    lanes.lane = *lane;
    lanes.value = {isColumn ? From::Column : From::Uniform, index};
    if (isOptional) {
        lanes.absent = {isColumn ? From::ColumnAbsent : From::UniformAbsent, index};
    }
    return lanes;
}

void BlockCompiler::arithmetic(const Operation& instruction, Lane from, Lane to) {
    Place result;
    const Place a = scalar(operand(instruction, 0));
    const Place b = instruction.operandCount > 1 ? scalar(operand(instruction, 1)) : Place();
    if (fails_ || a.lane != from || (instruction.operandCount > 1 && b.lane != from)) {
        unsupported();
        return;
    }
    result.lane = to;
    result.value = emit(instruction.op, from, to, a.value, b.value);
    places_[instruction.target] = result;
}

/// None equals None; two values are compared by their own type.
void BlockCompiler::compare(const Operation& instruction) {
    const std::optional<Lane> lane = laneOf(instruction.operandType);
    const Place a = scalar(operand(instruction, 0));
    const Place b = scalar(operand(instruction, 1));
    if (fails_ || !lane || a.lane != *lane || b.lane != *lane) {
        unsupported();
        return;
    }
    Place result;
    result.lane = Lane::Bool;
    const bool mayBeNone = types_[instruction.operandType].optionalDepth == 1 &&
                           (a.absent.from != From::Nowhere || b.absent.from != From::Nowhere);
    if (!mayBeNone) {
        result.value = emit(instruction.op, *lane, Lane::Bool, a.value, b.value);
        places_[instruction.target] = result;
        return;
    }
    LaneSource equal = emit(Op::Equal, *lane, Lane::Bool, a.value, b.value);
    LaneSource alike;  // both are values, or both None
    if (a.absent.from != From::Nowhere && b.absent.from != From::Nowhere) {
        alike = emit(Op::Equal, Lane::Bool, Lane::Bool, a.absent, b.absent);
        equal = emit(Op::Or, Lane::Bool, Lane::Bool, equal, a.absent);
    } else {
        alike = emit(Op::Not, Lane::Bool, Lane::Bool,
                     a.absent.from != From::Nowhere ? a.absent : b.absent);
    }
    result.value = emit(Op::And, Lane::Bool, Lane::Bool, alike, equal);
    if (instruction.op == Op::NotEqual) {
        result.value = emit(Op::Not, Lane::Bool, Lane::Bool, result.value);
    }
    places_[instruction.target] = result;
}

/// Into a register that several ways lead to: the lanes that take part only.
void BlockCompiler::move(uint32_t target, const Place& from) {
    if (writes_[target] == 1) {
        places_[target] = from;
        return;
    }
    const Place source = scalar(from);
    if (fails_) {
        return;
    }
    std::optional<Place>& place = places_[target];
    if (!place) {
        place.emplace();
        place->lane = source.lane;
        place->value = {From::Register, newRegister(source.lane)};
    }
    if (place->lane != source.lane) {
        unsupported();
        return;
    }
    BlockStep step;
    step.op = Op::Move;
    step.lane = source.lane;
    step.a = source.value;
    step.target = place->value.index;
    program_.steps.push_back(step);
    if (source.absent.from != From::Nowhere || place->absent.from != From::Nowhere) {
        if (place->absent.from == From::Nowhere) {
            place->absent = {From::Register, newRegister(Lane::Bool)};
            clearFirst_.push_back(place->absent.index);
        }
        step.lane = Lane::Bool;
        step.a = source.absent;  // nowhere: it has a value
        step.target = place->absent.index;
        program_.steps.push_back(step);
    }
}

/// Behind the value that there is under the condition: `when` moves that first.
void BlockCompiler::moveNone(const Operation& instruction) {
    const std::optional<Lane> lane = laneOf(instruction.type);
    std::optional<Place>& place = places_[instruction.target];
    if (types_[instruction.type].optionalDepth != 1 || !place || place->lane != lane) {
        unsupported();
        return;
    }
    if (place->absent.from == From::Nowhere) {
        place->absent = {From::Register, newRegister(Lane::Bool)};
        clearFirst_.push_back(place->absent.index);
    }
    Place yes;
    yes.constant = Value::ofBool(true);
    BlockStep step;
    step.op = Op::Move;
    step.lane = Lane::Bool;
    step.a = {From::Uniform, uniformOf(yes, Lane::Bool)};
    step.target = place->absent.index;
    program_.steps.push_back(step);
}

/// `label` is an instruction of the lambda until resolveJumps().
void BlockCompiler::jump(const Operation& instruction, Op op, LaneSource condition) {
    BlockStep step;
    step.op = op;
    step.lane = Lane::Bool;
    step.a = condition;
    step.label = instruction.payload;
    program_.steps.push_back(step);
}

BlockValue BlockCompiler::result(const Place& place, TypeId type) {
    BlockValue value;
    value.type = type;
    if (place.kind == Place::Kind::Uniform) {
        value.kind = BlockValue::Kind::Uniform;
        value.index = uniformOf(place, place.widens ? std::optional(Lane::Float) : std::nullopt);
        return value;
    }
    if (place.kind == Place::Kind::Column && place.type == type) {
        value.kind = BlockValue::Kind::Column;
        value.index = columnOf(place.path);
        return value;
    }
    // A column of Int is not one of Optional<Int>, though the values are the same bits.
    if (types_.kind(type) == TypeKind::Record) {
        value.kind = BlockValue::Kind::Record;
        for (uint32_t i = 0; i < types_[type].fields.size(); ++i) {
            value.fields.push_back(result(fieldOf(place, i), types_[type].fields[i].type));
        }
        return value;
    }
    const Place lanes = scalar(place);
    if (fails_ || laneOf(type) != lanes.lane) {
        unsupported();
        return value;
    }
    value.lane = lanes.lane;
    value.value = lanes.value;
    value.absent = lanes.absent;
    return value;
}

void BlockCompiler::translate(uint32_t at) {
    const Operation& instruction = lambda_.code[at];
    switch (instruction.op) {
    case Op::Literal: {
        Place constant;
        constant.kind = Place::Kind::Uniform;
        constant.type = instruction.type;
        constant.constant = pools_.constants[instruction.payload];
        places_[instruction.target] = constant;
        return;
    }
    case Op::Field:
        places_[instruction.target] =
            fieldOf(operand(instruction, 0), pools_.numbersOf(instruction)[0]);
        return;
    case Op::Project:
    case Op::MakeRecord:
    case Op::MergeRecords: places_[instruction.target] = pick(instruction); return;
    case Op::AddInt:
    case Op::SubtractInt:
    case Op::MultiplyInt:
    case Op::DivideInt:
    case Op::NegateInt: return arithmetic(instruction, Lane::Int, Lane::Int);
    case Op::AddFloat:
    case Op::SubtractFloat:
    case Op::MultiplyFloat:
    case Op::DivideFloat:
    case Op::NegateFloat: return arithmetic(instruction, Lane::Float, Lane::Float);
    case Op::Not: return arithmetic(instruction, Lane::Bool, Lane::Bool);
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual: return compare(instruction);
    case Op::Move: return move(instruction.target, operand(instruction, 0));
    case Op::MakeNone: return moveNone(instruction);
    case Op::Jump: return jump(instruction, Op::Jump, {});
    case Op::JumpIfFalse:
    case Op::JumpIfTrue:
        return jump(instruction, instruction.op, scalar(operand(instruction, 0)).value);
    case Op::JumpIfNone: {
        const Place place = scalar(operand(instruction, 0));
        if (place.absent.from != From::Nowhere) {
            jump(instruction, Op::JumpIfTrue, place.absent);
        }
        return;
    }
    case Op::Return: {
        const Place place = operand(instruction, 0);
        if (!fails_) {
            program_.result =
                result(kind_ == Intrinsic::Map ? place : scalar(place), lambda_.resultType);
        }
        return;
    }
    default: unsupported();
    }
}

/// Labels become small numbers, and the steps that they stand before know of them. A label behind
/// the last step needs none: all lanes end there.
void BlockCompiler::resolveJumps() {
    std::vector<BlockStep>& steps = program_.steps;
    for (BlockStep& step : steps) {
        if (!isJump(step.op)) {
            continue;
        }
        const uint32_t target = stepOf_[step.label];
        if (target == steps.size()) {
            step.label = kNoIndex;
            continue;
        }
        if (steps[target].joins == kNoIndex) {
            steps[target].joins = program_.labels++;
        }
        step.label = steps[target].joins;
    }
    std::vector<BlockStep> first;
    for (const uint32_t cleared : clearFirst_) {
        BlockStep step;
        step.op = Op::Move;
        step.lane = Lane::Bool;
        step.target = cleared;
        first.push_back(step);
    }
    steps.insert(steps.begin(), first.begin(), first.end());
}

}  // namespace

std::unique_ptr<const BlockProgram> compileBlocks(const TypeTable& types, const Pools& pools,
                                                  const Lambda& lambda, Intrinsic kind,
                                                  TypeId element) {
    return BlockCompiler(types, pools, lambda, kind).compile(element);
}

const BlockProgram* BlockProgramOnce::get(const TypeTable& types, const Pools& pools,
                                          const Lambda& lambda, Intrinsic kind, TypeId element) {
    std::call_once(once_, [&] { program_ = compileBlocks(types, pools, lambda, kind, element); });
    return program_.get();
}

}  // namespace cst
