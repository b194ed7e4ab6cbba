// Names: rename them, go to where they are defined, see where they are used.

#include "engine/session/text_groups.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_place.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/choice_popup.h"
#include "ui/shell/main_window_gestures.h"
#include "ui/shell/main_window_nodes.h"
#include "ui/shell/name_field.h"
#include "ui/shell/theme.h"

#include <algorithm>

namespace cst {

namespace {

/// Where the name of a node stands in its statement; nothing if it has none.
std::optional<uint32_t> nameOf(const Snapshot& snapshot, NodeIdentity identity) {
    const NodeId id = nodeOf(snapshot, identity);
    if (!id.hasValue() || snapshot.graph->nodes[id].name.empty()) {
        return {};
    }
    const GraphNode& node = snapshot.graph->nodes[id];
    const std::string_view text = snapshot.text->bytes();
    const bool isInside = node.kind == NodeKind::Input || node.kind == NodeKind::Output;
    std::size_t at = isInside ? node.range.begin : text.rfind('\n', node.range.begin);
    at = at == std::string_view::npos ? 0 : at;
    const auto isPart = [&](std::size_t place) {
        return place < text.size() && isNameCharacter(text[place]);
    };
    while ((at = text.find(node.name, at)) < node.range.end) {
        const bool isWhole = (at == 0 || !isPart(at - 1)) && !isPart(at + node.name.size());
        if (isWhole) {
            return static_cast<uint32_t>(at);
        }
        ++at;
    }
    return {};
}

}  // namespace

void WindowGestures::rename() {
    if (isInGraph()) {
        renameInGraph();
    } else {
        renameInText();
    }
}

void WindowGestures::openNameField(const QRect& anchor, const QString& name, const QFont& font,
                                   const std::function<Make(std::string)>& make) {
    field_->open(anchor, name, font, [this, make](const QString& newName) {
        ask({.make = make(newName.toStdString()),
             .done = [this] { field_->leave(); },
             .refused = [this](const QString& why) { field_->refuse(why); }});
    });
}

void WindowGestures::renameInGraph() {
    const std::vector<uint32_t> chosen = graph_.selectedIndices();
    if (!chosen.empty() && graph_.scene().isGroup(chosen.back())) {
        renameGroup(chosen.back());
        return;
    }
    const std::vector<NodeIdentity> nodes = nodesAtHand();
    const NodeId id = snapshot_ && !nodes.empty() ? nodeOf(*snapshot_, nodes.back()) : NodeId();
    if (!id.hasValue()) {
        refuse(tr("nothing is selected: choose what to rename"));
        return;
    }
    const GraphNode& node = snapshot_->graph->nodes[id];
    if (node.name.empty()) {
        refuse(tr("`%1` has no name: it stands inside of another step").arg(words(node.label)));
        return;
    }
    const auto make = [identity = nodes.back()](std::string name) -> Make {
        return [identity, name = std::move(name)](const Snapshot& newest) -> Result<GraphEdit> {
            const NodeId now = nodeOf(newest, identity);
            return now.hasValue() ? renameNode(newest, now, name) : goneError();
        };
    };
    openNameField(nodeInWindow(nodes.back()), words(node.name), theme_.textFont(), make);
}

/// In its header: it has no other name.
void WindowGestures::renameGroup(uint32_t node) {
    const GraphNode& row = graph_.scene().node(node);
    const std::string group(row.key.substr(row.key.find(':') + 1));  // of two of one name its own
    const auto make = [group](std::string name) -> Make {
        return [group, name = std::move(name)](const Snapshot& newest) -> Result<GraphEdit> {
            const Result<TextEdit> edit = renamedGroup(newest, group, name);
            if (!edit.ok()) {
                return edit.error();
            }
            const auto end = edit->range.begin + static_cast<uint32_t>(edit->text.size());
            const SourceRange select{edit->range.begin, end};
            return GraphEdit{{*edit}, select, {}, {}};
        };
    };
    openNameField(nodeInWindow(graph_.scene().identity(node)), words(row.name), theme_.textFont(),
                  make);
}

void WindowGestures::renameInText() {
    const uint32_t cursor = editor_.cursorOffset();
    consult<std::optional<NameUses>>(
        [cursor](const Snapshot& newest) { return usesAt(newest, cursor); },
        [this, cursor](const std::optional<NameUses>& name, Revision revision) {
            if (revision != revision_) {
                return;
            }
            if (!name) {
                refuse(tr("there is no name here: put the cursor on a variable, a parameter or a "
                          "type"));
                return;
            }
            SourceRange here = name->definition;
            for (const SourceRange use : name->uses) {
                here = use.begin <= cursor && cursor <= use.end ? use : here;
            }
            const auto make = [cursor, revision](std::string newName) -> Make {
                return [=](const Snapshot& newest) -> Result<GraphEdit> {
                    if (newest.revision != revision) {
                        return Error{"", "the text has changed meanwhile: do it again", ""};
                    }
                    return renameAt(newest, cursor, newName);
                };
            };
            const QPoint begin = inWindow(*editor_.textArea(), editor_.pointOf(here.begin));
            openNameField({begin, QSize(1, 1)}, QString::fromStdString(name->name),
                          theme_.codeFont(), make);
        });
}

/// The name at the cursor, or that of the chosen node.
std::function<std::optional<NameUses>(const Snapshot&)> WindowGestures::namesAtHand() const {
    const std::vector<NodeIdentity> nodes = graph_.selectedNodes();
    if (isInGraph() && !nodes.empty()) {
        return [node = nodes.back()](const Snapshot& newest) {
            const auto at = nameOf(newest, node);
            return at ? usesAt(newest, *at) : std::nullopt;
        };
    }
    return [cursor = editor_.cursorOffset()](const Snapshot& newest) {
        return usesAt(newest, cursor);
    };
}

void WindowGestures::goToDefinition() {
    consult<std::optional<NameUses>>(
        namesAtHand(), [this](const std::optional<NameUses>& name, Revision revision) {
            if (revision != revision_) {
                return;
            }
            if (!name) {
                refuse(tr("there is no name here that is defined in this text"));
            } else if (name->definition.empty()) {
                refuse(tr("`%1` is a function of the library: it is not defined in this text")
                           .arg(QString::fromStdString(name->name)));
            } else {
                editor_.select(name->definition);
            }
        });
}

void WindowGestures::showUses() {
    consult<std::optional<NameUses>>(
        namesAtHand(), [this](const std::optional<NameUses>& name, Revision revision) {
            if (revision != revision_) {
                return;
            }
            if (name) {
                listUses(*name);
            } else {
                refuse(tr("there is no name here whose uses could be shown"));
            }
        });
}

void WindowGestures::listUses(const NameUses& name) {
    std::vector<SourceRange> places = name.uses;
    if (!name.definition.empty()) {
        places.insert(places.begin(), name.definition);
    }
    const SourceText text(editor_.bytes());
    std::vector<ChoicePopup::Choice> choices;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const std::string_view bytes = text.bytes();
        const std::size_t before = bytes.rfind('\n', places[i].begin);
        const std::size_t begin =
            places[i].begin == 0 || before == std::string_view::npos ? 0 : before + 1;
        const std::size_t end = std::min(bytes.find('\n', places[i].begin), bytes.size());
        const bool isDefinition = i == 0 && !name.definition.empty();
        choices.push_back({tr("%1:").arg(text.line(places[i].begin)),
                           words(bytes.substr(begin, end - begin)).trimmed() +
                               (isDefinition ? tr("   (definition)") : QString()),
                           static_cast<int>(i)});
    }
    editor_.markUses(places);
    const QString shown = QString::fromStdString(name.name);
    const QPoint place = isInGraph() && !graph_.selectedNodes().empty()
                             ? nodeInWindow(graph_.selectedNodes().back()).bottomLeft()
                             : cursorInWindow() + QPoint(0, theme_.space(3));
    popup_->open(place,
                 {.title = places.size() == 1
                               ? tr("`%1` stands in one place").arg(shown)
                               : tr("`%1` stands in %2 places").arg(shown).arg(places.size()),
                  .hint = tr("Search in these lines"),
                  .empty = tr("No line holds this"),
                  .rank = ChoicePopup::among(std::move(choices)),
                  .chosen = [this, places, revision = revision_](int use) {
                      if (revision == revision_) {
                          editor_.select(places[static_cast<std::size_t>(use)]);
                      }
                  }});
}

}  // namespace cst
