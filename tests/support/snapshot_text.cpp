#include "tests/support/snapshot_text.h"

#include "engine/plan/plan.h"

namespace cst::test {
namespace {

class Writer {
public:
    explicit Writer(const TypeTable& types) : types_(types) {}
    template <class... Parts>
    void line(const Parts&... parts) {
        (add(parts), ...);
        text_ += '\n';
    }
    std::string take() { return std::move(text_); }

private:
    void add(std::string_view part) {
        text_ += part;
        text_ += ' ';
    }
    void add(const char* part) { add(std::string_view(part)); }
    void add(uint64_t number) { add(std::string_view(std::to_string(number))); }
    void add(uint32_t number) { add(uint64_t{number}); }
    void add(bool truth) { add(truth ? std::string_view("yes") : std::string_view("no")); }
    void add(SourceRange range) {
        add(range.begin);
        add(range.end);
    }
    template <class Tag>
    void add(Id<Tag> id) {
        add(id.index);
    }
    void add(TypeId type) {
        add(type.hasValue() ? std::string_view(types_.text(type)) : std::string_view("none"));
    }

    const TypeTable& types_;
    std::string text_;
};

void write(Writer& out, const Diagnostic& diagnostic) {
    out.line(diagnostic.code(), diagnostic.range, diagnostic.message(), "|", diagnostic.hint);
    for (const std::string& suggestion : diagnostic.suggestions) {
        out.line("  suggests", suggestion);
    }
    for (const Note& note : diagnostic.notes) {
        out.line("  notes", note.range, note.message);
    }
    for (const Fix& fix : diagnostic.fixes) {
        out.line("  fixes", fix.title);
        for (const TextEdit& edit : fix.edits) {
            out.line("    edits", edit.range, edit.text);
        }
    }
}

void write(Writer& out, const Graph& graph) {
    for (const GraphNode& node : graph.nodes) {
        out.line("node", node.key, node.name, node.label, node.module,
                 uint64_t{static_cast<uint8_t>(node.kind)}, node.type, node.range, node.line,
                 node.structure.low, node.structure.high, node.shape.low, node.shape.high,
                 node.broken, node.effectful);
    }
    for (const GraphEdge& edge : graph.edges) {
        out.line("edge", edge.from, edge.to, edge.port, edge.portName,
                 uint64_t{static_cast<uint8_t>(edge.kind)}, edge.type);
    }
}

void write(Writer& out, const Plan& plan) {
    for (uint32_t node = 0; node < plan.size(); ++node) {
        const Operation& operation = plan.nodes[node];
        out.line("operation", uint64_t{static_cast<uint8_t>(operation.op)}, operation.type,
                 operation.function, plan.graphNode[node]);
        for (const Operand& operand : plan.operands(node)) {
            const bool converts = operand.conversion != kNoIndex;
            const auto conversion =
                converts ? plan.pools.conversions[operand.conversion] : std::pair<TypeId, TypeId>();
            out.line("  operand", operand.source, conversion.first, conversion.second);
        }
    }
    for (const PlanInput& input : plan.inputs) {
        out.line("plan input", input.name, input.type, input.node);
    }
    for (const PlanOutput& output : plan.outputs) {
        out.line("plan output", output.name, output.type, output.node);
    }
    for (const uint32_t root : plan.roots) {
        out.line("root", root);
    }
}

}  // namespace

std::string snapshotText(const Snapshot& snapshot) {
    Writer out(*snapshot.types);
    for (const Diagnostic& diagnostic : snapshot.diagnostics) {
        write(out, diagnostic);
    }
    out.line("errors", uint64_t{snapshot.errorCount});
    for (const InputInfo& input : snapshot.inputs) {
        out.line("input", input.name, input.type, input.range, input.exampleJson, input.required);
        for (const auto& [name, type] : input.typeAliases) {
            out.line("  alias", name, type);
        }
    }
    for (const OutputInfo& output : snapshot.outputs) {
        out.line("output", output.name, output.type, output.range);
    }
    for (const Token& token : *snapshot.tokens) {
        out.line("token", uint64_t{static_cast<uint8_t>(token.kind)}, token.startsLine,
                 token.range);
    }
    for (const SourceRange comment : *snapshot.comments) {
        out.line("comment", comment);
    }
    for (const ScopedName& name : *snapshot.names) {
        out.line("name", name.name, name.type, name.scope);
    }
    write(out, *snapshot.graph);
    write(out, *snapshot.plan);
    return out.take();
}

}  // namespace cst::test
