// Gestures on nodes: delete, duplicate, guard, connect, disconnect, add a call.

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/node_ports.h"
#include "ui/shell/banner.h"
#include "ui/shell/choice_popup.h"
#include "ui/shell/main_window_gestures.h"
#include "ui/shell/main_window_nodes.h"
#include "ui/shell/theme.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace cst {

namespace {

constexpr std::size_t kNamedUses = 8;
constexpr std::size_t kOffered = 200;
constexpr qsizetype kLongestCode = 60;  // characters; a literal may be megabytes long

/// In backticks, on one line.
QString code(const std::string& text) {
    const QString line = QString::fromStdString(text).simplified();
    return QLatin1Char('`') +
           (line.size() <= kLongestCode ? line : line.left(kLongestCode) + QChar(0x2026)) +
           QLatin1Char('`');
}

/// `abs` is used by `total` in line 5: `0` will stand in its place
QString fate(const LostUse& use) {
    if (!use.instead->empty()) {
        return WindowGestures::tr(": %1 will stand in its place").arg(code(*use.instead));
    }
    return use.goesWithIt.empty()
               ? WindowGestures::tr(": nothing will stand in its place")
               : WindowGestures::tr(": %1 goes, and nothing will stand in its place")
                     .arg(code(use.goesWithIt));
}

/// `clean` is used by `total` in line 5
QString sentence(const LostUse& use) {
    const QString user = use.user.empty() ? WindowGestures::tr("in line %1").arg(use.line)
                                          : WindowGestures::tr("by `%1` in line %2")
                                                .arg(QString::fromStdString(use.user))
                                                .arg(use.line);
    const QString used = WindowGestures::tr("%1 is used %2").arg(code(use.name), user);
    if (use.instead) {
        return used + fate(use);
    }
    return use.earlierLine == 0 ? used
                                : WindowGestures::tr("%1, and would then mean that of line %2")
                                      .arg(used)
                                      .arg(use.earlierLine);
}

}  // namespace

// ---- delete ----------------------------------------------------------------------------------

void WindowGestures::remove() {
    if (const auto edge = graph_.selectedEdge(); edge && isInGraph()) {
        disconnect(edge->to, edge->port);
        return;
    }
    notice_->hide();
    const std::vector<NodeIdentity> nodes = nodesAtHand();
    using Loss = std::pair<std::vector<LostUse>, std::vector<std::string>>;
    consult<Loss>(
        [nodes](const Snapshot& newest) {
            const std::vector<NodeId> gone = nodesOf(newest, nodes);
            return Loss(usesOf(newest, gone), removedWith(newest, gone));
        },
        [this, nodes](const Loss& loss, Revision) {
            if (loss.first.empty()) {
                removeAll(nodes, Users::Keep);
            } else {
                askWhetherToRemove(nodes, loss.first, loss.second);
            }
        });
}

void WindowGestures::removeAll(const std::vector<NodeIdentity>& nodes, Users users) {
    ask({.make = [nodes, users](const Snapshot& newest) {
        return removeNodes(newest, nodesOf(newest, nodes), users);
    }});
}

