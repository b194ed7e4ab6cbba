#include "tests/reference/evaluator.h"
#include "tests/reference/relations.h"

#include <algorithm>
#include <utility>

namespace cst::reference {

void evaluate(const Program& program, const TypeTable& types, const InputValues& inputs,
              Report& report) {
    Evaluator(program, types, inputs, report).run();
}

void Evaluator::run() {
    // §10.3 rule 1: the roots are what outputs name, and top-level effects.
    for (const Named& named : program_.names) findRoots(named.value);
    for (const Program::Output& output : program_.outputs) {
        const Outcome outcome = evaluate(output.value, {});
        OutputReport row{output.name, types_.text(output.value->type), "", outcome.roots,
                         outcome.missing};
        if (outcome.ok()) {
            row.json = writeJson(types_, output.value->type, outcome.value).dump();
        }
        report_.outputs.push_back(std::move(row));
    }
    for (const ExprPtr& root : roots_) evaluate(root, {});
    for (const auto& [node, outcome] : nodes_) {
        if (outcome.state == State::Failed) report_.errors.insert(*outcome.roots.begin());
    }
    for (const Named& named : program_.names) {
        const Expr* node = named.value.get();
        while (node->form == Form::If && node->parts.size() == 1) node = node->parts[0].get();
        const bool isNode = node->form != Form::Reference && node->form != Form::Convert;
        if (isNode) report_.states[named.key] = stateOf(*node);
    }
}

std::string Evaluator::stateOf(const Expr& expr) const {
    const auto found = nodes_.find(&expr);
    if (found == nodes_.end()) return "skipped";
    switch (found->second.state) {
    case State::Completed: return "completed";
    case State::Failed: return "failed";
    case State::UpstreamFailed: return "upstream-failed";
    default: return "blocked";
    }
}

bool isEffectful(const Expr& expr) {
    if (expr.form == Form::Reference) return false;  // another node
    if (expr.form == Form::Call && expr.function->effectful) return true;
    return std::any_of(expr.parts.begin(), expr.parts.end(),
                       [](const ExprPtr& part) { return isEffectful(*part); }) ||
           (expr.options.fallback && isEffectful(*expr.options.fallback));
}

/// Effectful calls that are neither lazy nor inside a conditional arm or a fallback. A
/// higher-order function is one if its lambda is effectful (§14).
void Evaluator::findRoots(const ExprPtr& expr) {
    const bool isEffect = expr->form == Form::Call && expr->function->effectful;
    const bool isEffectfulLambda = expr->form == Form::HigherOrder && isEffectful(*expr->parts[1]);
    if ((isEffect && !expr->options.isLazy) || isEffectfulLambda) roots_.push_back(expr);
    switch (expr->form) {
    case Form::Reference: return;  // another node, which is looked at by itself
    case Form::If:
    case Form::And:
    case Form::Or:
    case Form::Coalesce:
    case Form::Match:
    case Form::HigherOrder: findRoots(expr->parts[0]); return;
    case Form::Guard: findRoots(expr->parts[1]); return;
    default:
        for (const ExprPtr& part : expr->parts) findRoots(part);
        return;
    }
}

/// Demands an expression. Outside lambdas each is a node: computed when it is first demanded.
Outcome Evaluator::evaluate(const ExprPtr& expr, const Locals& locals) {
    switch (expr->form) {
    case Form::Local: return {State::Completed, locals.at(expr->local), {}, {}};
    case Form::Reference: {
        // A lambda's captured variables were demanded before it ran.
        const int depth = std::exchange(lambdaDepth_, 0);
        Outcome outcome = evaluate(expr->parts[0], {});
        lambdaDepth_ = depth;
        return outcome;
    }
    case Form::Convert: {
        Outcome outcome = evaluate(expr->parts[0], locals);
        if (outcome.ok()) {
            outcome.value = convert(types_, outcome.value, expr->parts[0]->type, expr->type);
        }
        return outcome;
    }
    default: break;
    }
    if (lambdaDepth_ > 0) return compute(*expr, locals);
    if (const auto known = nodes_.find(expr.get()); known != nodes_.end()) return known->second;
    Outcome outcome = compute(*expr, locals);
    nodes_.emplace(expr.get(), outcome);
    return outcome;
}

/// Demands all strict dependencies of a node, whatever becomes of the others (§10.3 rule 2), and
/// says what that makes of the node if they did not all complete (§10.4). In a lambda the first
/// failure ends it.
Outcome Evaluator::demandAll(const std::vector<ExprPtr>& parts, const Locals& locals,
                             Operands& values) {
    Outcome result;
    for (const ExprPtr& part : parts) {
        const Outcome outcome = asArm(evaluate(part, locals));
        if (outcome.ok()) {
            values.push_back(outcome.value);
            continue;
        }
        if (lambdaDepth_ > 0) return outcome;
        if (result.state != State::UpstreamFailed) result.state = outcome.state;
        result.roots.insert(outcome.roots.begin(), outcome.roots.end());
        result.missing.insert(outcome.missing.begin(), outcome.missing.end());
    }
    return result;
}

Outcome Evaluator::failed(const std::string& code, SourceRange range) {
    return {State::Failed, {}, {{code, range}}, {}};
}

/// What a node becomes whose value is that of another one: its failure is not the node's own.
Outcome Evaluator::asArm(Outcome arm) {
    if (arm.state == State::Failed) arm.state = State::UpstreamFailed;
    return arm;
}

void collectReferences(const ExprPtr& expr, std::vector<ExprPtr>& found) {
    if (expr->form == Form::Reference) {
        found.push_back(expr);
        return;
    }
    for (const ExprPtr& part : expr->parts) collectReferences(part, found);
    if (expr->options.fallback) collectReferences(expr->options.fallback, found);
}

}  // namespace cst::reference
