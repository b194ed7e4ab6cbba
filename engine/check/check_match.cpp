#include "engine/check/checker.h"

#include <algorithm>

namespace cst {

/// Cases are tried in order; each takes the members of the scrutinee's type that it fits and
/// that no earlier case took (language §4.19).
TypeId Checker::inferMatch(SyntaxId id, std::optional<TypeId> target, const Where& where) {
    const SyntaxId scrutinee = children(id).front();
    MatchState state;
    state.scrutineeType = infer(scrutinee);
    if (const SyntaxId plain = stripParens(scrutinee); node(plain).kind == SyntaxKind::Variable) {
        state.variable = out_.bindingOf[plain.index];
    }
    if (types_.kind(state.scrutineeType) == TypeKind::Union) {
        state.members = types_[state.scrutineeType].args;
    } else {
        state.members = {state.scrutineeType};
    }
    state.covered.resize(state.members.size());
    std::vector<SyntaxId> arms;
    bool patternsGood = true;
    for (const SyntaxId caseId : children(id).subspan(1)) {
        if (node(caseId).kind != SyntaxKind::MatchCase) {
            patternsGood = false;
            continue;
        }
        const std::size_t scope = locals_.size();
        patternsGood = bindPattern(caseId, state) && patternsGood;
        const SyntaxId body = children(caseId)[1];
        if (target) {
            expect(body, *target, where);
        } else {
            infer(body);
        }
        arms.push_back(body);
        locals_.resize(scope);
    }
    if (patternsGood && state.scrutineeType != types::kError) {
        std::vector<std::string> open;
        for (std::size_t i = 0; i < state.members.size(); ++i) {
            if (!state.covered[i]) {
                open.push_back("`" + shown(state.members[i]) + "`");
            }
        }
        if (!open.empty()) {
            std::sort(open.begin(), open.end());
            std::string list;
            for (const std::string& one : open) {
                list += (list.empty() ? "" : ", ") + one;
            }
            report(DiagId::NonExhaustiveMatch, node(id).range, {list}).hint =
                "add a case for each, or `_ -> …` for all the rest";
        }
    }
    return target ? *target : joinArms(arms);
}

bool Checker::bindPattern(SyntaxId caseId, MatchState& state) {
    const SyntaxId pattern = children(caseId)[0];
    const SyntaxKind kind = node(pattern).kind;
    const bool known = state.scrutineeType != types::kError;
    std::vector<bool> fitting(state.members.size(), kind == SyntaxKind::PatternWildcard);
    bool good = kind == SyntaxKind::PatternWildcard || kind == SyntaxKind::PatternIs ||
                kind == SyntaxKind::PatternRecord;
    if (kind == SyntaxKind::PatternIs) {
        const std::string_view name = tree_->name(pattern);
        const TypeId type = lookUpType(name);
        if (!type.hasValue()) {
            Diagnostic& diagnostic = report(DiagId::UnknownType, node(pattern).name,
                                            {"unknown type `" + std::string(name) + "`"});
            std::vector<std::string_view> pool;
            if (isShown()) {
                pool = typeNames();
            }
            if (isGenericType(name)) {
                diagnostic.hint =
                    "`is` takes a plain name: declare one, `type Name = " + std::string(name) +
                    "<…>`";
            } else {
                offerNames(diagnostic, node(pattern).name, name, pool);
            }
            good = false;
        } else {
            for (std::size_t i = 0; i < state.members.size(); ++i) {
                fitting[i] = isSubtype(types_, state.members[i], type);
            }
            good = type != types::kError;
        }
    } else if (kind == SyntaxKind::PatternRecord) {
        uint64_t bits = 0;
        for (const SyntaxId part : children(pattern)) {
            bits |= nameBit(tree_->name(part));
        }
        for (std::size_t i = 0; i < state.members.size(); ++i) {
            const TypeRow* record = types_.record(state.members[i]);
            fitting[i] = record != nullptr && (bits & ~record->nameBits) == 0;
            for (const SyntaxId part : children(pattern)) {
                fitting[i] = fitting[i] && TypeTable::fieldIndex(*record, tree_->name(part)) >= 0;
            }
        }
    }
    const bool any = std::find(fitting.begin(), fitting.end(), true) != fitting.end();
    if (good && known && !any) {
        Diagnostic& diagnostic =
            report(DiagId::ImpossiblePattern, node(pattern).range, {shown(state.scrutineeType)});
        if (kind == SyntaxKind::PatternRecord) {
            offerPatternFields(diagnostic, pattern, state.members);
        }
        std::string list;
        const std::vector<std::pair<std::string_view, TypeId>> declared = declaredTypes();
        for (const TypeId member : state.members) {
            list += (list.empty() ? "`" : ", `") + shown(member) + "`";
            for (const auto& [name, type] : declared) {
                if (types_.same(type, member)) {
                    offer(diagnostic, node(pattern).range, "is " + std::string(name));
                }
            }
        }
        diagnostic.hint += (diagnostic.hint.empty() ? "" : " ") + ("its members are " + list);
        good = false;
    }
    CheckedCase row;
    std::vector<TypeId> fresh;   // members that only this case takes
    std::vector<TypeId> fitted;  // all that it fits
    for (std::size_t i = 0; i < state.members.size(); ++i) {
        if (fitting[i]) {
            fitted.push_back(state.members[i]);
            if (!state.covered[i]) {
                fresh.push_back(state.members[i]);
                row.tags.push_back(types_.canonical(state.members[i]));
            }
            state.covered[i] = true;
        }
    }
    const bool allCovered =
        std::find(state.covered.begin(), state.covered.end(), false) == state.covered.end();
    const bool unreachable =
        good && known && fresh.empty() && (any || state.catchAll || allCovered);
    if (unreachable) {
        report(DiagId::UnreachableCase, node(caseId).range, {}).hint =
            "the cases above take everything that it fits";
    }
    state.catchAll = state.catchAll || kind == SyntaxKind::PatternWildcard;
    const std::vector<TypeId>& seen = fresh.empty() ? fitted : fresh;
    if (state.variable.hasValue()) {
        const std::string_view name = out_.bindings[state.variable].name;
        Binding narrowed{name, BindingKind::Narrowed, caseId,
                         good && known && !seen.empty() ? types_.unionOf(seen) : types::kError};
        narrowed.narrows = state.variable;
        row.narrowed = out_.bindings.add(narrowed);
        locals_.emplace_back(name, row.narrowed);
    }
    const auto place = out_.cases.insert_or_assign(caseId, std::move(row)).first;
    (void)place;
    if (kind == SyntaxKind::PatternRecord) {
        bindPatternFields(caseId, pattern, good && known ? seen : std::vector<TypeId>{});
    }
    return good;
}

/// Fields of the members for the names of a pattern that none of them has.
void Checker::offerPatternFields(Diagnostic& diagnostic, SyntaxId pattern,
                                 const std::vector<TypeId>& members) {
    std::vector<std::string_view> pool;
    for (const TypeId member : members) {
        if (const TypeRow* record = types_.record(member)) {
            for (const FieldType& field : record->fields) {
                pool.push_back(field.name);
            }
        }
    }
    std::sort(pool.begin(), pool.end());
    pool.erase(std::unique(pool.begin(), pool.end()), pool.end());
    for (const SyntaxId part : children(pattern)) {
        const std::string_view name = tree_->name(part);
        if (!std::binary_search(pool.begin(), pool.end(), name)) {
            offerNames(diagnostic, node(part).range, name, pool);
        }
    }
}

void Checker::bindPatternFields(SyntaxId caseId, SyntaxId pattern,
                                const std::vector<TypeId>& members) {
    for (const SyntaxId part : children(pattern)) {
        const std::string_view name = tree_->name(part);
        std::vector<TypeId> types;
        for (const TypeId member : members) {
            const TypeRow* record = types_.record(member);
            const int index = TypeTable::fieldIndex(*record, name);
            types.push_back(record->fields[static_cast<std::size_t>(index)].type);
        }
        const TypeId type = types.empty() ? types::kError : join(types_, types);
        const BindingId binding = bind(name, BindingKind::PatternField, part, type);
        out_.cases[caseId].fields.push_back(binding);
    }
}

}  // namespace cst
