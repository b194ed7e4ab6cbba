#include "engine/plan/unread_fields.h"

#include <utility>

// Backwards over the nodes, consumers before operands: when a node is met, all that is ever read
// of its value is known, and it says what that takes of its operands. What is read is a tree of
// the slots of records; trees are moved from a node to its operand, never copied.

namespace cst {
namespace {

/// What is read of one value.
struct Reads {
    bool isWhole = false;
    bool isOpened = false;      // somebody looks into the record, if only to pass its fields on
    std::vector<Reads> fields;  // by slot, as far as any is read

    bool isNone() const { return !isWhole && !isOpened; }
    void add(Reads other) {
        isWhole = isWhole || other.isWhole;
        isOpened = isOpened || other.isOpened;
        if (fields.size() < other.fields.size()) fields.swap(other.fields);
        for (std::size_t i = 0; i < other.fields.size(); ++i) {
            fields[i].add(std::move(other.fields[i]));
        }
    }
    void addField(std::size_t slot, Reads read) {
        if (slot >= fields.size()) fields.resize(slot + 1);
        fields[slot].add(std::move(read));
    }
    Reads takeField(std::size_t slot) {
        if (isWhole) return {true, true, {}};
        return slot < fields.size() ? std::exchange(fields[slot], {}) : Reads{};
    }
};

class Analysis {
public:
    explicit Analysis(const Plan& plan) : plan_(plan), isNeeded_(plan.size()), reads_(plan.size()) {
        for (const uint32_t root : plan.roots) readWhole(root);
        for (uint32_t node = plan.size(); node-- > 0;) {
            if (isNeeded_[node]) visit(node);
        }
    }
    const Reads& of(uint32_t node) const { return reads_[node]; }

private:
    void readWhole(uint32_t node) {
        isNeeded_[node] = true;
        reads_[node].add({true, true, {}});
    }

    void visit(uint32_t node) {
        const Operation& operation = plan_.nodes[node];
        const auto operands = plan_.operands(node);
        const auto numbers = plan_.pools.numbersOf(operation);
        Reads& mine = reads_[node];
        std::vector<Reads> taken(operands.size());
        const auto pass = [&](std::size_t from, std::size_t field, Reads read) {
            taken[from].isOpened = true;
            taken[from].addField(field, std::move(read));
        };
        switch (operation.op) {
        case Op::Input: return;
        case Op::Field: pass(0, numbers[0], std::exchange(mine, {})); break;
        case Op::Project:
            taken[0].isOpened = true;
            for (std::size_t i = 0; i < numbers.size(); ++i) pass(0, numbers[i], mine.takeField(i));
            break;
        case Op::MergeRecords:
            for (Reads& side : taken) side.isOpened = true;
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                pass(numbers[i] % 2, numbers[i] / 2, mine.takeField(i));
            }
            break;
        case Op::MakeRecord:
            for (std::size_t i = 0; i < taken.size(); ++i) taken[i] = mine.takeField(i);
            break;
        case Op::HigherOrder: passCaptures(plan_.pools.lambdas[operation.payload], taken); break;
        default:
            for (Reads& operand : taken) operand.isWhole = true;
        }
        for (std::size_t i = 0; i < operands.size(); ++i) {
            isNeeded_[operands[i].source] = true;
            if (operands[i].conversion != kNoIndex) taken[i].isWhole = true;
            reads_[operands[i].source].add(std::move(taken[i]));
        }
    }

    /// A lambda that reads fields of a record it captures reads no others. What it does with them,
    /// and all other uses, count as whole.
    void passCaptures(const Lambda& lambda, std::vector<Reads>& taken) const {
        std::vector<Reads*> captured(lambda.registerCount);
        const std::size_t first = taken.size() - lambda.captureRegisters.size();
        for (std::size_t i = 0; i < first; ++i) taken[i].isWhole = true;
        for (std::size_t i = first; i < taken.size(); ++i) {
            captured[lambda.captureRegisters[i - first]] = &taken[i];
        }
        for (const Operation& instruction : lambda.code) {
            for (const Operand& operand : plan_.pools.operandsOf(instruction)) {
                Reads* const capture = captured[operand.source];
                if (capture == nullptr) continue;
                if (instruction.op == Op::Field && operand.conversion == kNoIndex) {
                    capture->isOpened = true;
                    capture->addField(plan_.pools.numbersOf(instruction)[0], {true, true, {}});
                } else {
                    capture->isWhole = true;
                }
            }
        }
    }

    const Plan& plan_;
    std::vector<bool> isNeeded_;
    std::vector<Reads> reads_;
};

/// Recursive through the records of a type, which nest as deep as the text's types.
void collect(const TypeTable& types, TypeId type, const Reads* read, FieldPath& path,
             std::vector<FieldPath>& unread) {
    if (read == nullptr || read->isNone()) {
        unread.push_back(path);
        return;
    }
    if (read->isWhole || types.kind(type) != TypeKind::Record) return;
    const std::vector<FieldType>& fields = types[type].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        path.push_back(fields[i].name);
        collect(types, fields[i].type, i < read->fields.size() ? &read->fields[i] : nullptr, path,
                unread);
        path.pop_back();
    }
}

}  // namespace

std::vector<std::vector<FieldPath>> unreadFields(const Plan& plan, const TypeTable& types) {
    const Analysis analysis(plan);
    std::vector<std::vector<FieldPath>> unread(plan.inputs.size());
    for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
        FieldPath path;
        collect(types, plan.inputs[i].type, &analysis.of(plan.inputs[i].node), path, unread[i]);
    }
    return unread;
}

}  // namespace cst
