#include "ui/shell/main_window_look.h"

#include "engine/session/arrangement.h"
#include "engine/session/text_groups.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_gestures.h"
#include "ui/shell/settings.h"

#include <QAction>
#include <QMenu>

#include <algorithm>
#include <set>
#include <utility>

namespace cst {

WindowLook::WindowLook(SessionBridge& bridge, GraphView& graph, Settings& settings, QObject* parent)
    : QObject(parent), bridge_(bridge), graph_(graph), settings_(settings) {
    connect(&graph, &GraphView::unfoldRequested, this, &WindowLook::unfold);
    connect(&graph, &GraphView::foldRequested, this, &WindowLook::foldGroup);
    connect(&graph, &GraphView::shown, this, &WindowLook::followNames);
    connect(&graph, &GraphView::shown, this, [this] {
        const auto first =
            chosenAfter_.empty() ? std::nullopt : graph_.scene().find(chosenAfter_.front());
        if (first && !graph_.scene().isGroup(*first)) {
            graph_.selectNodes(std::exchange(chosenAfter_, {}));
        }
    });
    graph.showLegend(settings.showsLegend());
}

void WindowLook::documentShown(uint64_t document, const QString& path) {
    path_ = path;
    if (document != document_) {
        looks_.insert_or_assign(document_, look_);
        document_ = document;
        const auto before = looks_.find(document);
        look_ = before == looks_.end() ? GraphLook{} : before->second;
        if (before == looks_.end()) {
            for (const QString& group : settings_.foldedGroups(path)) {
                look_.foldedGroups.insert(group.toStdString());
            }
        }
        look_.wish = ++wishes_;
    }
    look_.flow = settings_.isTopDown() ? LayoutFlow::TopDown : LayoutFlow::LeftToRight;
    look_.foldsStatements = settings_.foldsStatements();
    bridge_.setLook(document_, look_);
    emit changed();
}

void WindowLook::apply() {
    keepNames();
    look_.wish = ++wishes_;
    bridge_.setLook(document_, look_);
    emit changed();
}

void WindowLook::keepNames() {
    QStringList folded;
    for (const std::string& group : look_.foldedGroups) {
        folded.append(QString::fromStdString(group));
    }
    settings_.setFoldedGroups(path_, folded);
}

/// What is folded may be called otherwise in the text that is shown now.
void WindowLook::followNames() {
    const SnapshotPtr& whole = graph_.wholeSnapshot();
    if (!whole || !whole->arrangement || whole->arrangement->look.wish != look_.wish) {
        return;  // another document's, or of before the last wish
    }
    const std::set<std::string>& now = whole->arrangement->look.foldedGroups;
    if (now != look_.foldedGroups) {
        look_.foldedGroups = now;
        keepNames();
    }
}

void WindowLook::setTopDown(bool isTopDown) {
    settings_.setTopDown(isTopDown);
    look_.flow = isTopDown ? LayoutFlow::TopDown : LayoutFlow::LeftToRight;
    apply();
}

void WindowLook::setFoldsStatements(bool folds) {
    settings_.setFoldsStatements(folds);
    look_.foldsStatements = folds;
    look_.otherwise.clear();
    apply();
}

std::set<std::string> WindowLook::groupsOfChosen() {
    const SnapshotPtr& shown = graph_.shownSnapshot();
    const std::vector<uint32_t> chosen = graph_.selectedIndices();
    if (!shown || chosen.empty()) {
        emit refused(tr("nothing is selected: choose a node of the group that is meant"));
        return {};
    }
    const std::vector<TextGroup> groups = textGroups(*shown);
    std::set<std::string> names;
    for (const uint32_t node : chosen) {
        const SourceRange range = shown->graph->nodes[NodeId(node)].range;
        if (const TextGroup* group = groupAt(groups, range.begin)) {
            names.insert(group->name);
        }
    }
    if (names.empty()) {
        emit refused(tr("it is in no group: a line `# === name ===` in the text starts one"));
    }
    return names;
}

void WindowLook::selectGroups() {
    std::vector<NodeIdentity> nodes;
    for (const std::string& group : groupsOfChosen()) {
        for (const uint32_t node : graph_.groupFrames().nodesOf(group)) {
            nodes.push_back(graph_.scene().identity(node));
        }
    }
    if (!nodes.empty()) {
        graph_.selectNodes(std::move(nodes));
    }
}

void WindowLook::foldGroup(const std::string& group) {
    look_.foldedGroups.insert(group);
    apply();
}

void WindowLook::toggleGroups() {
    const std::set<std::string> names = groupsOfChosen();
    if (names.empty()) {
        return;
    }
    const bool unfolds = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return look_.foldedGroups.contains(name);
    });
    if (unfolds) {
        chosenAfter_ = graph_.selectedNodes();  // those within: the same key folds them again
    }
    for (const std::string& name : names) {
        if (unfolds) {
            look_.foldedGroups.erase(name);
        } else {
            look_.foldedGroups.insert(name);
        }
    }
    apply();
}

