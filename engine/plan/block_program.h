#pragma once

#include "engine/plan/operation.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace cst {

// The typed form of a lambda: its instructions over blocks of elements instead of one element.
// A register holds one number, truth or text for each element of the block, its lane; list elements
// and fields of records are read where their columns stand; what is the same for all elements (a
// constant, a capture) is kept once.

/// What the lanes of a register hold: int64_t, double, uint8_t (0 or 1), std::string_view.
enum class Lane : uint8_t { Int, Float, Bool, Text };

/// Where a step reads.
struct LaneSource {
    enum class From : uint8_t {
        Nowhere,
        Register,
        Column,         // the list's own rows, those of the innermost type
        ColumnAbsent,   // is the row of this column None? A Bool lane
        Uniform,        // one value for all lanes
        UniformAbsent,  // is it None?
    };
    From from = From::Nowhere;
    uint32_t index = 0;
};

/// One instruction over a block. Of the operations these occur: arithmetic, comparisons, Not, And
/// and Or (of two computed truths), Convert (Int to Float), Move and the jumps.
struct BlockStep {
    Op op = Op::Broken;
    Lane lane = Lane::Int;  // of what it reads
    LaneSource a;
    LaneSource b;
    uint32_t target = kNoIndex;  // register
    uint32_t label = kNoIndex;   // a jump: where the lanes that jump wait
    uint32_t joins = kNoIndex;   // the lanes that wait at this label go on from here
};

/// What is the same for all elements.
struct BlockUniform {
    uint32_t capture = kNoIndex;  // none: `constant`
    Value constant;
    std::vector<uint32_t> fields;  // from the capture to the value
    bool widens = false;           // an Int that is used as a Float
    bool isLane = false;           // used by steps, then it has a lane; else only put into results
    Lane lane = Lane::Int;
};

/// What a lambda gives, by parts.
struct BlockValue {
    enum class Kind : uint8_t { Lanes, Column, Uniform, Record };
    Kind kind = Kind::Lanes;
    TypeId type;
    Lane lane = Lane::Int;
    LaneSource value;    // Lanes
    LaneSource absent;   // Lanes of an Optional: which are None; Nowhere = none of them
    uint32_t index = 0;  // Column, Uniform
    std::vector<BlockValue> fields;
};

/// Immutable: any thread runs it.
struct BlockProgram {
    std::vector<BlockStep> steps;
    std::vector<Lane> registers;
    uint32_t labels = 0;
    std::vector<std::vector<uint32_t>> columns;  // fields on the way from the element to the column
    std::vector<BlockUniform> uniforms;
    BlockValue result;
};

/// The block form of a lambda over elements of a type, for one higher-order function: all but `map`
/// want their result as lanes. Null for what only the interpreter does:
///   - calls of modules and higher-order calls inside of the lambda;
///   - texts, lists and maps that are made, and list projections and merges;
///   - match, unions, Optionals of Optionals, comparison of anything but scalars and Optionals of
///     them;
///   - records that depend on a condition, and conversions other than Int to Float and between
///     record types.
/// Cost: O(instructions).
std::unique_ptr<const BlockProgram> compileBlocks(const TypeTable& types, const Pools& pools,
                                                  const Lambda& lambda, Intrinsic kind,
                                                  TypeId element);

/// The block form of one lambda, made when a list is first long enough for it. Thread safe.
class BlockProgramOnce {
public:
    /// Null if it has none. Lambda, kind and element must be the same in each call.
    const BlockProgram* get(const TypeTable& types, const Pools& pools, const Lambda& lambda,
                            Intrinsic kind, TypeId element);

private:
    std::once_flag once_;
    std::unique_ptr<const BlockProgram> program_;
};

}  // namespace cst