void WindowGestures::askWhetherToRemove(const std::vector<NodeIdentity>& nodes,
                                        const std::vector<LostUse>& uses,
                                        const std::vector<std::string>& others) {
    QStringList lines;
    for (std::size_t i = 0; i < std::min(uses.size(), kNamedUses); ++i) {
        const QString line = sentence(uses[i]);
        if (!lines.contains(line)) {
            lines.append(line);
        }
    }
    if (uses.size() > kNamedUses) {
        lines.append(tr("and %n more", "", static_cast<int>(uses.size() - kNamedUses)));
    }
    QStringList gone;
    for (std::size_t i = 0; i < std::min(others.size(), kNamedUses); ++i) {
        gone.append(QLatin1Char('`') + QString::fromStdString(others[i]) + QLatin1Char('`'));
    }
    if (others.size() > kNamedUses) {
        gone.append(tr("and %n more", "", static_cast<int>(others.size() - kNamedUses)));
    }
    lines.append(QString());
    lines.append(tr("All that uses it: %1").arg(gone.join(QStringLiteral(", "))));
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("Delete"), tr("What you delete is still used:"),
                        QMessageBox::Cancel, &window_);
    box->setObjectName(QStringLiteral("deleteQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(lines.join(QLatin1Char('\n')));
    QPushButton* keeps = box->addButton(tr("Delete"), QMessageBox::AcceptRole);
    keeps->setObjectName(QStringLiteral("deleteOnly"));
    if (std::any_of(uses.begin(), uses.end(), [](const LostUse& use) { return !use.instead; })) {
        keeps->setToolTip(tr("What uses it does not compile until it gets another value"));
    }
    QPushButton* removes =
        box->addButton(tr("Delete With All That Uses It"), QMessageBox::DestructiveRole);
    removes->setObjectName(QStringLiteral("deleteUsers"));
    box->setDefaultButton(keeps);  // no mnemonics: in a box a letter alone presses a button
    QObject::connect(keeps, &QPushButton::clicked, this,
                     [this, nodes] { removeAll(nodes, Users::Keep); });
    QObject::connect(removes, &QPushButton::clicked, this,
                     [this, nodes] { removeAll(nodes, Users::Remove); });
    box->setWindowModality(Qt::WindowModal);
    box->open();
}

// ---- duplicate, guard ------------------------------------------------------------------------

void WindowGestures::duplicate() {
    ask({.make =
             [nodes = nodesAtHand()](const Snapshot& newest) {
                 return duplicateNodes(newest, nodesOf(newest, nodes));
             },
         .choosesNew = true});
}

namespace {

/// What the chosen folded groups stand for.
std::vector<NodeIdentity> membersOfChosen(const GraphView& graph) {
    std::vector<NodeIdentity> members;
    for (const uint32_t node : graph.selectedIndices()) {
        if (graph.scene().isGroup(node)) {
            const auto within = graph.scene().members(node);
            members.insert(members.end(), within.begin(), within.end());
        }
    }
    return members;
}

}  // namespace

void WindowGestures::guard() {
    std::vector<NodeIdentity> together =
        isInGraph() ? membersOfChosen(graph_) : std::vector<NodeIdentity>();
    ask({.make =
             [nodes = nodesAtHand(), together = std::move(together)](const Snapshot& newest) {
                 return guardNodes(newest, nodesOf(newest, nodes), nodesOf(newest, together));
             },
         .done = [this] { editor_.setFocus(); }});  // the condition is typed next
}

// ---- connect, disconnect ---------------------------------------------------------------------

void WindowGestures::connect(NodeIdentity from, NodeIdentity to, uint32_t port) {
    ask({.make = [=](const Snapshot& newest) -> Result<GraphEdit> {
        const NodeId source = nodeOf(newest, from), consumer = nodeOf(newest, to);
        return source.hasValue() && consumer.hasValue()
                   ? connectNodes(newest, source, consumer, port)
                   : goneError();
    }});
}

void WindowGestures::disconnect(NodeIdentity to, uint32_t port) {
    if (port >= kFoldedPort) {
        refuse(tr("this line goes to a node that is folded: unfold it first (F for a group, N for "
                  "nested nodes)"));
        return;
    }
    ask({.make = [=](const Snapshot& newest) -> Result<GraphEdit> {
        const NodeId consumer = nodeOf(newest, to);
        return consumer.hasValue() ? disconnectPort(newest, consumer, port) : goneError();
    }});
}

namespace {

std::vector<ChoicePopup::Choice> choicesOf(const std::vector<NodePort>& ports) {
    std::vector<ChoicePopup::Choice> choices;
    for (const NodePort& port : ports) {
        choices.push_back({port.name, port.type + QStringLiteral("  ← ") + port.source,
                           static_cast<int>(port.port), !port.fits});
    }
    return choices;
}

}  // namespace

void WindowGestures::connectChosen() {
    const std::vector<NodeIdentity> nodes = graph_.selectedNodes();
    if (!snapshot_ || nodes.size() != 2) {
        refuse(tr("choose two nodes: first the one whose value is wanted, then, with Ctrl held, "
                  "the one that shall take it"));
        return;
    }
    const NodeIdentity from = nodes.front(), to = nodes.back();
    const NodeId source = nodeOf(*snapshot_, from), consumer = nodeOf(*snapshot_, to);
    if (!source.hasValue() || !consumer.hasValue()) {
        return;
    }
    std::vector<NodePort> ports = portsOf(*snapshot_, consumer.index, source.index);
    std::stable_sort(ports.begin(), ports.end(),
                     [](const NodePort& a, const NodePort& b) { return a.fits && !b.fits; });
    const auto& rows = snapshot_->graph->nodes;
    popup_->open(
        nodeInWindow(to).bottomLeft(),
        {.title = tr("Connect `%1` to a parameter of `%2`")
                      .arg(words(rows[source].key), words(rows[consumer].key)),
         .hint = tr("Name of the parameter"),
         .empty = tr("It takes no value of this name"),
         .rank = ChoicePopup::among(choicesOf(ports)),
         .chosen = [this, from, to](int port) { connect(from, to, static_cast<uint32_t>(port)); }});
}

void WindowGestures::disconnectChosen() {
    if (const auto edge = graph_.selectedEdge()) {
        disconnect(edge->to, edge->port);
        return;
    }
    const std::vector<NodeIdentity> nodes = nodesAtHand();
    const NodeId node = snapshot_ && !nodes.empty() ? nodeOf(*snapshot_, nodes.back()) : NodeId();
    if (!node.hasValue()) {
        refuse(tr("nothing is selected: choose the node that shall take no value any more"));
        return;
    }
    const std::vector<NodePort> ports = portsOf(*snapshot_, node.index, std::nullopt);
    if (ports.empty()) {
        refuse(tr("`%1` takes no value").arg(words(snapshot_->graph->nodes[node].key)));
        return;
    }
    popup_->open(
        nodeInWindow(nodes.back()).bottomLeft(),
        {.title =
             tr("Disconnect a parameter of `%1`").arg(words(snapshot_->graph->nodes[node].key)),
         .hint = tr("Name of the parameter"),
         .empty = tr("It takes no value of this name"),
         .rank = ChoicePopup::among(choicesOf(ports)),
         .chosen = [this, to = nodes.back()](int port) {
             disconnect(to, static_cast<uint32_t>(port));
         }});
}

// ---- add a call ------------------------------------------------------------------------------

void WindowGestures::addCall(std::optional<QPoint> place) {
    if (!snapshot_) {
        return;
    }
    const std::vector<NodeIdentity> nodes = graph_.selectedNodes();
    const NodeId only = nodes.size() == 1 ? nodeOf(*snapshot_, nodes.front()) : NodeId();
    const auto rank = [functions = snapshot_->functions, types = snapshot_->types,
                       type = only.hasValue() ? snapshot_->graph->nodes[only].type
                                              : TypeId()](const QString& typed) {
        std::vector<ChoicePopup::Choice> choices;
        const auto takesIt = [&](const ChoicePopup::Choice& choice) {
            return canTake(*types, (*functions)[FunctionId(static_cast<uint32_t>(choice.id))],
                           type);
        };
        for (const CompletionMatch& match : functions->complete(typed.toStdString(), kOffered)) {
            const Signature& one = (*functions)[FunctionId(match.index)];
            choices.push_back({QString::fromStdString(one.name),
                               QString::fromStdString(parametersText(one, *types)) +
                                   QStringLiteral("   ") + QString::fromStdString(one.nameSpace),
                               static_cast<int>(match.index)});
        }
        // What can take the value first, else in the order of the names.
        if (type.hasValue()) std::stable_partition(choices.begin(), choices.end(), takesIt);
        return choices;
    };
    const std::size_t chosen = nodes.size();
    const QPoint middle(graph_.width() / 2 - 230, graph_.height() / 6);
    popup_->open(
        inWindow(graph_, place.value_or(middle)),
        {.title = chosen == 0   ? tr("Add a call")
                  : chosen == 1 ? tr("Add a call that takes the selected value")
                                : tr("Add a call that takes the %1 selected values").arg(chosen),
         .hint = tr("Name of a function"),
         .empty = tr("No function has such a name"),
         .rank = rank,
         .chosen = [this, place](int function) {
             addCallOf(FunctionId(static_cast<uint32_t>(function)), graph_.selectedNodes(), place);
         }});
}

void WindowGestures::addCallOf(FunctionId function, const std::vector<NodeIdentity>& nodes,
                               std::optional<QPoint> place) {
    const auto world =
        place ? std::optional(graph_.camera().toWorld(QPointF(*place))) : std::nullopt;
    ask({.make =
             [function, nodes](const Snapshot& newest) {
                 return cst::addCall(newest, function, nodesOf(newest, nodes));
             },
         .choosesNew = true,
         .at = world});
}

namespace {

FunctionId functionOf(const SnapshotPtr& snapshot, const QString& qualifiedName) {
    return snapshot ? snapshot->functions->byQualifiedName(qualifiedName.toStdString())
                    : FunctionId();
}

}  // namespace

/// On a node: the call takes its value. Elsewhere it stands there, and takes what is chosen.
void WindowGestures::dropCallOf(const QString& qualifiedName, QPoint place) {
    const FunctionId function = functionOf(snapshot_, qualifiedName);
    if (!function.hasValue()) {
        return;
    }
    graph_.setFocus();
    if (const auto node = graph_.nodeAtPlace(place)) {
        addCallOf(function, {*node}, std::nullopt);
    } else {
        addCallOf(function, graph_.selectedNodes(), place);
    }
}

void WindowGestures::addCallOf(const QString& qualifiedName) {
    const FunctionId function = functionOf(snapshot_, qualifiedName);
    if (function.hasValue()) {
        graph_.setFocus();
        addCallOf(function, graph_.selectedNodes(), std::nullopt);
    }
}

}  // namespace cst
