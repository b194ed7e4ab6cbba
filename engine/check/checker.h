#pragma once

#include "engine/check/checked_tree.h"
#include "engine/check/imports.h"
#include "engine/check/symbol_table.h"
#include "engine/check/where.h"
#include "engine/types/relations.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

/// Checks the blocks of one text, each family of constructs in its own check_*.cpp.
///
/// A block sees what stands before it in the symbol table, and enters there what its declarations
/// mean: so blocks are checked in the order of the text, but only those that need it.
/// Not thread safe. Recursion is bounded by SyntaxTree::kMaxDepth.
class Checker {
public:
    // A chain of n merges makes n types, each as wide as all before it: n * n / 2 fields.
    static constexpr std::size_t kMaxMergedFields = 1'000'000;

    /// All outlive it.
    Checker(SymbolTable& symbols, Imports& imports, const SignatureTable& signatures,
            TypeTable& types);

    /// Begins a pass over the blocks of a text, which outlives it. If one of them has a `use`, all
    /// are checked and `imports` is empty.
    void start(const SourceText& text);
    /// The same where blocks are checked ahead of the order of the text: several checkers share one
    /// symbol table, each with blocks of its own of which it has checked, or finds checked, all
    /// that stands before them and declares a name that they mention. What only the order can tell
    /// is not looked for: see needsOrder().
    void startAhead(const SourceText& text);

    /// Gives every expression of a block a type, every name its binding, every call its function.
    /// In:     any tree whose declarations are in the symbol table.
    /// Out:    rows for all nodes; where typing failed the type is Error, reported once. Good until
    ///         the next call.
    /// Cost:   O(nodes), apart from type interning.
    /// Source: language §3–§6, §9.
    const CheckedTree& check(BlockId block, std::shared_ptr<const SyntaxTree> tree,
                             const SyntaxBlock& rows);
    /// Of the block that was checked last, ahead: it must be checked again in the order of the
    /// text. What its declarations mean is right.
    bool needsOrder() const {
        return needsOrder_ || out_.facts.isVolatile || out_.facts.errors > 0;
    }
    /// The facts of the block that was checked last, to be kept.
    BlockFacts takeFacts() { return std::move(out_.facts); }

    /// Counts the errors and merged fields of a block that stays as it is.
    void pass(const BlockFacts& facts) {
        errors_ += facts.errors;
        mergedFields_ += facts.mergedFields;
    }

private:
    struct FunctionLookup {
        FunctionId function;
        bool reported = false;
    };

    // --- declarations (check.cpp) ---
    void declare(std::size_t index);
    void declareType(SyntaxId id);
    void declareInput(SyntaxId id);
    void declareAssignment(SyntaxId id);
    void declareOutput(SyntaxId id);
    void checkAnnotations(SyntaxId declaration, std::optional<TypeId> inputType);
    BindingId bindGlobal(std::string_view name, BindingKind kind, SyntaxId declaration,
                         TypeId type);
    BindingId bind(std::string_view name, BindingKind kind, SyntaxId declaration, TypeId type);

    // --- types (check_types.cpp) ---
    TypeId resolveType(SyntaxId id);
    TypeId resolveTypeName(SyntaxId id);
    TypeId resolveGeneric(SyntaxId id);
    TypeId resolveRecordType(SyntaxId id);
    static bool isGenericType(std::string_view name);

    // --- expressions (check_expressions.cpp) ---
    TypeId infer(SyntaxId id);
    TypeId inferNew(SyntaxId id);
    /// Requires the expression to fit; reports E010 otherwise. Returns false if it was reported.
    bool expect(SyntaxId id, TypeId target, const Where& where = {});
    bool expectInside(SyntaxId id, TypeId target, const Where& where);
    bool converts(TypeId from, TypeId to) const;
    bool expectInferred(SyntaxId id, TypeId found, TypeId target, const Where& where);
    /// Like expect(), but takes everything back if it does not fit.
    bool fits(SyntaxId id, TypeId target);
    bool isPushable(SyntaxId id) const;
    void convertOnUse(SyntaxId id, TypeId from, TypeId to);
    TypeId joinArms(std::span<const SyntaxId> arms);
    TypeId inferVariable(SyntaxId id);
    TypeId inferString(SyntaxId id);
    TypeId inferList(SyntaxId id);
    TypeId inferRecord(SyntaxId id);
    bool expectList(SyntaxId id, TypeId target, const Where& where);
    bool expectRecord(SyntaxId id, TypeId target, const Where& where);
    TypeId inferField(SyntaxId id);
    TypeId inferProjection(SyntaxId id);
    const TypeRow* recordOrListOfRecords(TypeId type, bool& isList) const;

