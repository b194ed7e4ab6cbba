#include "ui/graph/graph_accessible.h"

#include "ui/graph/graph_view.h"
#include "ui/graph/node_tip.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QHash>
#include <QPointer>
#include <QWindow>

#include <algorithm>
#include <utility>

// Qt asks for interfaces by index of a child and keeps them by number until told that they are
// gone. Ours hang on identities, so that one stays with its node while the text changes; those of
// nodes that are gone are given up when the next child is asked for.

namespace cst {

namespace {

/// What is painted on the canvas and no widget of its own: a child without children, with actions.
class PaintedAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    explicit PaintedAccessible(GraphView& view) : view_(&view) {}

    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return view_ ? view_->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override {
        return view_ ? QAccessible::queryAccessibleInterface(view_) : nullptr;
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

protected:
    /// A rectangle of the view, on the screen.
    QRect onScreen(const QRect& inView) const {
        return {view_->mapToGlobal(inView.topLeft()), inView.size()};
    }

    QPointer<GraphView> view_;
};

class NodeAccessible : public PaintedAccessible {
public:
    NodeAccessible(GraphView& view, NodeIdentity identity)
        : PaintedAccessible(view), identity_(identity) {}

    bool isValid() const override { return node().has_value(); }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override;
    QRect rect() const override;
    QAccessible::State state() const override;

    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString& name) override;

    NodeIdentity identity() const { return identity_; }
    std::optional<uint32_t> node() const {
        return view_ ? view_->scene().find(identity_) : std::nullopt;
    }

private:
    NodeIdentity identity_;
};

/// The state, the time, and what went wrong.
QString stateText(const GraphView& view, uint32_t node) {
    const NodeBadge& badge = view.badges()[node];
    if (!badge.shown || !view.shownRun()) {
        return QCoreApplication::translate("cst::GraphAccessible", "has not run");
    }
    const RunSnapshot& run = *view.shownRun();
    QStringList parts;
    if (!badge.broken) parts.append(statusText(badge.status));
    const QString words =
        badgeText(badge, view.runBadges().timeUs(badge, RunBadges::Clock::now()), run);
    if (!words.isEmpty() && !parts.contains(words)) parts.append(words);
    if (const ComparedTime* change = view.profile().change(node)) {
        parts.append(nodeChangeText(*change));
    }
    const int32_t error = run.nodes[badge.runNode].error;
    if (error >= 0) {
        parts.append(QString::fromStdString(run.errors[static_cast<std::size_t>(error)].message));
    }
    return parts.join(QStringLiteral(", "));
}

QString NodeAccessible::text(QAccessible::Text kind) const {
    const auto node = this->node();
    if (!node) return {};
    const GraphScene& scene = view_->scene();
    switch (kind) {
    case QAccessible::Name: {
        QString name = nodeSentence(*scene.snapshot(), *node, {}, 0, nullptr);
        const NodeKind is = scene.node(*node).kind;
        const bool isPort = is == NodeKind::Input || is == NodeKind::Output;
        if (!isPort && !scene.label(*node).isEmpty()) {
            name += QStringLiteral(", ") + scene.label(*node);
        }
        return name;
    }
    case QAccessible::Description: return stateText(*view_, *node);
    case QAccessible::Value: {
        const NodeBadge& badge = view_->badges()[*node];
        return badge.shown && view_->shownRun()
                   ? QString::fromStdString(view_->shownRun()->nodes[badge.runNode].preview)
                   : QString();
    }
    default: return {};
    }
}

QRect NodeAccessible::rect() const {
    if (!isValid()) return {};
    return onScreen(view_->nodeRectOf(identity_));
}

QAccessible::State NodeAccessible::state() const {
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.focusable = state.selectable = state.multiSelectable = true;
    const std::vector<NodeIdentity> chosen = view_->selectedNodes();
    state.selected = std::find(chosen.begin(), chosen.end(), identity_) != chosen.end();
    state.focused = view_->hasFocus() && !chosen.empty() && chosen.back() == identity_;
    state.active = state.focused;
    state.offscreen = !view_->rect().intersects(view_->nodeRectOf(identity_));
    state.invisible = !view_->isVisible();
    return state;
}

void NodeAccessible::doAction(const QString& name) {
    if (!isValid()) return;
    if (name == pressAction()) {
        view_->goTo(identity_, false);
    } else if (name == setFocusAction()) {
        view_->setFocus();
        view_->selectNodes({identity_});
    }
}

/// What of a group that is not folded stands on the canvas.
class GroupAccessible : public PaintedAccessible {
public:
    GroupAccessible(GraphView& view, std::string group)
        : PaintedAccessible(view), group_(std::move(group)) {}

