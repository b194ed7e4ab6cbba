#include "engine/session/edit_trial.h"
#include "engine/session/fresh_name.h"
#include "engine/session/graph_edits.h"
#include "engine/session/statement_text.h"
#include "engine/session/text_edits.h"

#include <algorithm>
#include <map>

namespace cst {
namespace {

class Copies {
public:
    explicit Copies(const EditTree& tree) : tree_(tree), fresh_(tree) {}

    Status choose(std::span<const NodeId> nodes);
    Result<GraphEdit> run();

private:
    Result<std::string> copied(SourceRange range);
    Status add(const NodePlace& place);

    const EditTree& tree_;
    FreshNames fresh_;
    std::vector<NodePlace> places_;  // in order; none inside of another
    uint32_t last_ = 0;              // declaration
    std::map<TextNameId, std::string> names_;
    std::vector<std::string> lines_;
    SourceRange select_;  // in the first line
};

Status Copies::choose(std::span<const NodeId> nodes) {
    for (const NodeId node : nodes) {
        const Result<NodePlace> place = tree_.soundPlaceOf(node);
        if (!place.ok()) {
            return place.error();
        }
        places_.push_back(*place);
    }
    if (places_.empty()) {
        return editError("nothing is selected: choose what to duplicate");
    }
    std::sort(places_.begin(), places_.end(), [](const NodePlace& a, const NodePlace& b) {
        return a.declaration != b.declaration   ? a.declaration < b.declaration
               : a.isRoot != b.isRoot           ? a.isRoot
               : a.range.begin != b.range.begin ? a.range.begin < b.range.begin
                                                : a.range.end > b.range.end;
    });
    std::vector<NodePlace> outer;
    for (const NodePlace& place : places_) {
        const bool isInside = !outer.empty() && outer.back().declaration == place.declaration &&
                              (outer.back().isRoot || place.range.end <= outer.back().range.end);
        if (!isInside) {
            outer.push_back(place);
        }
    }
    places_ = std::move(outer);
    last_ = places_.back().declaration;
    return success();
}

/// A piece of the text with the names of the copies in it.
Result<std::string> Copies::copied(SourceRange range) {
    std::string text;
    uint32_t done = range.begin;
    for (const NameUse& use : tree_.names.uses) {
        if (use.place.begin < range.begin || use.place.end > range.end || !use.name.hasValue()) {
            continue;
        }
        const TextName& name = tree_.names.names[use.name];
        if (const auto found = names_.find(use.name); found != names_.end()) {
            text += tree_.tree.text->slice({done, use.place.begin});
            text += found->second;
            done = use.place.end;
            continue;
        }
        const bool isGlobal =
            name.kind == TextNameKind::Input || name.kind == TextNameKind::Variable;
        if (isGlobal && tree_.names.visible(name.name, last_ + 1) != use.name) {
            return editError("`" + std::string(name.name) +
                             "` is bound again before the place of the copy: duplicate less at "
                             "once, or rename one of them");
        }
        const bool isLocal =
            name.kind == TextNameKind::Parameter || name.kind == TextNameKind::PatternField;
        if (isLocal && (name.place.begin < range.begin || name.place.end > range.end)) {
            return editError("`" + std::string(name.name) +
                             "` is known inside of its `match` only: duplicate the whole "
                             "statement");
        }
    }
    return text + std::string(tree_.tree.text->slice({done, range.end}));
}

Status Copies::add(const NodePlace& place) {
    const SyntaxNode& declaration = tree_.declaration(place.declaration);
    const TextNameId declared = tree_.names.declaredBy(place.declaration);
    std::string before;  // of the statement, up to its name
    std::string name;
    SourceRange rest{declaration.name.end, declaration.range.end};
    if (!place.isRoot) {
        const GraphNode& node = tree_.graph().nodes[place.node];
        name = node.kind == NodeKind::Call ? fresh_.ofCall(node.label)
                                           : fresh_.next(tree_.tree.text->slice(declaration.name));
        rest = place.range;
    } else if (declaration.kind == SyntaxKind::OutDecl) {
        const auto shown =
            std::find_if(tree_.names.uses.begin(), tree_.names.uses.end(),
                         [&](const NameUse& use) { return use.place == declaration.name; });
        if (shown == tree_.names.uses.end() || !names_.contains(shown->name)) {
            return success();  // it would be there twice
        }
        name = names_[shown->name];
    } else if (declared.hasValue()) {
        name = fresh_.next(tree_.names.names[declared].name);
    } else {
        return editError(tree_.shown(place.node) + " has no name: mend line " +
                         std::to_string(tree_.lineOf(declaration.range.begin)) + " first");
    }
    if (place.isRoot) {
        const Result<std::string> head = copied({declaration.range.begin, declaration.name.begin});
        if (!head.ok()) {
            return head.error();
        }
        before = *head;
    }
    const Result<std::string> tail = copied(rest);
    if (!tail.ok()) {
        return tail.error();
    }
    if (lines_.empty()) {
        const auto begin = static_cast<uint32_t>(before.size());
        select_ = {begin, begin + static_cast<uint32_t>(name.size())};
    }
    lines_.push_back(before + name + (place.isRoot ? "" : " = ") + *tail);
    if (place.isRoot && declared.hasValue()) {
        names_[declared] = name;
    }
    return success();
}

Result<GraphEdit> Copies::run() {
    for (const NodePlace& place : places_) {
        const Status added = add(place);
        if (!added.ok()) {
            return added.error();
        }
    }
    if (lines_.empty()) {
        return editError("an output is there once: duplicate what it shows with it");
    }
    std::string text;
    for (const std::string& line : lines_) {
        text += (text.empty() ? "" : std::string(tree_.lineEnd())) + line;
    }
    EditTrial trial = tried(tree_, {insertedBehind(tree_, last_, text, false)});
    const std::size_t at = trial.edits.front().text.find(text);
    const uint32_t begin = trial.edits.front().range.begin + static_cast<uint32_t>(at);
    return GraphEdit{std::move(trial.edits),
                     {begin + select_.begin, begin + select_.end},
                     std::move(trial.errors)};
}

}  // namespace

Result<GraphEdit> duplicateNodes(const Snapshot& snapshot, std::span<const NodeId> nodes) {
    const EditTree tree(snapshot);
    Copies copies(tree);
    const Status chosen = copies.choose(nodes);
    if (!chosen.ok()) {
        return chosen.error();
    }
    return copies.run();
}

}  // namespace cst
