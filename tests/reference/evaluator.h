#pragma once

#include "tests/reference/evaluate.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace cst::reference {

enum class State : uint8_t { Completed, Failed, UpstreamFailed, Blocked };

/// What became of an expression.
struct Outcome {
    State state = State::Completed;
    Value value;                    // Completed
    std::set<RootError> roots;      // Failed, UpstreamFailed
    std::set<std::string> missing;  // Blocked

    bool ok() const { return state == State::Completed; }
};

/// One evaluate() in progress. Everything is computed on demand and at most once (§10.3), but for
/// what stands in a lambda, which is computed for each element, from left to right.
class Evaluator {
public:
    Evaluator(const Program& program, const TypeTable& types, const InputValues& inputs,
              Report& report)
        : program_(program), types_(types), inputs_(inputs), report_(report) {}
    void run();

private:
    using Locals = std::map<uint32_t, Value>;
    using Operands = std::vector<Value>;

    // §10 (evaluate.cpp)
    void findRoots(const ExprPtr& expr);
    Outcome evaluate(const ExprPtr& expr, const Locals& locals);
    Outcome demandAll(const std::vector<ExprPtr>& parts, const Locals& locals, Operands& values);
    static Outcome failed(const std::string& code, SourceRange range);
    static Outcome asArm(Outcome arm);
    std::string stateOf(const Expr& expr) const;

    // §4 (evaluate_forms.cpp)
    Outcome compute(const Expr& expr, const Locals& locals);
    Outcome strict(const Expr& expr, const Locals& locals);
    Value combine(const Expr& expr, const Operands& operands) const;
    Outcome conditional(const Expr& expr, const Locals& locals);
    Outcome logic(const Expr& expr, const Locals& locals);
    Outcome guard(const Expr& expr, const Locals& locals);
    Outcome coalesce(const Expr& expr, const Locals& locals);
    Outcome match(const Expr& expr, const Locals& locals);
    Outcome call(const Expr& expr, const Locals& locals);
    Outcome callWithOptions(const Expr& expr, const Operands& operands, const Locals& locals);
    Value invoke(const Expr& expr, const Operands& operands);
    Outcome higherOrder(const Expr& expr, const Locals& locals);
    Outcome applyLambda(const Expr& expr, const Value& element, const Locals& locals);
    Value zero(TypeId type) const;

    const Program& program_;
    const TypeTable& types_;
    const InputValues& inputs_;
    Report& report_;
    std::vector<ExprPtr> roots_;
    std::unordered_map<const Expr*, Outcome> nodes_;  // of those that were demanded
    int lambdaDepth_ = 0;
};

/// The variables of the file that an expression names, also in lambdas inside of it.
void collectReferences(const ExprPtr& expr, std::vector<ExprPtr>& found);
bool isEffectful(const Expr& expr);  // itself or something inside

}  // namespace cst::reference
