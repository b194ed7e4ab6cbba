#pragma once

#include "engine/syntax/tree.h"
#include "tests/reference/elaborate.h"
#include "tests/reference/names.h"
#include "tests/reference/relations.h"
#include "tests/reference/unsupported.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst::reference {

/// One elaborate() in progress. The paragraphs are those of the language's description.
class Elaborator {
public:
    Elaborator(const SyntaxTree& tree, const std::vector<Function>& library, TypeTable& types)
        : tree_(tree), types_(types), functions_(library) {}
    Program run();

private:
    // §5 declarations, §3.1 types (elaborate.cpp)
    void declare(SyntaxId id);
    void declareInput(SyntaxId id);
    void declareOutput(SyntaxId id);
    void declareName(const std::string& name, ExprPtr value);
    TypeId typeOf(SyntaxId id);
    TypeId genericType(SyntaxId id);

    // §3.7 both directions, §4 expressions (elaborate_expressions.cpp)
    ExprPtr infer(SyntaxId id);
    ExprPtr inferNew(SyntaxId id);
    ExprPtr check(SyntaxId id, TypeId expected);
    ExprPtr coerce(ExprPtr value, TypeId expected);
    std::optional<ExprPtr> tryCheck(SyntaxId id, TypeId expected);
    ExprPtr joined(Expr expr, std::span<const std::size_t> arms);
    ExprPtr variable(SyntaxId id);
    ExprPtr interpolation(SyntaxId id);
    ExprPtr listLiteral(SyntaxId id, std::optional<TypeId> expected);
    ExprPtr recordLiteral(SyntaxId id, std::optional<TypeId> expected);
    ExprPtr chain(SyntaxId id);
    ExprPtr step(ExprPtr left, TokenKind op, ExprPtr right, SourceRange range);
    ExprPtr compare(SyntaxId id);
    ExprPtr negate(SyntaxId id);
    ExprPtr logic(SyntaxId id, Form form);
    ExprPtr field(SyntaxId id);
    ExprPtr projection(SyntaxId id);
    ExprPtr conditional(SyntaxId id, std::optional<TypeId> expected);
    ExprPtr guard(SyntaxId id);
    ExprPtr coalesce(SyntaxId id, std::optional<TypeId> expected);
    ExprPtr coalesceFrom(SyntaxId id, std::size_t first, std::optional<TypeId> expected);

    // §4.19, §4.20, §6, §7 (elaborate_calls.cpp)
    ExprPtr match(SyntaxId id, std::optional<TypeId> expected);
    std::vector<bool> fitting(SyntaxId pattern, const Types& members);
    ExprPtr call(SyntaxId id);
    std::vector<ExprPtr> arguments(const Function& function, std::span<const SyntaxId> args,
                                   TypeId& result);
    ExprPtr higherOrder(SyntaxId id, const Function& function, std::span<const SyntaxId> args);
    void readOptions(SyntaxId with, Expr& call);
    TypeId wrapped(TypeId value);

    Expr start(Form form, SyntaxId id, TypeId type = {}) const;
    static ExprPtr done(Expr expr) { return std::make_shared<const Expr>(std::move(expr)); }
    SyntaxId withoutParens(SyntaxId id) const;
    std::span<const SyntaxId> children(SyntaxId id) const { return tree_.children(id); }
    SyntaxKind kind(SyntaxId id) const { return tree_[id].kind; }
    std::string name(SyntaxId id) const { return std::string(tree_.name(id)); }
    [[noreturn]] void invalid(SyntaxId id, const std::string& why) const;

    const SyntaxTree& tree_;
    TypeTable& types_;
    FunctionNames functions_;
    Program program_;
    std::map<std::string, TypeId> typeNames_;
    std::unordered_map<std::string, ExprPtr> globals_;
    std::unordered_map<std::string, int> bindings_;        // of each name so far
    std::vector<std::pair<std::string, ExprPtr>> locals_;  // innermost last
    uint32_t localCount_ = 0;
    bool inExample_ = false;  // T stands for Optional<T> too (§3.4)
};

}  // namespace cst::reference
