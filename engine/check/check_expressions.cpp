#include "engine/base/seen.h"
#include "engine/check/checker.h"

#include <algorithm>
#include <utility>

namespace cst {

SyntaxId Checker::stripParens(SyntaxId id) const {
    while (node(id).kind == SyntaxKind::Paren) {
        id = children(id).front();
    }
    return id;
}

TypeId Checker::infer(SyntaxId id) {
    out_.convertTo[id.index] = TypeId();  // a try may have left one behind
    // Only what the type of an input is pushed down to may be T for Optional<T>.
    const bool wraps = std::exchange(optionalWrap_, false);
    const TypeId type = inferNew(id);
    optionalWrap_ = wraps;
    out_.typeOf[id.index] = type;
    return type;
}

TypeId Checker::inferNew(SyntaxId id) {
    switch (node(id).kind) {
    case SyntaxKind::Variable: return inferVariable(id);
    case SyntaxKind::IntLiteral: return types::kInt;
    case SyntaxKind::FloatLiteral: return types::kFloat;
    case SyntaxKind::BoolLiteral: return types::kBoolean;
    case SyntaxKind::RawString: return types::kString;
    case SyntaxKind::String: return inferString(id);
    case SyntaxKind::Paren: return infer(children(id).front());
    case SyntaxKind::ListLiteral: return inferList(id);
    case SyntaxKind::RecordLiteral: return inferRecord(id);
    case SyntaxKind::Field: return inferField(id);
    case SyntaxKind::Projection: return inferProjection(id);
    case SyntaxKind::Additive:
    case SyntaxKind::Multiplicative: return inferChain(id);
    case SyntaxKind::Negate: return inferNegate(id);
    case SyntaxKind::Compare: return inferCompare(id);
    case SyntaxKind::And:
    case SyntaxKind::Or:
    case SyntaxKind::Not: return inferLogic(id);
    case SyntaxKind::If: return inferIf(id);
    case SyntaxKind::Branch: return inferBranch(id);
    case SyntaxKind::Guard: return inferGuard(id);
    case SyntaxKind::Coalesce: return inferCoalesce(id);
    case SyntaxKind::Match: return inferMatch(id, std::nullopt, {});
    case SyntaxKind::Call: return inferCall(id);
    case SyntaxKind::Lambda:
        report(DiagId::MisplacedLambda, node(id).range, {}).hint =
            "lambdas are arguments of `filter`, `map`, `all`, `any` and `sortBy`";
        inferFree(id);
        return types::kError;
    default: return types::kError;
    }
}

/// Kinds whose own parts can be checked against an expected type one by one.
bool Checker::isPushable(SyntaxId id) const {
    switch (node(stripParens(id)).kind) {
    case SyntaxKind::ListLiteral:
    case SyntaxKind::RecordLiteral:
    case SyntaxKind::If:
    case SyntaxKind::Branch:
    case SyntaxKind::Match:
    case SyntaxKind::Coalesce: return true;
    default: return false;
    }
}

bool Checker::expect(SyntaxId id, TypeId target, const Where& where) {
    if (target == types::kError) {
        infer(id);
        return true;
    }
    out_.convertTo[id.index] = TypeId();
    switch (node(id).kind) {
    case SyntaxKind::Paren: return expectInside(id, target, where);
    case SyntaxKind::ListLiteral:
        if (types_.kind(target) == TypeKind::List) {
            return expectList(id, target, where);
        }
        break;
    case SyntaxKind::RecordLiteral:
        if (types_.kind(target) == TypeKind::Record) {
            return expectRecord(id, target, where);
        }
        break;
    case SyntaxKind::If:
    case SyntaxKind::Branch: {
        if (children(id).size() == 1) {
            return expectInside(id, target, where);
        }
        checkConditions(id);
        bool good = true;
        for (const SyntaxId arm : armsOf(id)) {
            good = expect(arm, target, where) && good;
        }
        out_.typeOf[id.index] = target;
        return good;
    }
    case SyntaxKind::Match: {
        const std::size_t before = out_.facts.diagnostics.size();
        out_.typeOf[id.index] = inferMatch(id, target, where);
        return std::none_of(out_.facts.diagnostics.begin() + static_cast<std::ptrdiff_t>(before),
                            out_.facts.diagnostics.end(),
                            [](const Diagnostic& d) { return d.isError(); });
    }
    default: break;
    }
    return expectInferred(id, infer(id), target, where);
}

/// Parentheses and a branch with nothing but `otherwise` are no nodes of their own: the conversion
/// of what they hold stands at the outermost one, where the consumer looks for it.
bool Checker::expectInside(SyntaxId id, TypeId target, const Where& where) {
    const SyntaxId inner = children(id).front();
    const bool good = expect(inner, target, where);
    out_.typeOf[id.index] = out_.typeOf[inner.index];
    out_.convertTo[id.index] = std::exchange(out_.convertTo[inner.index], TypeId());
    return good;
}

/// `~>`, and in an `@example` also T for Optional<T>.
bool Checker::converts(TypeId from, TypeId to) const {
    const bool wraps = optionalWrap_ && types_.kind(to) == TypeKind::Optional;
    return isCoercible(types_, from, to) ||
           (wraps && isCoercible(types_, from, types_.element(to)));
}

bool Checker::expectInferred(SyntaxId id, TypeId found, TypeId target, const Where& where) {
    if (converts(found, target)) {
        convertOnUse(id, found, target);
        return true;
    }
    reportMismatch(id, target, found, where);
    return false;
}

void Checker::convertOnUse(SyntaxId id, TypeId from, TypeId to) {
    if (from != to && from != types::kError && to != types::kError) {
        out_.convertTo[id.index] = to;
    }
}

bool Checker::fits(SyntaxId id, TypeId target) {
    if (tries_ > 3) {
        return false;  // each try inside a try doubles the work
    }
    const std::size_t before = out_.facts.diagnostics.size();
    const std::size_t errorsBefore = errors_;
    const bool brokenBefore = currentBroken_;
    const bool volatileBefore = out_.facts.isVolatile;
    ++tries_;
    const bool good = expect(id, target);
    if (!good) {
        infer(id);  // it is what it was, also inside
        out_.facts.diagnostics.resize(before);
        errors_ = errorsBefore;
        currentBroken_ = brokenBefore;
        out_.facts.isVolatile = volatileBefore;
    }
    --tries_;
    return good;
}

void Checker::reportMismatch(SyntaxId id, TypeId target, TypeId found, const Where& where) {
    Diagnostic& diagnostic =
        report(DiagId::TypeMismatch, node(id).range, {quoted(target), shown(found), where.text()});
    addMismatchHint(diagnostic, id, target, found);
}

void Checker::addMismatchHint(Diagnostic& diagnostic, SyntaxId id, TypeId target, TypeId found) {
    const std::string source(tree_->source(id));
    const bool isShort = source.size() <= 40 && source.find('\n') == std::string::npos;
    const std::string written = isShort ? source : "x";
    const TypeKind kind = types_.kind(found);
    const auto listOf = [&](TypeId type, TypeId element) {
        return types_.kind(type) == TypeKind::List && types_.element(type) == element;
    };
    const auto calling = [&](std::string_view nameSpace, std::string_view name) {
        const std::string function = callable(nameSpace, name);
        diagnostic.fixes.push_back(
            wrapping("write `" + function + "(" + written + ")`", id, function + "(", ")"));
        return "`" + function + "(" + written + ")`";
    };
    if (kind == TypeKind::Optional) {
        diagnostic.hint = "the value may be missing: give a default with `" + written + " ?? …`";
    } else if (target == types::kBoolean) {
        diagnostic.hint = "compare it with something, e.g. `" + written + " == …`";
    } else if (target == types::kString) {
        const std::string text = "`\"${" + written + "}\"`";
        diagnostic.hint = found == types::kInt
                              ? "write " + calling("stdlib.convert", "to-string") + " or " + text
                              : "write " + text + " to make it a text";
        diagnostic.fixes.push_back(wrapping("write " + text, id, "\"${", "}\""));
    } else if (target == types::kInt && found == types::kFloat) {
        const std::string cut = calling("stdlib.convert", "to-int");
        const std::string round = calling("stdlib.math", "round");
        diagnostic.hint = "write " + cut + " to cut or " + round + " to round";
    } else if (listOf(target, types::kFloat) && listOf(found, types::kInt)) {
        const std::string map = callable("stdlib.collection", "map");
        const std::string tail = ", (x) => " + callable("stdlib.convert", "to-float") + "(x))";
        diagnostic.hint = "write `" + map + "(" + written + tail + "`";
        diagnostic.fixes.push_back(wrapping(diagnostic.hint, id, map + "(", tail));
    }
}

TypeId Checker::inferVariable(SyntaxId id) {
    const std::string_view name = tree_->name(id);
    const BindingId binding = lookUp(name);
    if (!binding.hasValue()) {
        reportUnknownVariable(id);
        return types::kError;
    }
    for (BindingId source = binding; source.hasValue(); source = out_.bindings[source].narrows) {
        markUsed(source);
    }
    out_.bindingOf[id.index] = binding;
    return out_.bindings[binding].type;
}

TypeId Checker::inferString(SyntaxId id) {
    for (const SyntaxId part : children(id)) {
        if (node(part).kind == SyntaxKind::Interpolation) {
            out_.typeOf[part.index] = infer(children(part).front());
        }
    }
    // One that is not closed has swallowed who knows what.
    return node(id).hasError ? types::kError : types::kString;
}

TypeId Checker::joinArms(std::span<const SyntaxId> arms) {
    std::vector<TypeId> found;
    bool broken = false;
    for (const SyntaxId arm : arms) {
        const TypeId type = out_.typeOf[arm.index];
        broken = broken || type == types::kError;
        found.push_back(type);
    }
    if (broken) {
        return types::kError;
    }
    const TypeId joined = join(types_, found);
    for (std::size_t i = 0; i < arms.size(); ++i) {
        convertOnUse(arms[i], found[i], joined);
    }
    return joined;
}

TypeId Checker::inferList(SyntaxId id) {
    for (const SyntaxId element : children(id)) {
        infer(element);
    }
    const TypeId element = joinArms(children(id));
    return element == types::kError ? types::kError : types_.list(element);
}

bool Checker::expectList(SyntaxId id, TypeId target, const Where& where) {
    const TypeId element = types_.element(target);
    bool good = true;
    std::vector<std::pair<SyntaxId, TypeId>> misfits;
    std::vector<TypeId> found;
    for (const SyntaxId child : children(id)) {
        if (isPushable(child)) {
            good = expect(child, element) && good;
            found.push_back(element);
            continue;
        }
        const TypeId type = infer(child);
        found.push_back(type);
        if (converts(type, element)) {
            convertOnUse(child, type, element);
        } else {
            misfits.emplace_back(child, type);
        }
    }
    out_.typeOf[id.index] = target;
    if (!misfits.empty()) {
        const TypeId whole = types_.list(join(types_, found));
        reportMismatch(id, target, whole, where);
        out_.typeOf[id.index] = types::kError;
        return false;
    }
    return good;
}

TypeId Checker::inferRecord(SyntaxId id) {
    std::vector<FieldType> fields;
    Seen<std::string_view> seen;
    bool broken = false;
    for (const SyntaxId field : children(id)) {
        if (node(field).kind != SyntaxKind::RecordField) {
            broken = true;
            continue;
        }
        const TypeId type = infer(children(field).front());
        out_.typeOf[field.index] = type;
        broken = broken || type == types::kError;
        const std::string_view name = tree_->name(field);
        if (!seen.add(name)) {
            report(DiagId::AlreadyDefined, node(field).name,
                   {std::string(name), " in this record"});
            broken = true;
            continue;
        }
        fields.push_back({std::string(name), type});
    }
    return broken ? types::kError : types_.record(std::move(fields));
}

bool Checker::expectRecord(SyntaxId id, TypeId target, const Where& where) {
    const TypeRow& wanted = types_[target];
    std::vector<FieldType> fields;
    Seen<std::string_view> seen;
    std::vector<bool> given(wanted.fields.size());
    bool good = !node(id).hasError;
    for (const SyntaxId field : children(id)) {
        if (node(field).kind != SyntaxKind::RecordField) {
            continue;
        }
        const std::string_view name = tree_->name(field);
        const SyntaxId value = children(field).front();
        if (!seen.add(name)) {
            report(DiagId::AlreadyDefined, node(field).name,
                   {std::string(name), " in this record"});
            good = false;
            continue;
        }
        const int index = TypeTable::fieldIndex(wanted, name);
        TypeId type;
        if (index < 0) {
            type = infer(value);
        } else {
            given[static_cast<std::size_t>(index)] = true;
            type = wanted.fields[static_cast<std::size_t>(index)].type;
            good = expect(value, type, Where::field(name, where)) && good;
        }
        out_.typeOf[field.index] = type;
        fields.push_back({std::string(name), type});
    }
    std::string missing;
    std::size_t missingCount = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (!given[i]) {
            missing += (missingCount++ == 0 ? "`" : ", `") + wanted.fields[i].name + "`";
        }
    }
    if (missingCount > 0 && !node(id).hasError) {
        report(DiagId::MissingFields, node(id).range,
               {(missingCount == 1 ? "field " : "fields ") + missing})
            .hint = "the record must have the form " + quoted(target);
        good = false;
    }
    const bool broken = std::any_of(fields.begin(), fields.end(),
                                    [](const FieldType& f) { return f.type == types::kError; });
    const TypeId own = !good || broken ? types::kError : types_.record(std::move(fields));
    out_.typeOf[id.index] = own;
    convertOnUse(id, own, target);
    return good;
}