    bool isValid() const override { return !nodes().empty(); }
    QAccessible::Role role() const override { return QAccessible::Grouping; }

    QString text(QAccessible::Text kind) const override;
    QRect rect() const override;
    QAccessible::State state() const override;

    QStringList actionNames() const override { return {pressAction(), toggleAction()}; }
    QString localizedActionDescription(const QString& name) const override {
        return name == pressAction()
                   ? QCoreApplication::translate("cst::GraphAccessible", "Chooses its nodes")
                   : QCoreApplication::translate("cst::GraphAccessible", "Folds it into one node");
    }
    void doAction(const QString& name) override;

    const std::string& group() const { return group_; }

private:
    std::vector<uint32_t> nodes() const {
        return view_ ? view_->groupFrames().nodesOf(group_) : std::vector<uint32_t>();
    }

    std::string group_;
};

/// "2 done, 1 failed", by how often.
QString statesText(const GraphView& view, const std::vector<uint32_t>& nodes) {
    std::vector<std::pair<QString, int>> counts;
    for (const uint32_t node : nodes) {
        const NodeBadge& badge = view.badges()[node];
        const QString words =
            badge.shown ? statusText(badge.status)
                        : QCoreApplication::translate("cst::GraphAccessible", "has not run");
        const auto known = std::find_if(counts.begin(), counts.end(),
                                        [&](const auto& one) { return one.first == words; });
        if (known == counts.end()) {
            counts.emplace_back(words, 1);
        } else {
            ++known->second;
        }
    }
    std::stable_sort(counts.begin(), counts.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList parts;
    for (const auto& [words, count] : counts) {
        parts.append(
            QCoreApplication::translate("cst::GraphAccessible", "%1 %2").arg(count).arg(words));
    }
    return parts.join(QStringLiteral(", "));
}

QString GroupAccessible::text(QAccessible::Text kind) const {
    const std::vector<uint32_t> nodes = this->nodes();
    if (nodes.empty()) return {};
    if (kind == QAccessible::Name) {
        const QString group = view_->groupFrames().shown(group_);
        return nodes.size() == 1
                   ? QCoreApplication::translate("cst::GraphAccessible", "Group %1, 1 node")
                         .arg(group)
                   : QCoreApplication::translate("cst::GraphAccessible", "Group %1, %2 nodes")
                         .arg(group)
                         .arg(nodes.size());
    }
    return kind == QAccessible::Description ? statesText(*view_, nodes) : QString();
}

/// Of all of it, also where it stands in several places.
QRect GroupAccessible::rect() const {
    QRectF world;
    for (const uint32_t node : nodes()) world |= view_->scene().box(node);
    if (world.isNull()) return {};
    return onScreen(view_->camera().toView(world).toAlignedRect());
}

QAccessible::State GroupAccessible::state() const {
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.selectable = state.multiSelectable = state.expandable = state.expanded = true;
    state.selected = true;
    for (const uint32_t node : nodes())
        state.selected = state.selected && view_->marks()[node].isChosen;
    state.offscreen = !QRect(view_->mapToGlobal(QPoint()), view_->size()).intersects(rect());
    state.invisible = !view_->isVisible();
    return state;
}

void GroupAccessible::doAction(const QString& name) {
    if (!isValid()) return;
    if (name == pressAction()) {
        view_->selectGroup(group_);
    } else if (name == toggleAction()) {
        emit view_->foldRequested(group_);
    }
}

class GraphAccessible : public QAccessibleWidget {
public:
    explicit GraphAccessible(GraphView& view) : QAccessibleWidget(&view, QAccessible::List) {}
    ~GraphAccessible() override {
        for (const QAccessible::Id id : ids_) QAccessible::deleteAccessibleInterface(id);
        for (const QAccessible::Id id : groupIds_) QAccessible::deleteAccessibleInterface(id);
    }

    // First the nodes, then the groups of them, then what stands over the canvas.
    int childCount() const override { return before() + QAccessibleWidget::childCount(); }
    int indexOfChild(const QAccessibleInterface* child) const override {
        if (const auto* one = dynamic_cast<const NodeAccessible*>(child)) {
            const auto node = one->node();
            return node ? static_cast<int>(*node) : -1;
        }
        if (const auto* one = dynamic_cast<const GroupAccessible*>(child)) {
            const std::vector<std::string> names = groups();
            const auto name = std::find(names.begin(), names.end(), one->group());
            return name == names.end() ? -1 : nodes() + static_cast<int>(name - names.begin());
        }
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? index : before() + index;
    }
    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= before()) return QAccessibleWidget::child(index - before());
        if (index < nodes()) return ofNode(static_cast<uint32_t>(index));
        return ofGroup(groups()[static_cast<std::size_t>(index - nodes())]);
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        if (QAccessibleInterface* above = QAccessibleWidget::childAt(x, y)) return above;
        const QPointF at = view().mapFromGlobal(QPoint(x, y));
        if (!view().rect().contains(at.toPoint())) return nullptr;
        const auto node = view().scene().nodeAt(view().camera().toWorld(at));
        if (node) return ofNode(*node);
        for (const std::string& group : groups()) {
            if (view().groupTitle(group).contains(at.toPoint())) return ofGroup(group);
        }
        return nullptr;
    }
    QAccessibleInterface* focusChild() const override {
        if (!view().hasFocus()) return QAccessibleWidget::focusChild();
        const std::vector<NodeIdentity> chosen = view().selectedNodes();
        const auto node = chosen.empty() ? std::nullopt : view().scene().find(chosen.back());
        return node ? ofNode(*node) : nullptr;
    }

private:
    GraphView& view() const { return *static_cast<GraphView*>(widget()); }
    int nodes() const { return static_cast<int>(view().nodeCount()); }
    std::vector<std::string> groups() const { return view().groupFrames().names(); }
    int before() const { return nodes() + static_cast<int>(groups().size()); }

