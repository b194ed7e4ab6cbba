#include "engine/session/compiled_parts.h"

#include "engine/session/compiled_text.h"
#include "engine/session/document_compiler.h"
#include "engine/session/optimised_once.h"
#include "engine/syntax/lexer.h"

#include <algorithm>

namespace cst {

CompiledParts partsOf(const Snapshot& snapshot) {
    // All fields by name: where there is another one, say here whether it has to be kept.
    [[maybe_unused]] const auto& [revision, text, types, tokens, comments, diagnostics, errorCount,
                                  inputs, outputs, names, functions, graph, shown, compiled, counts,
                                  delta, layout, arrangement, folded, members, plan, optimised,
                                  times] = snapshot;
    // Not the graph that is shown, which may have ghosts.
    Lowered lowered = CompiledText::lowered(compiled);
    return {diagnostics,  inputs, outputs, std::move(lowered.graph), std::move(lowered.plan),
            counts.blocks};
}

std::shared_ptr<Snapshot> snapshotOf(CompiledParts parts, SourceTextPtr text,
                                     std::shared_ptr<TypeTable> types,
                                     std::shared_ptr<const Registry> registry) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->text = text;
    snapshot->types = types;
    const auto lexed =
        LazyPtr<TokenList>::of([text] { return std::make_shared<const TokenList>(lex(*text)); });
    snapshot->tokens = LazyPtr<std::vector<Token>>::of(
        [lexed] { return std::shared_ptr<const std::vector<Token>>(lexed.get(), &lexed->tokens); });
    snapshot->comments = LazyPtr<std::vector<SourceRange>>::of([lexed] {
        return std::shared_ptr<const std::vector<SourceRange>>(lexed.get(), &lexed->comments);
    });
    snapshot->names = LazyPtr<std::vector<ScopedName>>::of([text, types, registry] {
        DocumentCompiler compiler(types, registry, DocumentCompiler::Texts::One);
        return compiler.compile(text, 0)->names.get();
    });
    snapshot->diagnostics = std::move(parts.diagnostics);
    snapshot->errorCount = static_cast<std::size_t>(
        std::count_if(snapshot->diagnostics.begin(), snapshot->diagnostics.end(),
                      [](const Diagnostic& each) { return each.isError(); }));
    snapshot->inputs = std::move(parts.inputs);
    snapshot->outputs = std::move(parts.outputs);
    snapshot->graph = std::move(parts.graph);
    snapshot->plan = std::move(parts.plan);
    snapshot->optimised = std::make_shared<OptimisedOnce>(snapshot->plan);
    snapshot->counts.blocks = parts.blocks;
    snapshot->functions = {registry, &registry->signatures()};
    return snapshot;
}

}  // namespace cst