const TypeRow* Checker::recordOrListOfRecords(TypeId type, bool& isList) const {
    isList = types_.kind(type) == TypeKind::List;
    return types_.record(isList ? types_.element(type) : type);
}

namespace {

/// What to do about a field of something that has none (language §4.13).
std::string fieldHint(const TypeTable& types, TypeId type) {
    if (types.kind(type) == TypeKind::List && types.kind(types.element(type)) == TypeKind::Union) {
        return "its elements differ: `map(list, (x) => match x { … })` tells them apart";
    }
    switch (types.kind(type)) {
    case TypeKind::Optional: return "the value may be missing: give a default with `??` first";
    case TypeKind::Union: return "use `match` to tell the members apart";
    case TypeKind::Map: return "maps only pass through: declare a record to name its fields";
    default: return "only records and lists of records have fields";
    }
}

}  // namespace

TypeId Checker::inferField(SyntaxId id) {
    const SyntaxId object = children(id).front();
    const TypeId type = infer(object);
    if (type == types::kError || node(id).name.empty()) {
        return types::kError;
    }
    bool isList = false;
    const TypeRow* record = recordOrListOfRecords(type, isList);
    const std::string name(tree_->name(id));
    if (record == nullptr) {
        report(DiagId::WrongKindOfType, node(id).range,
               {quoted(type) + " has no field `" + name + "`"})
            .hint = fieldHint(types_, type);
        return types::kError;
    }
    const int index = TypeTable::fieldIndex(*record, name);
    if (index < 0) {
        const TypeId recordType = isList ? types_.element(type) : type;
        Diagnostic& diagnostic =
            report(DiagId::UnknownField, node(id).name, {name, shown(recordType)});
        offerFields(diagnostic, name, node(id).name, *record);
        return types::kError;
    }
    const TypeId field = record->fields[static_cast<std::size_t>(index)].type;
    return isList ? types_.list(field) : field;
}

