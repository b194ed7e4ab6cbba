// Nodes of which not every operand is needed: conditionals, `and`, `or`, `when`, `??`, `match`.

#include "engine/plan/lower_graph.h"

namespace cst {

uint32_t GraphLowering::control(SyntaxId id, Where where) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    Operation operation;
    operation.type = describer_.typeOf(id);
    if (operation.type == types::kError) {
        return broken(id, where);
    }
    if (tree_[id].kind == SyntaxKind::Branch && parts.size() == 1) {
        return expression(parts[0], where);  // only `otherwise`: a branch that is always taken
    }
    const NodeWords shown = shownOf(id, where, NodeKind::Control);
    const Mark mark = builder_.mark();
    switch (tree_[id].kind) {
    case SyntaxKind::If:
        operation.op = Op::If;
        take(parts[0], shown.key, "cond");
        takeArm(parts[1], shown.key, "then");
        takeArm(parts[2], shown.key, "else");
        break;
    case SyntaxKind::Branch:
        operation.op = Op::Branch;
        for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
            const std::string_view place = builder_.numbered("cases", i / 2);
            const std::string_view cond = texts().add({place, ".cond"});
            i == 0 ? take(parts[i], shown.key, cond) : takeArm(parts[i], shown.key, cond);
            takeArm(parts[i + 1], shown.key, texts().add({place, ".value"}));
        }
        takeArm(parts.back(), shown.key, "otherwise");
        break;
    case SyntaxKind::Guard:
        operation.op = Op::Guard;
        take(parts[1], shown.key, "cond");
        takeArm(parts[0], shown.key, "value");
        break;
    default:
        operation.op = tree_[id].kind == SyntaxKind::And ? Op::And : Op::Or;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const std::string_view port = builder_.numbered("args", i);
            i == 0 ? take(parts[i], shown.key, port) : takeArm(parts[i], shown.key, port);
        }
        break;
    }
    return builder_.addNode(operation, shown, mark);
}

/// `a ?? b ?? c` is one node. Where a right side has a type of its own that the whole converts
/// (`a ?? (b ?? c)` with a union on the left), the rest is a node of its own: no single
/// conversion takes the value of `b` there.
uint32_t GraphLowering::coalesce(SyntaxId id, Where where) {
    const std::vector<TypeId> results = describer_.coalescedTypes(id);
    return results.empty() ? broken(id, where) : coalesceFrom(id, 0, results, where);
}

/// `where`: of the whole.
uint32_t GraphLowering::coalesceFrom(SyntaxId id, std::size_t first,
                                     std::span<const TypeId> results, Where where) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    Operation operation;
    operation.op = Op::Coalesce;
    operation.type = results[first];
    const std::string_view key = keyOf(where);
    NodeWords shown = shownOf(id, {key, {}, where.name}, NodeKind::Control);
    if (first > 0) {
        shown.key = keyOf({key, builder_.numbered("rest", first)});
        shown.name = {};
        shown.range = cover(tree_[parts[first]].range, tree_[parts.back()].range);
    }
    const Mark mark = builder_.mark();
    std::vector<uint32_t> depths;
    for (std::size_t i = first; i < parts.size(); ++i) {
        const std::string_view port = builder_.numbered("args", i);
        const bool isArm = i > first;
        armDepth_ += isArm ? 1 : 0;
        if (i + 1 == parts.size()) {
            take(parts[i], key, port);
            depths.push_back(0);
        } else if (results[i] == operation.type) {
            const uint32_t value = expression(parts[i], {key, port});
            builder_.gather({value, describer_.coalesceConversion(parts[i], operation.type)}, port);
            depths.push_back(types_[describer_.typeOf(parts[i])].optionalDepth);
        } else {
            const uint32_t rest = coalesceFrom(id, i, results, {key, {}, {}});
            builder_.gather({rest, describer_.conversion(results[i], operation.type)},
                            builder_.numbered("rest", i));
            depths.push_back(0);
            i = parts.size();
        }
        armDepth_ -= isArm ? 1 : 0;
    }
    describer_.setNumbers(operation, depths);
    return builder_.addNode(operation, shown, mark);
}

uint32_t GraphLowering::match(SyntaxId id, Where where) {
    if (describer_.typeOf(id) == types::kError) {
        return broken(id, where);
    }
    NodeWords shown = shownOf(id, where, NodeKind::Control);
    const Operation operation = describer_.describeMatch(id);
    const Mark mark = builder_.mark();
    take(tree_.child(id, 0), shown.key, "scrutinee");
    const Operand scrutinee = builder_.lastGathered();
    std::string patterns;
    std::size_t number = 0;
    for (const SyntaxId caseId : tree_.children(id).subspan(1)) {
        const std::string_view place = builder_.numbered("cases", number++);
        patterns += tree_.source(tree_.child(caseId, 0));
        patterns += '\n';
        bindCase(id, caseId, shown.key, place, scrutinee);
        takeArm(tree_.child(caseId, 1), shown.key, texts().add({place, ".value"}));
    }
    shown.detail = patterns;
    return builder_.addNode(operation, shown, mark);
}

/// Nodes for what a case gives a name to, where the name is used: the narrowed scrutinee, fields.
void GraphLowering::bindCase(SyntaxId match, SyntaxId caseId, std::string_view key,
                             std::string_view place, Operand scrutinee) {
    const CheckedCase& row = checked_.cases.at(caseId);
    const auto add = [&](const Operation& part, std::string_view port, std::string_view label) {
        const Mark mark = builder_.mark();
        builder_.gather(scrutinee, "value");
        return builder_.addNode(
            part,
            {keyOf({key, port}), {}, label, NodeKind::Inline, tree_[tree_.child(caseId, 0)].range},
            mark);
    };
    if (row.narrowed.hasValue() && checked_.bindings[row.narrowed].used) {
        const std::string_view type =
            shortSource(types_.text(checked_.bindings[row.narrowed].type), texts());
        draft_.nodeOf[row.narrowed.index] =
            add(describer_.describeNarrow(match, caseId), texts().add({place, ".narrowed"}),
                texts().add({"as ", type}));
    }
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        const Binding& field = checked_.bindings[row.fields[i]];
        if (field.used) {
            draft_.nodeOf[row.fields[i].index] =
                add(describer_.describePatternField(match, caseId, i),
                    texts().add({place, ".fields.", field.name}), texts().add({".", field.name}));
        }
    }
}

}  // namespace cst
