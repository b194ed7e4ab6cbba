#include "engine/plan/describe.h"

#include "engine/syntax/literals.h"
#include "engine/text/utf8.h"
#include "engine/types/relations.h"
#include "engine/value/kernels.h"

#include <algorithm>

namespace cst {

SyntaxId Describer::stripParens(SyntaxId id) const {
    while (tree_[id].kind == SyntaxKind::Paren) {
        id = tree_.child(id, 0);
    }
    return id;
}

bool Describer::isHigherOrderSound(SyntaxId call) const {
    const std::span<const SyntaxId> arguments = tree_.children(call);
    if (arguments.size() < 2) {
        return false;
    }
    const SyntaxId lambda = stripParens(arguments[1]);
    const TypeId lambdaType = typeOf(lambda);
    const TypeId listType = usedAs(arguments[0]);
    return listType.hasValue() && types_.kind(listType) == TypeKind::List &&
           tree_[lambda].kind == SyntaxKind::Lambda && lambdaType.hasValue() &&
           lambdaType != types::kError;
}

std::vector<TypeId> Describer::coalescedTypes(SyntaxId id) {
    const std::span<const SyntaxId> parts = tree_.children(id);
    std::vector<TypeId> results(parts.size() - 1);
    TypeId right = usedAs(parts.back());
    for (std::size_t i = results.size(); i-- > 0;) {
        const TypeId left = typeOf(parts[i]);
        const bool isSound = typeOf(id) != types::kError && right.hasValue() && left.hasValue() &&
                             types_.kind(left) == TypeKind::Optional;
        right = isSound ? coalescedType(types_, types_.element(left), right) : TypeId();
        results[i] = right;
    }
    return right.hasValue() ? results : std::vector<TypeId>{};
}

uint32_t Describer::coalesceConversion(SyntaxId left, TypeId result) {
    // A value in an Optional and the Some of it are the same bits.
    const bool becomesSome = typeOf(left) == result;
    return becomesSome ? kNoIndex : conversion(types_.element(typeOf(left)), result);
}

uint32_t Describer::conversion(TypeId from, TypeId to) {
    if (from == to || !needsConversion(types_, from, to)) {
        return kNoIndex;
    }
    pools_.conversions.emplace_back(from, to);
    return static_cast<uint32_t>(pools_.conversions.size() - 1);
}

uint32_t Describer::constant(Value value) {
    pools_.constants.push_back(std::move(value));
    return static_cast<uint32_t>(pools_.constants.size() - 1);
}

void Describer::setOperands(Operation& operation, std::span<const Operand> operands) {
    operation.firstOperand = static_cast<uint32_t>(pools_.operands.size());
    operation.operandCount = static_cast<uint32_t>(operands.size());
    pools_.operands.insert(pools_.operands.end(), operands.begin(), operands.end());
}

void Describer::setNumbers(Operation& operation, const std::vector<uint32_t>& numbers) {
    operation.firstNumber = static_cast<uint32_t>(pools_.numbers.size());
    operation.numberCount = static_cast<uint32_t>(numbers.size());
    pools_.numbers.insert(pools_.numbers.end(), numbers.begin(), numbers.end());
}

Operation Describer::literal(Value value, TypeId type) {
    Operation operation;
    operation.op = Op::Literal;
    operation.type = type;
    operation.payload = constant(std::move(value));
    return operation;
}

namespace {

Operation operationOf(Op op, TypeId type, TypeId operandType = {}) {
    Operation operation;
    operation.op = op;
    operation.type = type;
    operation.operandType = operandType;
    return operation;
}

}  // namespace

Operation Describer::describe(SyntaxId id, std::vector<OperandPart>& parts) {
    const SyntaxNode& node = tree_[id];
    const TypeId type = typeOf(id);
    const std::span<const SyntaxId> children = tree_.children(id);
    if (type == types::kError || !type.hasValue()) {
        return operationOf(Op::Broken, types::kError);
    }
    switch (node.kind) {
    case SyntaxKind::IntLiteral:
        return literal(Value::ofInt(intValue(tree_.source(id)).value_or(0)), type);
    case SyntaxKind::FloatLiteral:
        return literal(Value::ofFloat(floatValue(tree_.source(id)).value_or(0)), type);
    case SyntaxKind::BoolLiteral: return literal(Value::ofBool(node.op == TokenKind::KwTrue), type);
    case SyntaxKind::RawString: return literal(Value::ofText(tree_.name(id)), type);
    case SyntaxKind::String: return describeString(id, parts);
    case SyntaxKind::ListLiteral:
        for (std::size_t i = 0; i < children.size(); ++i) {
            parts.push_back({children[i], "elements", static_cast<uint32_t>(i)});
        }
        return operationOf(Op::MakeList, type);
    case SyntaxKind::RecordLiteral:
        for (const SyntaxId field : children) {
            parts.push_back({tree_.child(field, 0), "fields", kNoIndex, tree_.name(field)});
        }
        return operationOf(Op::MakeRecord, type);
    case SyntaxKind::Field: return describeField(id, parts);
    case SyntaxKind::Projection: return describeProjection(id, parts);
    case SyntaxKind::Negate: return describeNegate(id, parts);
    case SyntaxKind::Compare: return describeCompare(id, parts);
    case SyntaxKind::Not:
        parts.push_back({children[0], "value"});
        return operationOf(Op::Not, type);
    case SyntaxKind::Call: return describeCall(id, parts);
    default: return operationOf(Op::Broken, types::kError);
    }
}

Operation Describer::describeString(SyntaxId id, std::vector<OperandPart>& parts) {
    std::vector<std::string> texts{""};
    std::vector<uint32_t> types;
    for (const SyntaxId part : tree_.children(id)) {
        if (tree_[part].kind == SyntaxKind::StringPart) {
            texts.back() += unescape(tree_.name(part));
            continue;
        }
        const SyntaxId expression = tree_.child(part, 0);
        parts.push_back({expression, "parts", static_cast<uint32_t>(types.size())});
        types.push_back(usedAs(expression).index);
        texts.emplace_back();
    }
    if (types.empty()) {
        return literal(Value::ofText(texts[0]), types::kString);
    }
    Operation operation = operationOf(Op::Interpolate, types::kString);
    operation.payload = static_cast<uint32_t>(pools_.texts.size());
    pools_.texts.insert(pools_.texts.end(), texts.begin(), texts.end());
    setNumbers(operation, types);
    return operation;
}

Operation Describer::describeField(SyntaxId id, std::vector<OperandPart>& parts) {
    const SyntaxId object = tree_.child(id, 0);
    const TypeId objectType = usedAs(object);
    const bool isList = types_.kind(objectType) == TypeKind::List;
    const TypeRow* record = types_.record(isList ? types_.element(objectType) : objectType);
    if (record == nullptr) {
        return operationOf(Op::Broken, types::kError);
    }
    Operation operation = operationOf(isList ? Op::FieldOfList : Op::Field, typeOf(id));
    setNumbers(operation, {static_cast<uint32_t>(TypeTable::fieldIndex(*record, tree_.name(id)))});
    parts.push_back({object, "object"});
    return operation;
}

Operation Describer::describeProjection(SyntaxId id, std::vector<OperandPart>& parts) {
    const SyntaxId object = tree_.child(id, 0);
    const TypeId objectType = usedAs(object);
    const bool isList = types_.kind(objectType) == TypeKind::List;
    const TypeRow* record = types_.record(isList ? types_.element(objectType) : objectType);
    const TypeRow* result = types_.record(isList ? types_.element(typeOf(id)) : typeOf(id));
    if (record == nullptr || result == nullptr) {
        return operationOf(Op::Broken, types::kError);
    }
    std::vector<uint32_t> indexes;
    for (const FieldType& field : result->fields) {
        indexes.push_back(static_cast<uint32_t>(TypeTable::fieldIndex(*record, field.name)));
    }
    Operation operation = operationOf(isList ? Op::ProjectList : Op::Project, typeOf(id));
    setNumbers(operation, indexes);
    parts.push_back({object, "object"});
    return operation;
}

Operation Describer::describeNegate(SyntaxId id, std::vector<OperandPart>& parts) {
    const SyntaxId operand = tree_.child(id, 0);
    if (tree_[operand].kind == SyntaxKind::IntLiteral) {
        return literal(Value::ofInt(intValue(tree_.source(operand), true).value_or(0)),
                       types::kInt);
    }
    if (tree_[operand].kind == SyntaxKind::FloatLiteral) {
        return literal(Value::ofFloat(-floatValue(tree_.source(operand)).value_or(0)),
                       types::kFloat);
    }
    parts.push_back({operand, "value"});
    const bool isFloat = usedAs(operand) == types::kFloat;
    return operationOf(isFloat ? Op::NegateFloat : Op::NegateInt, typeOf(id));
}

Operation Describer::describeCompare(SyntaxId id, std::vector<OperandPart>& parts) {
    const SyntaxId left = tree_.child(id, 0);
    const SyntaxId right = tree_.child(id, 1);
    parts.push_back({left, "left"});
    parts.push_back({right, "right"});
    Op op = Op::Equal;
    switch (tree_[id].op) {
    case TokenKind::NotEqual: op = Op::NotEqual; break;
    case TokenKind::Less: op = Op::Less; break;
    case TokenKind::LessEqual: op = Op::LessEqual; break;
    case TokenKind::Greater: op = Op::Greater; break;
    case TokenKind::GreaterEqual: op = Op::GreaterEqual; break;
    default: break;
    }
    if (usedAs(left) == types::kError || usedAs(right) == types::kError) {
        return operationOf(Op::Broken, types::kError);
    }
    return operationOf(op, types::kBoolean, usedAs(left));
}

Operation Describer::describeCall(SyntaxId id, std::vector<OperandPart>& parts) {
    const FunctionId function = checked_.functionOf[id.index];
    if (!function.hasValue()) {
        return operationOf(Op::Broken, types::kError);
    }
    Operation operation = operationOf(Op::Call, typeOf(id), typeOf(id));
    operation.function = function;
    operation.effectful = !signatures_[function].pure;
    const std::span<const SyntaxId> children = tree_.children(id);
    parts.reserve(children.size());
    std::vector<uint32_t>& argumentTypes = argumentTypes_;
    argumentTypes.clear();
    for (const SyntaxId child : children) {
        if (tree_[child].kind != SyntaxKind::With) {
            parts.push_back({child, "args", static_cast<uint32_t>(argumentTypes.size())});
            argumentTypes.push_back(usedAs(child).index);
            continue;
        }
        bool fallback = false;
        for (const SyntaxId option : tree_.children(child)) {
            fallback = fallback || tree_.name(option) == "fallback";
            operation.wraps = operation.wraps || (tree_.name(option) == "on_error" &&
                                                  !tree_.children(option).empty() &&
                                                  tree_.name(tree_.child(option, 0)) == "wrap");
        }
        operation.wraps = operation.wraps && !fallback;
    }
    if (operation.wraps) {
        for (const TypeId member : types_[operation.type].args) {
            const TypeRow* record = types_.record(member);
            if (record != nullptr && record->fields.front().name == "value") {
                operation.operandType = record->fields.front().type;
            }
        }
    }
    setNumbers(operation, argumentTypes);
    return operation;
}

Operation Describer::describeStep(TypeId left, SyntaxId op, TypeId right, TypeId& wantLeft,
                                  TypeId& wantRight) {
    const TypeId type = typeOf(op);
    wantLeft = left;
    wantRight = right;
    if (type == types::kError || left == types::kError || right == types::kError) {
        return operationOf(Op::Broken, types::kError);
    }
    if (isNumeric(types_, type)) {
        wantLeft = type;
        wantRight = type;
        const bool isFloat = type == types::kFloat;
        switch (tree_[op].op) {
        case TokenKind::Plus: return operationOf(isFloat ? Op::AddFloat : Op::AddInt, type);
        case TokenKind::Minus:
            return operationOf(isFloat ? Op::SubtractFloat : Op::SubtractInt, type);
        case TokenKind::Star:
            return operationOf(isFloat ? Op::MultiplyFloat : Op::MultiplyInt, type);
        default: return operationOf(isFloat ? Op::DivideFloat : Op::DivideInt, type);
        }
    }
    const bool leftList = types_.kind(left) == TypeKind::List;
    const bool rightList = types_.kind(right) == TypeKind::List;
    const bool isList = leftList || rightList;
    const TypeRow& leftRow = *types_.record(leftList ? types_.element(left) : left);
    const TypeRow& rightRow = *types_.record(rightList ? types_.element(right) : right);
    const TypeRow& result = *types_.record(isList ? types_.element(type) : type);
    std::vector<uint32_t> sides;
    for (const FieldType& field : result.fields) {
        const int fromRight = TypeTable::fieldIndex(rightRow, field.name);
        const int fromLeft = TypeTable::fieldIndex(leftRow, field.name);
        sides.push_back(static_cast<uint32_t>(fromRight >= 0 ? 2 * fromRight + 1 : 2 * fromLeft));
    }
    const Op kind = leftList && rightList ? Op::MergeLists
                    : leftList            ? Op::MergeListRecord
                    : rightList           ? Op::MergeRecordList
                                          : Op::MergeRecords;
    Operation operation = operationOf(kind, type);
    setNumbers(operation, sides);
    return operation;
}

Operation Describer::describeMatch(SyntaxId id) {
    const SyntaxId scrutinee = tree_.child(id, 0);
    Operation operation = operationOf(Op::Match, typeOf(id), usedAs(scrutinee));
    std::vector<uint32_t> numbers;
    for (const SyntaxId caseId : tree_.children(id).subspan(1)) {
        const CheckedCase& row = checked_.cases.at(caseId);
        numbers.push_back(static_cast<uint32_t>(row.tags.size()));
        for (const TypeId tag : row.tags) {
            numbers.push_back(tag.index);
        }
    }
    setNumbers(operation, numbers);
    return operation;
}

Operation Describer::describePatternField(SyntaxId matchId, SyntaxId caseId, std::size_t field) {
    const CheckedCase& row = checked_.cases.at(caseId);
    const Binding& binding = checked_.bindings[row.fields[field]];
    const TypeId scrutinee = usedAs(tree_.child(matchId, 0));
    Operation operation = operationOf(Op::PatternField, binding.type, scrutinee);
    std::vector<uint32_t> numbers;
    const bool isUnion = types_.kind(scrutinee) == TypeKind::Union;
    const std::vector<TypeId> members =
        isUnion ? types_[scrutinee].args : std::vector<TypeId>{scrutinee};
    for (const TypeId member : members) {
        const TypeId tag = types_.canonical(member);
        if (std::find(row.tags.begin(), row.tags.end(), tag) == row.tags.end()) {
            continue;
        }
        const TypeRow& record = *types_.record(member);
        const auto index = static_cast<std::size_t>(TypeTable::fieldIndex(record, binding.name));
        numbers.insert(numbers.end(),
                       {tag.index, static_cast<uint32_t>(index), record.fields[index].type.index});
    }
    setNumbers(operation, numbers);
    return operation;
}

Operation Describer::describeNarrow(SyntaxId matchId, SyntaxId caseId) {
    const CheckedCase& row = checked_.cases.at(caseId);
    return operationOf(Op::Narrow, checked_.bindings[row.narrowed].type,
                       usedAs(tree_.child(matchId, 0)));
}

std::string_view shortSource(std::string_view source, TextArena& texts) {
    constexpr std::size_t kMost = 24;
    const bool isPlain =
        source.size() <= kMost &&
        std::all_of(source.begin(), source.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (isPlain) {
        return texts.add(source);
    }
    std::string text;
    std::size_t count = 0;
    for (std::size_t i = 0; i < source.size();) {
        const Utf8Step step = utf8Decode(source, i);
        const bool blank =
            source[i] == ' ' || source[i] == '\n' || source[i] == '\t' || source[i] == '\r';
        if (count++ == kMost) {
            return texts.add({text, "…"});
        }
        if (!blank) {
            text += source.substr(i, step.length);
        } else if (!text.empty() && text.back() != ' ') {
            text += ' ';
        }
        i += step.length;
    }
    return texts.add(text);
}

std::string_view labelOf(const SyntaxTree& tree, SyntaxId id, TextArena& texts) {
    const SyntaxNode& node = tree[id];
    switch (node.kind) {
    case SyntaxKind::Call: {
        const std::string_view name = tree.name(id);
        return texts.add(name.substr(name.rfind('.') + 1));
    }
    case SyntaxKind::Field: return texts.add({".", tree.name(id)});
    case SyntaxKind::Projection: {
        std::string text = "[";
        for (const SyntaxId part : tree.children(id).subspan(1)) {
            text += text.size() > 1 ? ", " : "";
            text += tree.name(part);
        }
        return shortSource(text + "]", texts);
    }
    case SyntaxKind::Compare: {
        const std::string_view quoted = tokenSpelling(node.op);
        return texts.add(quoted.substr(1, quoted.size() - 2));
    }
    case SyntaxKind::ListLiteral: return tree.children(id).empty() ? "[]" : "[…]";
    case SyntaxKind::RecordLiteral: return tree.children(id).empty() ? "{}" : "{…}";
    case SyntaxKind::Not: return "not";
    case SyntaxKind::Negate:
        return tree[tree.child(id, 0)].kind == SyntaxKind::IntLiteral ||
                       tree[tree.child(id, 0)].kind == SyntaxKind::FloatLiteral
                   ? shortSource(tree.source(id), texts)
                   : "-";
    case SyntaxKind::And: return "and";
    case SyntaxKind::Or: return "or";
    case SyntaxKind::If: return "if";
    case SyntaxKind::Branch: return "branch";
    case SyntaxKind::Guard: return "when";
    case SyntaxKind::Coalesce: return "??";
    case SyntaxKind::Match: return "match";
    case SyntaxKind::ErrorExpr: {  // what could not be read, sign and all
        std::string_view source = tree.source(id);
        source.remove_prefix(std::min(source.find_first_not_of("= \t\r\n"), source.size()));
        return source.empty() ? "?" : shortSource(source, texts);
    }
    default: return shortSource(tree.source(id), texts);
    }
}

}  // namespace cst