    // --- operators and control (check_operators.cpp) ---
    TypeId inferChain(SyntaxId id);
    TypeId combine(SyntaxId whole, SourceRange range, TypeId left, SyntaxId op, SyntaxId right,
                   TypeId rightType);
    TypeId inferCompare(SyntaxId id);
    TypeId inferNegate(SyntaxId id);
    TypeId inferLogic(SyntaxId id);
    TypeId inferIf(SyntaxId id);
    TypeId inferBranch(SyntaxId id);
    TypeId inferGuard(SyntaxId id);
    TypeId inferCoalesce(SyntaxId id);
    void expectCondition(SyntaxId id);
    std::vector<SyntaxId> armsOf(SyntaxId id) const;
    void checkConditions(SyntaxId id);

    // --- match (check_match.cpp) ---
    TypeId inferMatch(SyntaxId id, std::optional<TypeId> target, const Where& where);
    struct MatchState {
        std::vector<TypeId> members;  // of the scrutinee, as declared
        std::vector<bool> covered;
        BindingId variable;  // of the scrutinee, if it is a plain variable
        bool catchAll = false;
        TypeId scrutineeType;
    };
    bool bindPattern(SyntaxId caseId, MatchState& state);
    void offerPatternFields(Diagnostic& diagnostic, SyntaxId pattern,
                            const std::vector<TypeId>& members);
    void bindPatternFields(SyntaxId caseId, SyntaxId pattern, const std::vector<TypeId>& members);

    // --- calls (check_calls.cpp, check_lambdas.cpp) ---
    TypeId inferCall(SyntaxId id);
    TypeId checkArguments(SyntaxId id, const Signature& signature, std::span<const SyntaxId> args);
    bool isEmptyList(SyntaxId arg) const;
    /// What the arguments of one call have told so far.
    struct ArgumentState {
        std::array<TypeId, 4> bound;  // by parameter of the signature: T, U …
        bool good = true;
        bool error = false;
    };
    void checkArgument(const Signature& signature, std::size_t index, SyntaxId arg,
                       ArgumentState& state);
    void inferFree(SyntaxId arg);
    bool unify(SyntaxId arg, TypeId parameter, TypeId found, std::span<TypeId> bound,
               const Where& where);
    bool bindParameters(TypeId parameter, TypeId found, std::span<TypeId> bound) const;
    bool containsParameter(TypeId type) const;
    TypeId checkListConcat(SyntaxId id, const Signature& signature, std::span<const SyntaxId> args);
    TypeId checkHigherOrder(SyntaxId id, const Signature& signature,
                            std::span<const SyntaxId> args);
    TypeId checkLambda(SyntaxId id, std::span<const TypeId> parameters,
                       std::optional<TypeId> result, const Where& where);
    void reportParameterType(SyntaxId parameter, TypeId passed, TypeId written);
    TypeId wrapType(TypeId value);

    // --- options (check_options.cpp) ---
    /// Returns the type of the call with its options: `on_error: wrap` changes it.
    TypeId checkOptions(SyntaxId withId, const Signature& signature, TypeId result);
    struct CallOptions;
    bool checkOptionValues(SyntaxId withId, const Signature& signature, SyntaxId& fallback);
    void checkOptionValue(SyntaxId option, CallOptions& options);
    void checkFallback(SyntaxId value, const Signature& signature, TypeId result);
    bool checkTogether(SyntaxId withId, const Signature& signature, const CallOptions& options);

