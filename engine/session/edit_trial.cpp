#include "engine/session/edit_trial.h"

#include "engine/check/check_whole.h"
#include "engine/session/compiled_text.h"
#include "engine/session/text_edits.h"
#include "engine/syntax/parser.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace cst {
namespace {

std::vector<Diagnostic> errorsOf(const Snapshot& snapshot,
                                 const std::shared_ptr<const SyntaxTree>& tree) {
    WholeCheck check(tree, *snapshot.functions, *snapshot.compiled->types);
    std::vector<Diagnostic> all = check.check().facts.diagnostics;
    all.insert(all.end(), tree->diagnostics.begin(), tree->diagnostics.end());
    const bool hasOutput =
        std::any_of(tree->declarations.begin(), tree->declarations.end(),
                    [&](SyntaxId id) { return (*tree)[id].kind == SyntaxKind::OutDecl; });
    if (!hasOutput && tree->diagnostics.empty()) {
        all.emplace_back().id = DiagId::NoOutput;
    }
    std::erase_if(all, [](const Diagnostic& each) { return !each.isError(); });
    std::sort(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return a.range.begin < b.range.begin;
    });
    return all;
}

/// What an error says, without the lines that it names: they move.
std::string meaning(const Diagnostic& error) {
    std::string text(error.code());
    for (const std::string& arg : error.args) {
        const bool isPlace = arg.starts_with(" on line ");
        text += isPlace ? "\n" : "\n" + arg;
    }
    return text;
}

}  // namespace

EditTrial tried(const EditTree& before, std::vector<TextEdit> edits) {
    EditTrial trial;
    std::erase_if(edits, [&](const TextEdit& edit) {
        return before.tree.text->slice(edit.range) == edit.text;
    });
    trial.edits = orderedEdits(std::move(edits));
    const auto text = std::make_shared<const SourceText>(appliedEdits(before.bytes(), trial.edits));
    trial.tree = std::make_shared<const SyntaxTree>(parse(text));
    trial.names = textNames(*trial.tree);
    trial.errors = errorsOf(before.snapshot, trial.tree);
    if (trial.errors.empty() || before.snapshot.errorCount == 0) {
        return trial;
    }
    // First those that stand where they stood, then those that were moved: two may say the same.
    const auto old = std::make_shared<const SyntaxTree>(before.tree);
    std::multimap<std::string, uint32_t> known;  // by meaning: where they are expected now
    for (const Diagnostic& error : errorsOf(before.snapshot, old)) {
        known.emplace(meaning(error), placeAfter(error.range.begin, trial.edits));
    }
    for (const bool anywhere : {false, true}) {
        std::erase_if(trial.errors, [&](const Diagnostic& error) {
            const auto [first, end] = known.equal_range(meaning(error));
            const auto found = std::find_if(first, end, [&](const auto& row) {
                return anywhere || row.second == error.range.begin;
            });
            if (found == end) {
                return false;
            }
            known.erase(found);
            return true;
        });
    }
    return trial;
}

}  // namespace cst
