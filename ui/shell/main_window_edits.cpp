// Commands that edit the text otherwise than by typing, the menu of the graph, and what the
// selection there has to do with the text.

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_export.h"
#include "ui/shell/main_window_gestures.h"
#include "ui/shell/main_window_inspector.h"
#include "ui/shell/modules_view.h"
#include "ui/shell/pane_title.h"

#include <QAction>
#include <QKeySequence>
#include <QMenu>
#include <QTabWidget>

namespace cst {

void MainWindow::buildGestures() {
    gestures_ = new WindowGestures({theme_, *bridge_, *editor_, *graph_, *this}, this);
    connect(modules_, &ModulesView::chosen, gestures_,
            [this](const QString& function) { gestures_->addCallOf(function); });
    connect(gestures_, &WindowGestures::nodePlaced, this,
            [this](NodeIdentity node, LayoutPoint place) {
                bridge_->arrange(document_, {.pins = {{node, place}}});
            });
    inspection_ = new WindowInspector({*bridge_, *editor_, *graph_, *inspector_}, this);
    connect(inspection_, &WindowInspector::opened, this, &MainWindow::showInspector);
    connect(gestures_, &WindowGestures::nodeHoveredInText, inspection_, &WindowInspector::tellOf);
}

void MainWindow::buildNameActions(QMenu* menu) {
    renameAction_ =
        addCommand(menu, tr("Re&name…"), QStringLiteral("F2"), [this] { gestures_->rename(); });
    addCommand(menu, tr("Go to &Definition"), QStringLiteral("F12"),
               [this] { gestures_->goToDefinition(); });
    usesAction_ = addCommand(menu, tr("Show All &Uses"), QStringLiteral("Shift+F12"),
                             [this] { gestures_->showUses(); });
}

/// Its keys belong to the graph: in the text they are keys of the text.
QAction* MainWindow::addGraphCommand(QMenu* menu, const QString& text, const QString& keys,
                                     std::function<void()> run) {
    QAction* action = addCommand(menu, text, keys, std::move(run));
    action->setShortcutContext(Qt::WidgetShortcut);
    graph_->addAction(action);
    return action;
}

void MainWindow::buildGraphActions(QMenu* menu) {
    addCallAction_ = addGraphCommand(menu, tr("&Add Call…"), QStringLiteral("Ins; A"),
                                     [this] { gestures_->addCall(std::nullopt); });
    connectAction_ = addGraphCommand(menu, tr("Connect…"), QStringLiteral("C"),
                                     [this] { gestures_->connectChosen(); });
    connectAction_->setToolTip(tr("The node that was chosen first to the one chosen last"));
    disconnectAction_ = addGraphCommand(menu, tr("Disconnect…"), QStringLiteral("Shift+C"),
                                        [this] { gestures_->disconnectChosen(); });
    duplicateAction_ = addGraphCommand(menu, tr("Dupl&icate"), QStringLiteral("Ctrl+D"),
                                       [this] { gestures_->duplicate(); });
    guardAction_ = addGraphCommand(menu, tr("&Wrap in a Guard"), QStringLiteral("Ctrl+G"),
                                   [this] { gestures_->guard(); });
    inspectAction_ = addGraphCommand(menu, tr("&Inspect Value"), QStringLiteral("I"),
                                     [this] { showInspector(); });
    deleteAction_ = addGraphCommand(menu, tr("D&elete"), QStringLiteral("Del; Backspace"),
                                    [this] { gestures_->remove(); });
    addGraphCommand(menu, tr("Copy Picture"), QStringLiteral("Ctrl+Shift+C"),
                    [this] { export_->copyPicture(); });
    copyNameAction_ = new QAction(tr("Copy Name"), this);
    connect(copyNameAction_, &QAction::triggered, graph_, &GraphView::copy);
}

/// The focus stays where it is.
void MainWindow::showInspector() {
    tabs_->setCurrentIndex(InspectorTab);
}

void MainWindow::showGraphMenu(QPoint place) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("graphMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool hasNodes = !graph_->selectedNodes().empty();
    if (hasNodes) {
        menu->addActions({inspectAction_, runToHereAction_, limitAction_});
        menu->addSeparator();
        menu->addActions({renameAction_, usesAction_, copyNameAction_});
        menu->addSeparator();
        menu->addActions(
            {addCallAction_, connectAction_, disconnectAction_, duplicateAction_, guardAction_});
        menu->addSeparator();
        menu->addActions({foldGroupAction_, foldStatementAction_});
        menu->addSeparator();
        menu->addAction(deleteAction_);
    } else if (graph_->selectedEdge()) {
        menu->addActions({inspectAction_, deleteAction_});
    } else {
        menu->addAction(addCallAction_);
        QAction* all = menu->addAction(tr("Select All"), graph_, &GraphView::selectAll);
        QAction* fit = menu->addAction(tr("Fit Graph"), graph_, &GraphView::fit);
        all->setEnabled(graph_->nodeCount() > 0);
        fit->setEnabled(graph_->nodeCount() > 0);
    }
    menu->popup(place);
}

void MainWindow::showRelations() {
    deleteAction_->setText(graph_->selectedEdge() ? tr("Disconn&ect") : tr("D&elete"));
    std::vector<uint32_t> needed, users;
    std::vector<SourceRange> chosen;
    const std::vector<NodeMark>& marks = graph_->marks();
    const SnapshotPtr& shown = graph_->shownSnapshot();
    if (shown && shown->revision == revision_ && marks.size() == shown->shown.size()) {
        for (std::size_t i = 0; i < marks.size(); ++i) {
            const GraphNode& node = shown->graph->nodes.rows()[i];
            if (shown->shown[i].ghost || node.name.empty()) {
                continue;
            }
            if (marks[i].isChosen) {
                chosen.push_back({std::min(node.range.begin, shown->text->lineStart(node.line)),
                                  node.range.end});
                continue;
            }
            // An input begins with what stands above its line.
            const uint32_t line =
                node.kind == NodeKind::Input ? shown->text->line(node.range.end) : node.line;
            if (marks[i].isNeeded) {
                needed.push_back(line);
            }
            if (marks[i].isUser) {
                users.push_back(line);
            }
        }
    }
    // Nothing is chosen most of the time, and this is asked with every move of the cursor.
    if (chosen.size() < 2) {
        chosen.clear();  // one is selected in the text
    }
    const bool hasMarks = !needed.empty() || !users.empty() || !chosen.empty();
    if (hasMarks || hasRelationMarks_) {
        editor_->markRelations(needed, users);
        editor_->markChosen(std::move(chosen));
    }
    hasRelationMarks_ = hasMarks;
    const auto count = static_cast<int>(graph_->selectedNodes().size());
    const GraphView::Relations relations = graph_->relations();
    graphTitle_->setTitle(tr("Graph"), count == 0 ? QString()
                                                  : tr("%1 selected   ◂ needs %2   ▸ used by %3")
                                                        .arg(count)
                                                        .arg(relations.needed)
                                                        .arg(relations.users));
}

}  // namespace cst
