#pragma once

#include "engine/base/diagnostic.h"
#include "engine/plan/plan.h"
#include "engine/session/compiled_parts.h"

#include <concepts>
#include <type_traits>

namespace cst {

// The rows of a compiled text as a file holds them: field by field, in the same words for writing
// and for reading. Each row is taken apart into all of its fields, so that one which somebody adds
// does not compile here until it is said what becomes of it.

template <class T, class Row>
concept Is = std::same_as<std::remove_const_t<T>, Row>;

/// What goes over the fields of rows: calls itself with each of them. To be told where a field is
/// no plain one, it has besides
///   leaf(field)       a field that it knows what to do with
///   list(vector)      rows behind one another, likewise table() of a Table
///   numbers(numbers)  some of which are types, as whoever uses them knows
///   constants(values) which have their types from whoever uses them
///   made(pointer)     what is made when it is first needed
///   aliases(inputs)   the declared types, which all inputs have in common
template <class Self>
class FieldVisitor {
public:
    template <class... Fields>
    void operator()(Fields&... fields) {
        (field(fields), ...);
    }

private:
    template <class Field>
    void field(Field& each) {
        Self& self = static_cast<Self&>(*this);
        if constexpr (requires { self.leaf(each); }) {
            self.leaf(each);
        } else if constexpr (requires { each.capacity(); }) {
            self.list(each);
        } else if constexpr (requires { each.second; }) {
            (*this)(each.first, each.second);
        } else {
            visit(self, each);
        }
    }
};

// The last value of each enumeration that is kept.
constexpr Op lastOf(Op) {
    return Op::Return;
}
constexpr NodeKind lastOf(NodeKind) {
    return NodeKind::Output;
}
constexpr EdgeKind lastOf(EdgeKind) {
    return EdgeKind::Conditional;
}
constexpr Backoff lastOf(Backoff) {
    return Backoff::Exponential;
}
constexpr OnError lastOf(OnError) {
    return OnError::Log;
}
inline DiagId lastOf(DiagId) {
    return allDiagIds().back();
}

template <class V>
void visit(V& v, Is<Operand> auto& row) {
    auto& [source, conversion] = row;
    v(source, conversion);
}

template <class V>
void visit(V& v, Is<Operation> auto& row) {
    auto& [op, wraps, effectful, hasOptions, priority, type, operandType, function, options, target,
           payload, firstOperand, operandCount, firstNumber, numberCount] = row;
    v(op, wraps, effectful, hasOptions, priority, type, operandType, function, options, target,
      payload, firstOperand, operandCount, firstNumber, numberCount);
}

template <class V>
void visit(V& v, Is<Lambda> auto& row) {
    auto& [code, parameterTypes, captureRegisters, captureTypes, registerCount, resultType,
           effectful, hasOptions, readsFieldsOnly, blocks] = row;
    v(code, parameterTypes, captureRegisters, captureTypes, registerCount, resultType, effectful,
      hasOptions, readsFieldsOnly);
    v.made(blocks);
}

template <class V>
void visit(V& v, Is<CallOptions> auto& row) {
    auto& [attempts, delay, backoff, timeout, cacheFor, cacheBackend, throttleCount, throttlePeriod,
           concurrency, onError, hasFallback] = row;
    v(attempts, delay, backoff, timeout, cacheFor, cacheBackend, throttleCount, throttlePeriod,
      concurrency, onError, hasFallback);
}

template <class V>
void visit(V& v, Is<Pools> auto& row) {
    auto& [operands, numbers, constants, texts, conversions, lambdas, callOptions] = row;
    v(operands, texts, conversions, lambdas, callOptions);
    v.numbers(numbers);
    v.constants(constants);
}

template <class V>
void visit(V& v, Is<PlanInput> auto& row) {
    auto& [name, type, node] = row;
    v(name, type, node);
}

template <class V>
void visit(V& v, Is<PlanOutput> auto& row) {
    auto& [name, type, node] = row;
    v(name, type, node);
}

template <class V>
void visit(V& v, Is<Plan> auto& row) {
    auto& [pools, nodes, inputs, outputs, roots, graphNode] = row;
    v(pools, nodes, inputs, outputs, roots, graphNode);
}

template <class V>
void visit(V& v, Is<GraphNode> auto& row) {
    auto& [key, name, label, module, kind, type, range, line, structure, shape, broken, effectful] =
        row;
    v(key, name, label, module, kind, type, range, line, structure, shape, broken, effectful);
}

template <class V>
void visit(V& v, Is<GraphEdge> auto& row) {
    auto& [from, to, port, portName, kind, type] = row;
    v(from, to, port, portName, kind, type);
}

template <class V>
void visit(V& v, Is<Graph> auto& row) {
    [[maybe_unused]] auto& [nodes, edges, owner, texts] = row;  // the bytes are the owner of texts
    v.table(nodes);
    v(edges);
}

template <class V>
void visit(V& v, Is<Note> auto& row) {
    auto& [message, range] = row;
    v(message, range);
}

template <class V>
void visit(V& v, Is<TextEdit> auto& row) {
    auto& [range, text] = row;
    v(range, text);
}

template <class V>
void visit(V& v, Is<Fix> auto& row) {
    auto& [title, edits] = row;
    v(title, edits);
}

template <class V>
void visit(V& v, Is<Diagnostic> auto& row) {
    auto& [id, range, args, hint, suggestions, notes, fixes] = row;
    v(id, range, args, hint, suggestions, notes, fixes);
}

template <class V>
void visit(V& v, Is<InputInfo> auto& row) {
    // Aliases: see FieldVisitor.
    [[maybe_unused]] auto& [name, type, range, exampleJson, required, typeAliases] = row;
    v(name, type, range, exampleJson, required);
}

template <class V>
void visit(V& v, Is<OutputInfo> auto& row) {
    auto& [name, type, range] = row;
    v(name, type, range);
}

template <class V>
void visit(V& v, Is<CompiledParts> auto& row) {
    auto& [diagnostics, inputs, outputs, graph, plan, blocks] = row;
    v(diagnostics, inputs, outputs, *graph, *plan, blocks);
    v.aliases(inputs);
}

}  // namespace cst
