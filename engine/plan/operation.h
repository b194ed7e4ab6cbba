#pragma once

#include "engine/base/id.h"
#include "engine/plan/call_options.h"
#include "engine/types/signature.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cst {

class BlockProgramOnce;

/// What a node of a plan, or an instruction of a lambda, does. `numbers` and `payload` mean what
/// stands behind the name.
enum class Op : uint8_t {
    Broken,       // does not compile: never gets a value
    Input,        // payload: index of the input
    Literal,      // payload: constant
    Call,         // numbers: types of the arguments, behind which a fallback may stand as a last,
                  // conditional operand; operandType: result without `wrap`; lambda: payload: where
                  // to go on behind the code of the fallback
    HigherOrder,  // payload: lambda; numbers: Intrinsic, type of the body; operandType: element
    // arithmetic
    AddInt,
    SubtractInt,
    MultiplyInt,
    DivideInt,
    AddFloat,
    SubtractFloat,
    MultiplyFloat,
    DivideFloat,
    NegateInt,
    NegateFloat,
    // comparison; operandType: of both sides
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    // the rest of the inline operations
    Not,
    Interpolate,  // payload: first of n + 1 texts; numbers: types of the n operands
    MakeList,
    MakeRecord,
    Field,         // numbers: index
    FieldOfList,   // numbers: index
    Project,       // numbers: indexes
    ProjectList,   // numbers: indexes
    MergeRecords,  // numbers: per field of the result 2 * index + side (0 left, 1 right)
    MergeLists,
    MergeListRecord,
    MergeRecordList,
    PatternField,  // numbers: per member tag, field index, field type; operandType: scrutinee
    Narrow,        // operandType: scrutinee
    Convert,       // nothing but the conversion of its operand; only the optimiser makes it
    // control: the first operand is strict, the others conditional
    If,        // condition, then, else
    Branch,    // condition, value, condition, value, …, otherwise
    Guard,     // condition, value
    Coalesce,  // value, …, last; numbers: optional depth of each operand's type (last: unused)
    And,
    Or,
    Match,  // scrutinee, arm, …; numbers: per arm: count, tags; operandType: scrutinee
    // instructions of a lambda only; payload: where to go on
    Jump,
    JumpIfFalse,
    JumpIfTrue,
    JumpIfNone,     // numbers: optional depth
    JumpUnlessTag,  // numbers: tags
    Move,
    MakeNone,  // numbers: optional depth
    Return,
};

/// No conversion, no payload.
inline constexpr uint32_t kNoIndex = UINT32_MAX;

/// Where an operand comes from (node of the plan, register of the lambda) and what form it must
/// take on the way.
struct Operand {
    uint32_t source = 0;
    uint32_t conversion = kNoIndex;  // into Pools::conversions
};

inline constexpr uint8_t kNormalPriority = 50;

/// One node of a plan or one instruction of a lambda. Ranges point into the pools.
struct Operation {
    Op op = Op::Broken;
    bool wraps = false;      // Call: `on_error: wrap`
    bool effectful = false;  // Call, HigherOrder: something else than a value comes of it
    bool hasOptions =
        false;  // Call: more after `with` than `on_error: wrap`; HigherOrder: its lambda
    uint8_t priority = kNormalPriority;  // Call: 0 … 100
    TypeId type;                         // of the result
    TypeId operandType;
    FunctionId function;          // Call
    uint32_t options = kNoIndex;  // Call: into Pools::callOptions
    uint32_t target = 0;          // lambda: register of the result
    uint32_t payload = kNoIndex;
    uint32_t firstOperand = 0;
    uint32_t operandCount = 0;
    uint32_t firstNumber = 0;
    uint32_t numberCount = 0;
};

/// A lambda as straight code with jumps over registers: what is not needed is jumped over.
/// Registers: parameters, then captures and intermediate values in order of first use.
struct Lambda {
    std::vector<Operation> code;  // ends in Return
    std::vector<TypeId> parameterTypes;
    std::vector<uint32_t> captureRegisters;  // filled from the operands behind the list
    std::vector<TypeId> captureTypes;
    uint32_t registerCount = 0;
    TypeId resultType;
    bool effectful = false;        // calls something with effects, here or deeper
    bool hasOptions = false;       // has a call that may wait or be mended, here or deeper
    bool readsFieldsOnly = false;  // of its element, a record that no other step looks at
    std::shared_ptr<BlockProgramOnce> blocks;  // its form for long lists; copies share it
};

/// What the operations of a plan and of all its lambdas refer to.
struct Pools {
    std::vector<Operand> operands;
    std::vector<uint32_t> numbers;
    std::vector<Value> constants;
    std::vector<std::string> texts;
    std::vector<std::pair<TypeId, TypeId>> conversions;
    std::vector<Lambda> lambdas;
    std::vector<CallOptions> callOptions;

    std::span<const Operand> operandsOf(const Operation& o) const {
        return std::span(operands).subspan(o.firstOperand, o.operandCount);
    }
    std::span<const uint32_t> numbersOf(const Operation& o) const {
        return std::span(numbers).subspan(o.firstNumber, o.numberCount);
    }
    /// Null: there is nothing to do but the call.
    const CallOptions* optionsOf(const Operation& o) const {
        return o.options == kNoIndex ? nullptr : &callOptions[o.options];
    }
};

constexpr bool isControl(Op op) {
    return op >= Op::If && op <= Op::Match;
}

}  // namespace cst