    // --- names (check_names.cpp) ---
    /// `name` stands in the tree.
    BindingId lookUp(std::string_view name);
    BindingId lookUpGlobal(std::string_view name);
    bool isDeclared(std::string_view name);
    void useIfDeclared(std::string_view name);
    void markUsed(BindingId binding);
    /// The name's id; the block depends on what the name means from now on.
    NameId dependOn(std::string_view name);
    /// The last declaration of a name before this one that means something.
    SymbolId earlier(NameId name, bool isType) const;
    TypeId lookUpType(std::string_view name);
    std::vector<std::pair<std::string_view, TypeId>> declaredTypes();
    std::vector<std::string_view> typeNames();
    /// A range in another block, as if it were one of this block's tree; it depends on where both
    /// stand.
    SourceRange elsewhere(SymbolId symbol, SourceRange range);
    std::string lineOf(SymbolId symbol);
    bool isBefore(SymbolId symbol) const { return symbols_.orderOf(symbol) < here_; }
    /// Says of a block that is checked ahead that it looks for what stands anywhere in the text.
    bool leavesToOrder() {
        needsOrder_ = needsOrder_ || isAhead_;
        return isAhead_;
    }
    void reportUnknownVariable(SyntaxId id);
    bool isImported(std::string_view nameSpace) const;
    const Import* aliased(std::string_view alias) const;
    const Import* implicitlyAliased(std::string_view alias) const;
    bool hasFailedUse() const;
    bool isFailedUse(std::string_view name) const;
    void markImportUsed(const Import& import) { addUse(import.symbol); }
    void addUse(SymbolId symbol);
    FunctionLookup resolveFunction(SyntaxId call);
    FunctionLookup resolveSimple(SyntaxId call, std::string_view name);
    FunctionLookup resolveDotted(SyntaxId call, std::string_view name);
    void declareUse(SyntaxId id);
    void noteFailedUse(SyntaxId id);
    void markNamespaceUsed(std::string_view nameSpace);
    std::vector<std::string_view> variablesInScope();
    std::vector<std::string_view> callableNames() const;

    // --- ways out (check_fixes.cpp) ---
    void offerNames(Diagnostic& diagnostic, SourceRange place, std::string_view name,
                    std::span<const std::string_view> pool);
    /// One way out: this name instead of what stands at `place`.
    static void offer(Diagnostic& diagnostic, SourceRange place, const std::string& meant);
    void offerFields(Diagnostic& diagnostic, std::string_view name, SourceRange place,
                     const TypeRow& record);
    void offerNamespaces(Diagnostic& diagnostic, SourceRange place, std::string_view written);
    std::string callable(std::string_view nameSpace, std::string_view name) const;
    Fix importFix(const std::string& nameSpace);
    uint32_t behindBlanksBefore(uint32_t place) const;
    Fix optionRemoval(SyntaxId withId, SyntaxId option) const;
    Fix wrapping(std::string title, SyntaxId expression, const std::string& before,
                 const std::string& after) const;

    // --- reporting ---
    Diagnostic& report(DiagId id, SourceRange range, std::vector<std::string> args);
    /// Is the last error among those that are shown? The others need no suggestions, which cost
    /// the size of the scope each.
    bool isShown() const { return errors_ <= kErrorsShown; }
    /// The type of a merge; reports E012 where there is none.
    TypeId merge(SourceRange range, TypeId left, TypeId right);
    void reportMismatch(SyntaxId id, TypeId target, TypeId found, const Where& where);
    void addMismatchHint(Diagnostic& diagnostic, SyntaxId id, TypeId target, TypeId found);

    const SyntaxNode& node(SyntaxId id) const { return (*tree_)[id]; }
    std::span<const SyntaxId> children(SyntaxId id) const { return tree_->children(id); }
    /// For a message, which is read by people: a text of more than 1,000 bytes is cut.
    std::string shown(TypeId type) const;
    std::string quoted(TypeId type) const { return "`" + shown(type) + "`"; }
    SyntaxId stripParens(SyntaxId id) const;

    const SourceText* text_ = nullptr;  // the whole one
    SymbolTable& symbols_;
    Imports& imports_;
    const SignatureTable& signatures_;
    TypeTable& types_;
    // Of the block at hand:
    std::shared_ptr<const SyntaxTree> tree_;
    BlockId block_;
    uint32_t shift_ = 0;       // from its tree to the text
    SymbolTable::Order here_;  // the declaration at hand
    CheckedTree out_;
    std::vector<std::pair<std::string_view, BindingId>> locals_;  // innermost last
    /// What a name means in this block, if it was looked up or bound since the block began.
    struct Meant {
        uint32_t check = 0;  // which one it was seen in
        BindingId binding;
    };
    std::vector<Meant> seen_;       // by NameId
    std::vector<NameId> names_;     // for the facts
    std::vector<SymbolId> uses_;    // likewise
    std::vector<uint32_t> usedIn_;  // by SymbolId: the check that used it last
    uint32_t checks_ = 0;
    // sortDiagnostics keeps 100, in the order of their places; some are found in another order.
    static constexpr std::size_t kErrorsShown = 200;
    std::size_t errors_ = 0;
    std::size_t mergedFields_ = 0;
    bool currentBroken_ = false;  // the declaration being checked has an error
    uint32_t tries_ = 0;          // fits() in one another
    bool optionalWrap_ = false;   // @example: T may stand for Optional<T>
    bool isAhead_ = false;        // see startAhead()
    bool needsOrder_ = false;     // see needsOrder()
};

}  // namespace cst