TypeId Checker::inferProjection(SyntaxId id) {
    const SyntaxId object = children(id).front();
    const TypeId type = infer(object);
    if (type == types::kError || node(id).hasError) {
        return types::kError;
    }
    bool isList = false;
    const TypeRow* record = recordOrListOfRecords(type, isList);
    if (record == nullptr) {
        report(DiagId::WrongKindOfType, node(id).range,
               {quoted(type) + " has no fields to choose from"})
            .hint = fieldHint(types_, type);
        return types::kError;
    }
    std::vector<FieldType> fields;
    Seen<std::string_view> seen;
    bool broken = false;
    for (const SyntaxId part : children(id).subspan(1)) {
        const std::string name(tree_->name(part));
        const int index = TypeTable::fieldIndex(*record, name);
        if (index < 0) {
            const TypeId recordType = isList ? types_.element(type) : type;
            Diagnostic& diagnostic =
                report(DiagId::UnknownProjectedField, node(part).range, {name, shown(recordType)});
            offerFields(diagnostic, name, node(part).range, *record);
            broken = true;
            continue;
        }
        if (seen.add(tree_->name(part))) {
            fields.push_back({name, record->fields[static_cast<std::size_t>(index)].type});
        }
    }
    if (broken) {
        return types::kError;
    }
    const TypeId projected = types_.record(std::move(fields));
    return isList ? types_.list(projected) : projected;
}

}  // namespace cst