    QAccessibleInterface* ofNode(uint32_t node) const {
        forgetGone();
        const NodeIdentity identity = view().scene().identity(node);
        const auto known = ids_.constFind(identity.index);
        if (known != ids_.constEnd()) return QAccessible::accessibleInterface(*known);
        auto* made = new NodeAccessible(view(), identity);
        ids_.insert(identity.index, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    QAccessibleInterface* ofGroup(const std::string& group) const {
        forgetGone();
        const QByteArray name = QByteArray::fromStdString(group);
        const auto known = groupIds_.constFind(name);
        if (known != groupIds_.constEnd()) return QAccessible::accessibleInterface(*known);
        auto* made = new GroupAccessible(view(), group);
        groupIds_.insert(name, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    void forgetGone() const {
        if (idsOf_ == view().scene().snapshot()) return;
        idsOf_ = view().scene().snapshot();
        ids_.removeIf([this](QHash<uint32_t, QAccessible::Id>::iterator one) {
            if (view().scene().find(NodeIdentity(one.key()))) return false;
            QAccessible::deleteAccessibleInterface(one.value());
            return true;
        });
        groupIds_.removeIf([this](QHash<QByteArray, QAccessible::Id>::iterator one) {
            if (!view().groupFrames().nodesOf(one.key().toStdString()).empty()) return false;
            QAccessible::deleteAccessibleInterface(one.value());
            return true;
        });
    }

    mutable QHash<uint32_t, QAccessible::Id> ids_;         // by identity
    mutable QHash<QByteArray, QAccessible::Id> groupIds_;  // by name
    mutable SnapshotPtr idsOf_;                            // that all of them are of
};

QAccessibleInterface* made(const QString&, QObject* object) {
    auto* view = qobject_cast<GraphView*>(object);
    return view ? new GraphAccessible(*view) : nullptr;
}

/// -1 = no node is chosen.
int chosenChild(const GraphView& view) {
    const std::vector<NodeIdentity> chosen = view.selectedNodes();
    const auto node = chosen.empty() ? std::nullopt : view.scene().find(chosen.back());
    return node ? static_cast<int>(*node) : -1;
}

void tell(GraphView& view, const std::vector<ToldEvent>& events) {
    for (const ToldEvent& one : events) {
        QAccessibleEvent event(&view, one.what);
        if (one.child >= 0) event.setChild(one.child);
        QAccessible::updateAccessibility(&event);
    }
}

}  // namespace

void installGraphAccessible() {
    QAccessible::installFactory(made);  // once: Qt looks whether it has it
}

std::vector<ToldEvent> toldOfSelection(const GraphView& view) {
    const int node = chosenChild(view);
    std::vector<ToldEvent> events = {{QAccessible::Selection, node}};
    if (view.hasFocus()) events.push_back({QAccessible::Focus, node});
    return events;
}

std::vector<ToldEvent> toldOfState(const GraphView& view) {
    const int node = chosenChild(view);
    if (node < 0) return {};
    return {{QAccessible::DescriptionChanged, node}};
}

void tellSelection(GraphView& view) {
    if (QAccessible::isActive()) tell(view, toldOfSelection(view));
}

void tellState(GraphView& view) {
    if (QAccessible::isActive()) tell(view, toldOfState(view));
}

}  // namespace cst
