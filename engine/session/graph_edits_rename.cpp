// A name may be given to something else if each name of the text then means what it means now. So
// that is what is tried: the text after the edits is read, and its names are compared one by one.

#include "engine/session/edit_tree.h"
#include "engine/session/fresh_name.h"
#include "engine/session/graph_edits.h"
#include "engine/session/text_edits.h"
#include "engine/syntax/parser.h"

#include <algorithm>

namespace cst {
namespace {

struct NameAt {
    TextNameId name;  // none: nothing is known of it
    SourceRange place;
};

/// The place that holds the offset, or else the one that ends there.
std::optional<NameAt> nameAt(const TextNames& names, uint32_t offset) {
    std::optional<NameAt> found;
    const auto look = [&](SourceRange place, TextNameId name) {
        const bool touches = place.begin <= offset && offset <= place.end && !place.empty();
        if (touches && (!found || place.contains(offset))) {
            found = NameAt{name, place};
        }
    };
    for (std::size_t i = 0; i < names.names.size(); ++i) {
        look(names.names[TextNameId(i)].place, TextNameId(i));
    }
    for (const NameUse& use : names.uses) {
        look(use.place, use.name);
    }
    return found;
}

std::string onLine(const EditTree& tree, uint32_t offset) {
    return "on line " + std::to_string(tree.lineOf(offset));
}

std::optional<Error> whyNot(const EditTree& tree, const NameAt& at, std::string_view newName) {
    if (!at.name.hasValue()) {
        return editError("`" + std::string(tree.tree.text->slice(at.place)) +
                         "` is declared nowhere: declare it first");
    }
    const TextName& name = tree.names.names[at.name];
    const std::string old = "`" + std::string(name.name) + "`";
    if (name.kind == TextNameKind::Function) {
        return editError(old + " is a function of the library: its name stays");
    }
    if (name.kind == TextNameKind::PatternField) {
        return editError(old + " is the name of a field that the pattern takes out: change it in "
                               "the type");
    }
    if (std::optional<Error> error = whyNoName(newName)) {
        return error;
    }
    const bool isGlobal = name.kind != TextNameKind::Parameter;
    if (name.kind == TextNameKind::Type && isBuiltinType(newName)) {
        return editError("`" + std::string(newName) +
                         "` is a type of the language: choose "
                         "another name");
    }
    const auto isVariable = [](TextNameKind kind) {
        return kind == TextNameKind::Input || kind == TextNameKind::Variable;
    };
    for (const TextName& other : tree.names.names) {
        const bool isSameSpace =
            other.kind == name.kind || (isVariable(other.kind) && isVariable(name.kind));
        if (isGlobal && isSameSpace && other.name == newName && newName != name.name) {
            return editError("`" + std::string(newName) + "` is taken " +
                             onLine(tree, other.place.begin) + ": choose another name");
        }
    }
    return std::nullopt;
}

/// The first place whose name would not mean what it means now.
std::optional<uint32_t> firstChange(const EditTree& before, const std::string& after) {
    const SyntaxTree tree = parse(std::make_shared<const SourceText>(after));
    const TextNames names = textNames(tree);
    const std::vector<NameUse>& were = before.names.uses;
    for (std::size_t i = 0; i < were.size(); ++i) {
        if (i >= names.uses.size() || names.uses[i].name != were[i].name) {
            return were[i].place.begin;
        }
    }
    const bool isSame = names.uses.size() == were.size() &&
                        names.names.size() == before.names.names.size() &&
                        tree.nodes.size() == before.tree.nodes.size();
    return isSame ? std::nullopt : std::optional<uint32_t>(0);
}

Result<GraphEdit> renamed(const EditTree& tree, const NameAt& at, std::string_view newName) {
    if (const std::optional<Error> error = whyNot(tree, at, newName)) {
        return *error;
    }
    GraphEdit edit;
    const TextName& name = tree.names.names[at.name];
    if (name.name != newName) {
        edit.edits.push_back({name.place, std::string(newName)});
        for (const NameUse& use : tree.names.uses) {
            if (use.name == at.name) {
                edit.edits.push_back({use.place, std::string(newName)});
            }
        }
        edit.edits = orderedEdits(std::move(edit.edits));
        const std::optional<uint32_t> change =
            firstChange(tree, appliedEdits(tree.bytes(), edit.edits));
        if (change) {
            return editError("with `" + std::string(newName) + "` the name " +
                             onLine(tree, *change) +
                             " would mean something else: choose another one");
        }
    }
    const uint32_t end = placeAfter(at.place.end, edit.edits);
    edit.select = {end - static_cast<uint32_t>(newName.size()), end};
    return edit;
}

}  // namespace

std::optional<NameUses> usesAt(const Snapshot& snapshot, uint32_t offset) {
    const EditTree tree(snapshot);
    const std::optional<NameAt> at = nameAt(tree.names, offset);
    if (!at || !at->name.hasValue()) {
        return std::nullopt;
    }
    const TextName& name = tree.names.names[at->name];
    NameUses result{std::string(name.name), name.place, {}};
    for (const NameUse& use : tree.names.uses) {
        if (use.name == at->name) {
            result.uses.push_back(use.place);
        }
    }
    return result;
}

Result<GraphEdit> renameAt(const Snapshot& snapshot, uint32_t offset, std::string_view newName) {
    const EditTree tree(snapshot);
    const std::optional<NameAt> at = nameAt(tree.names, offset);
    if (!at) {
        return editError("there is no name here: put the cursor on a variable, a parameter or a "
                         "type");
    }
    return renamed(tree, *at, newName);
}

Result<GraphEdit> renameNode(const Snapshot& snapshot, NodeId node, std::string_view newName) {
    const EditTree tree(snapshot);
    const Result<NodePlace> place = tree.placeOf(node);
    if (!place.ok()) {
        return place.error();
    }
    if (!place->isRoot) {
        return editError(tree.shown(node) + " has no name: it stands inside of another step");
    }
    const SourceRange name = tree.declaration(place->declaration).name;
    const std::optional<NameAt> at = nameAt(tree.names, name.begin);
    if (name.empty() || !at) {
        return editError(tree.shown(node) + " has no name that could be read: mend its line first");
    }
    return renamed(tree, *at, newName);
}

}  // namespace cst
