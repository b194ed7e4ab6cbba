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

// One list of names that takes the row apart and is visited: what is in it is all that the row has,
// and all of it is kept.
#define CST_FIELDS(Row, ...) \
    template <class V> \
    void visit(V& v, Is<Row> auto& row) { \
        auto& [__VA_ARGS__] = row; \
        v(__VA_ARGS__); \
    }

CST_FIELDS(Operand, source, conversion)
CST_FIELDS(Operation, op, wraps, effectful, hasOptions, priority, type, operandType, function,
           options, target, payload, firstOperand, operandCount, firstNumber, numberCount)

template <class V>
void visit(V& v, Is<Lambda> auto& row) {
    auto& [code, parameterTypes, captureRegisters, captureTypes, registerCount, resultType,
           effectful, hasOptions, readsFieldsOnly, blocks] = row;
    v(code, parameterTypes, captureRegisters, captureTypes, registerCount, resultType, effectful,
      hasOptions, readsFieldsOnly);
    v.made(blocks);
}

CST_FIELDS(CallOptions, attempts, delay, backoff, timeout, cacheFor, cacheBackend, throttleCount,
           throttlePeriod, concurrency, onError, hasFallback)

template <class V>
void visit(V& v, Is<Pools> auto& row) {
    auto& [operands, numbers, constants, texts, conversions, lambdas, callOptions] = row;
    v(operands, texts, conversions, lambdas, callOptions);
    v.numbers(numbers);
    v.constants(constants);
}

CST_FIELDS(PlanInput, name, type, node)
CST_FIELDS(PlanOutput, name, type, node)
CST_FIELDS(Plan, pools, nodes, inputs, outputs, roots, graphNode)
CST_FIELDS(GraphNode, key, name, label, module, kind, type, range, line, structure, shape, broken,
           effectful)
CST_FIELDS(GraphEdge, from, to, port, portName, kind, type)

template <class V>
void visit(V& v, Is<Graph> auto& row) {
    [[maybe_unused]] auto& [nodes, edges, owner, texts] = row;  // the bytes are the owner of texts
    v.table(nodes);
    v(edges);
}

CST_FIELDS(Note, message, range)
CST_FIELDS(TextEdit, range, text)
CST_FIELDS(Fix, title, edits)
CST_FIELDS(Diagnostic, id, range, args, hint, suggestions, notes, fixes)

template <class V>
void visit(V& v, Is<InputInfo> auto& row) {
    // Aliases: see FieldVisitor.
    [[maybe_unused]] auto& [name, type, range, exampleJson, required, typeAliases] = row;
    v(name, type, range, exampleJson, required);
}

CST_FIELDS(OutputInfo, name, type, range)

template <class V>
void visit(V& v, Is<CompiledParts> auto& row) {
    auto& [diagnostics, inputs, outputs, graph, plan, blocks] = row;
    v(diagnostics, inputs, outputs, *graph, *plan, blocks);
    v.aliases(inputs);
}

#undef CST_FIELDS

}  // namespace cst