void WindowLook::toggleAllGroups() {
    const SnapshotPtr& shown = graph_.shownSnapshot();
    std::set<std::string> names;
    if (shown) {
        for (const TextGroup& group : textGroups(*shown)) {
            names.insert(group.name);
        }
    }
    if (names.empty()) {
        emit refused(tr("there are no groups: a line `# === name ===` in the text starts one"));
        return;
    }
    const bool unfolds = std::includes(look_.foldedGroups.begin(), look_.foldedGroups.end(),
                                       names.begin(), names.end());
    look_.foldedGroups = unfolds ? std::set<std::string>() : names;
    apply();
}

void WindowLook::toggleStatements() {
    const SnapshotPtr& shown = graph_.shownSnapshot();
    std::set<NodeIdentity> statements;
    for (const uint32_t chosen : graph_.selectedIndices()) {
        const auto& nodes = shown->graph->nodes;
        const std::string_view key = nodes[NodeId(chosen)].key;
        const std::string_view root = key.substr(0, key.find('/'));
        const bool isFolded = !shown->members.empty() && !shown->members[chosen].empty();
        bool hasParts = isFolded && nodes[NodeId(chosen)].kind != NodeKind::Group;
        std::optional<NodeIdentity> statement;
        for (uint32_t i = 0; i < nodes.size(); ++i) {
            const std::string_view other = nodes[NodeId(i)].key;
            if (other == root) {
                statement = shown->shown[i].identity;
            }
            hasParts = hasParts || (other.size() > root.size() && other.starts_with(root) &&
                                    other[root.size()] == '/');
        }
        if (statement && hasParts) {
            statements.insert(*statement);
        }
    }
    if (graph_.selectedIndices().empty()) {
        emit refused(tr("nothing is selected: choose a node that has others nested in it"));
        return;
    }
    if (statements.empty()) {
        emit refused(tr("nothing is nested in what is selected: there is nothing to fold"));
        return;
    }
    const bool folds = std::any_of(statements.begin(), statements.end(),
                                   [&](NodeIdentity one) { return !look_.folds(one); });
    for (const NodeIdentity one : statements) {
        if (folds == look_.foldsStatements) {
            look_.otherwise.erase(one);
        } else {
            look_.otherwise.insert(one);
        }
    }
    apply();
}

void WindowLook::unfold(NodeIdentity node) {
    const SnapshotPtr& shown = graph_.shownSnapshot();
    for (uint32_t i = 0; i < shown->shown.size(); ++i) {
        if (shown->shown[i].identity != node) {
            continue;
        }
        const GraphNode& row = shown->graph->nodes[NodeId(i)];
        if (row.kind == NodeKind::Group) {
            look_.foldedGroups.erase(std::string(row.name));
        } else if (look_.foldsStatements) {
            look_.otherwise.insert(node);
        } else {
            look_.otherwise.erase(node);
        }
        apply();
        return;
    }
}

void MainWindow::buildLookActions(QMenu* menu) {
    look_ = new WindowLook(*bridge_, *graph_, settings_, this);
    connect(look_, &WindowLook::refused, gestures_, &WindowGestures::refuse);
    QAction* down =
        addCommand(menu, tr("Graph From Top to &Bottom"), QStringLiteral("Ctrl+Alt+B"),
                   [this] { look_->setTopDown(look_->look().flow != LayoutFlow::TopDown); });
    down->setCheckable(true);
    QAction* legend = addGraphCommand(menu, tr("&Legend of Types"), QStringLiteral("L"), [this] {
        settings_.setShowsLegend(!settings_.showsLegend());
        graph_->showLegend(settings_.showsLegend());
    });
    legend->setCheckable(true);
    legend->setChecked(settings_.showsLegend());
    menu->addSeparator();
    foldGroupAction_ = addGraphCommand(menu, tr("Fold or Unfold &Group"), QStringLiteral("F"),
                                       [this] { look_->toggleGroups(); });
    addGraphCommand(menu, tr("&Select Group"), QStringLiteral("G"),
                    [this] { look_->selectGroups(); });
    addGraphCommand(menu, tr("Fold or Unfold &All Groups"), QStringLiteral("Shift+F"),
                    [this] { look_->toggleAllGroups(); });
    foldStatementAction_ =
        addGraphCommand(menu, tr("Fold or &Unfold Nested Nodes"), QStringLiteral("N"),
                        [this] { look_->toggleStatements(); });
    QAction* statements =
        addGraphCommand(menu, tr("Fold A&ll Nested Nodes"), QStringLiteral("Shift+N"),
                        [this] { look_->setFoldsStatements(!look_->look().foldsStatements); });
    statements->setCheckable(true);
    connect(look_, &WindowLook::changed, this, [this, down, statements] {
        down->setChecked(look_->look().flow == LayoutFlow::TopDown);
        statements->setChecked(look_->look().foldsStatements);
    });
}

}  // namespace cst
