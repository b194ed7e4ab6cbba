#include "engine/plan/apply_blocks.h"

#include "engine/plan/apply.h"
#include "engine/plan/block_machine.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <type_traits>

namespace cst {
namespace {

template <class T>
void append(std::vector<T>& out, const Lanes& lanes, uint32_t size) {
    const T* from = lanes.as<T>();
    if (lanes.uniform) {
        out.insert(out.end(), size, *from);
    } else {
        out.insert(out.end(), from, from + size);
    }
}

/// Grows the column of one part of what a lambda gives.
class PartColumn {
public:
    PartColumn(const TypeTable& types, const BlockValue& part, uint32_t rows)
        : types_(types), part_(part) {
        for (const BlockValue& field : part.fields) {
            fields_.emplace_back(types, field, rows);
        }
        if (part.kind != BlockValue::Kind::Lanes) {
            return;
        }
        isOptional_ = types.kind(part.type) == TypeKind::Optional;
        absent_.reserve(isOptional_ ? rows : 0);
        switch (part.lane) {
        case Lane::Int: rows_.emplace<IntRows>().data.reserve(rows); break;
        case Lane::Float: rows_.emplace<FloatRows>().data.reserve(rows); break;
        case Lane::Bool: rows_.emplace<BoolRows>().data.reserve(rows); break;
        case Lane::Text: rows_.emplace<TextRows>().ends.reserve(rows); break;
        }
    }

    /// The lanes of the machine's last block.
    void appendBlock(const BlockMachine& machine, uint32_t size) {
        for (PartColumn& field : fields_) {
            field.appendBlock(machine, size);
        }
        if (part_.kind != BlockValue::Kind::Lanes) {
            return;
        }
        if (isOptional_) {
            append(absent_, machine.lanes(part_.absent), size);
        }
        const Lanes lanes = machine.lanes(part_.value);
        const uint8_t* absent = isOptional_ ? absent_.data() + absent_.size() - size : nullptr;
        if (auto* ints = std::get_if<IntRows>(&rows_)) {
            appendNumbers(ints->data, lanes, absent, size);
        } else if (auto* floats = std::get_if<FloatRows>(&rows_)) {
            appendNumbers(floats->data, lanes, absent, size);
        } else if (auto* truths = std::get_if<BoolRows>(&rows_)) {
            appendNumbers(truths->data, lanes, absent, size);
        } else {
            appendTexts(std::get<TextRows>(rows_), lanes, absent, size);
        }
    }

    Ref<Column> finish(const BlockMachine& machine, const ListObject& list) {
        switch (part_.kind) {
        case BlockValue::Kind::Column: return rowsOf(machine, list);
        case BlockValue::Kind::Uniform: return repeated(machine.uniform(part_.index), list.size);
        case BlockValue::Kind::Record: {
            RecordRows rows;
            rows.size = list.size;
            for (PartColumn& field : fields_) {
                rows.fields.push_back(field.finish(machine, list));
            }
            return Ref<Column>::adopt(new Column(std::move(rows)));
        }
        case BlockValue::Kind::Lanes: break;
        }
        Ref<Column> column = Ref<Column>::adopt(new Column(std::move(rows_)));
        return isOptional_ ? Ref<Column>::adopt(
                                 new Column(OptionalRows{std::move(absent_), std::move(column)}))
                           : column;
    }

private:
    /// An absent row holds a zero value.
    template <class T>
    static void appendNumbers(std::vector<T>& out, const Lanes& lanes, const uint8_t* absent,
                              uint32_t size) {
        append(out, lanes, size);
        T* rows = out.data() + out.size() - size;
        for (uint32_t i = 0; absent != nullptr && i < size; ++i) {
            rows[i] = absent[i] != 0 ? T{} : rows[i];
        }
    }

    static void appendTexts(TextRows& out, const Lanes& lanes, const uint8_t* absent,
                            uint32_t size) {
        for (uint32_t i = 0; i < size; ++i) {
            if (absent == nullptr || absent[i] == 0) {
                out.chars += lanes.textAt(i);
            }
            out.ends.push_back(out.chars.size());
        }
    }

    Ref<Column> rowsOf(const BlockMachine& machine, const ListObject& list) const {
        if (list.size == machine.column(part_.index).size()) {
            return machine.sharedColumn(part_.index);
        }
        ColumnBuilder builder(types_, part_.type);
        builder.appendRows(machine.column(part_.index), list.begin, list.size);
        return builder.finish();
    }

    Ref<Column> repeated(const Value& value, uint32_t rows) const {
        ColumnBuilder builder(types_, part_.type);
        builder.reserve(rows);
        for (uint32_t i = 0; i < rows; ++i) {
            builder.append(value);
        }
        return builder.finish();
    }

    const TypeTable& types_;
    const BlockValue& part_;  // of the program
    bool isOptional_ = false;
    std::vector<uint8_t> absent_;
    Column::Rows rows_;
    std::vector<PartColumn> fields_;
};

/// One higher-order call.
class BlockCall {
public:
    BlockCall(const TypeTable& types, const BlockProgram& program, const Operation& operation,
              std::span<const Value* const> operands, LambdaHost& host)
        : types_(types),
          program_(program),
          operation_(operation),
          host_(host),
          list_(operands[0]->asList()),
          machine_(program, list_, operands.subspan(1), host.scratch()) {}

    CallOutcome map();
    CallOutcome filter();
    CallOutcome find(bool wanted);
    CallOutcome sortBy();

private:
    /// Runs all blocks; `take(begin, size)` gets the good lanes of each and says whether to go on.
    /// The first element that fails ends it with its error.
    template <class Take>
    std::optional<Error> eachBlock(uint32_t first, const Take& take);
    /// For the time of the call, not initialised.
    template <class T>
    std::span<T> room(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        return {static_cast<T*>(host_.scratch().allocate(count * sizeof(T), alignof(T))), count};
    }
    /// The truths that the last block gave.
    const uint8_t* truths(uint32_t size);

    const TypeTable& types_;
    const BlockProgram& program_;
    const Operation& operation_;
    LambdaHost& host_;
    const ListObject& list_;
    BlockMachine machine_;
    std::array<uint8_t, kBlockLanes> uniformTruths_;
};

template <class Take>
std::optional<Error> BlockCall::eachBlock(uint32_t first, const Take& take) {
    uint32_t block = first;
    for (uint32_t begin = 0; begin < list_.size; begin += block) {
        block = begin == 0 ? first : kBlockLanes;
        if (host_.stopRequested()) {
            return Error{"R010", "cancelled", ""};
        }
        const uint32_t size = std::min(block, list_.size - begin);
        const uint32_t good = machine_.run(begin, size);
        if (!take(begin, good)) {
            return std::nullopt;
        }
        if (good < size) {
            return divisionByZero();
        }
    }
    return std::nullopt;
}

const uint8_t* BlockCall::truths(uint32_t size) {
    const Lanes lanes = machine_.lanes(program_.result.value);
    if (!lanes.uniform) {
        return lanes.as<uint8_t>();
    }
    std::fill_n(uniformTruths_.begin(), size, *lanes.as<uint8_t>());
    return uniformTruths_.data();
}

CallOutcome BlockCall::map() {
    PartColumn column(types_, program_.result, list_.size);
    const std::optional<Error> error = eachBlock(kBlockLanes, [&](uint32_t, uint32_t size) {
        column.appendBlock(machine_, size);
        return true;
    });
    return error ? CallOutcome(*error) : makeList(column.finish(machine_, list_));
}

CallOutcome BlockCall::filter() {
    const std::span<uint32_t> positions = room<uint32_t>(list_.size);
    uint32_t count = 0;
    const std::optional<Error> error = eachBlock(kBlockLanes, [&](uint32_t begin, uint32_t size) {
        count += compactLanes(truths(size), begin, positions.data() + count, size);
        return true;
    });
    return error ? CallOutcome(*error)
                 : gather(types_, operation_.operandType, list_, positions.first(count));
}

/// Is there an element for which the lambda gives `wanted`? The first block is short: it is often
/// one of the first.
CallOutcome BlockCall::find(bool wanted) {
    constexpr uint32_t kFirst = 64;
    bool found = false;
    const std::optional<Error> error = eachBlock(kFirst, [&](uint32_t, uint32_t size) {
        found = std::memchr(truths(size), wanted ? 1 : 0, size) != nullptr;
        return !found;
    });
    return error ? CallOutcome(*error) : Value::ofBool(found == wanted);
}

/// Floats in ascending order as integers: 0.0 equals -0.0, NaN comes last.
int64_t orderedBits(double value) {
    if (std::isnan(value)) {
        return std::numeric_limits<int64_t>::max();
    }
    const auto bits = std::bit_cast<int64_t>(value == 0 ? 0.0 : value);
    return bits < 0 ? bits ^ std::numeric_limits<int64_t>::max() : bits;
}

/// Equal keys keep the order of their elements.
CallOutcome BlockCall::sortBy() {
    struct Key {
        int64_t value;
        uint32_t position;
        auto operator<=>(const Key&) const = default;
    };
    const Lane lane = program_.result.lane;
    const std::span<Key> keys = room<Key>(lane == Lane::Text ? 0 : list_.size);
    const std::span<std::string_view> texts =
        room<std::string_view>(lane == Lane::Text ? list_.size : 0);
    const std::optional<Error> error = eachBlock(kBlockLanes, [&](uint32_t begin, uint32_t size) {
        const Lanes lanes = machine_.lanes(program_.result.value);
        for (uint32_t i = 0; i < size; ++i) {
            const uint32_t at = lanes.uniform ? 0 : i;
            if (lane == Lane::Text) {
                texts[begin + i] = lanes.textAt(i);
            } else {
                keys[begin + i] = {lane == Lane::Int ? lanes.as<int64_t>()[at]
                                                     : orderedBits(lanes.as<double>()[at]),
                                   begin + i};
            }
        }
        return true;
    });
    if (error) {
        return *error;
    }
    const std::span<uint32_t> positions = room<uint32_t>(list_.size);
    if (lane == Lane::Text) {
        std::iota(positions.begin(), positions.end(), 0U);
        std::stable_sort(positions.begin(), positions.end(),
                         [&](uint32_t a, uint32_t b) { return texts[a] < texts[b]; });
    } else {
        std::sort(keys.begin(), keys.end());
        std::transform(keys.begin(), keys.end(), positions.begin(),
                       [](const Key& key) { return key.position; });
    }
    return gather(types_, operation_.operandType, list_, positions);
}

}  // namespace

CallOutcome applyBlocks(const TypeTable& types, const Pools& pools, const BlockProgram& program,
                        const Operation& operation, std::span<const Value* const> operands,
                        LambdaHost& host) {
    const Scratch::Frame frame(host.scratch());
    BlockCall call(types, program, operation, operands, host);
    switch (static_cast<Intrinsic>(pools.numbersOf(operation)[0])) {
    case Intrinsic::Map: return call.map();
    case Intrinsic::Filter: return call.filter();
    case Intrinsic::All: return call.find(false);
    case Intrinsic::Any: return call.find(true);
    default: return call.sortBy();
    }
}

}  // namespace cst
