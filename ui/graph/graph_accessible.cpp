#include "ui/graph/graph_accessible.h"

#include "ui/graph/graph_view.h"
#include "ui/graph/node_tip.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QHash>
#include <QPointer>
#include <QWindow>

// Qt asks for interfaces by index of a child and keeps them by number until told that they are
// gone. Ours hang on identities, so that one stays with its node while the text changes; those of
// nodes that are gone are given up when the next child is asked for.

namespace cst {

namespace {

class NodeAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    NodeAccessible(GraphView& view, NodeIdentity identity) : view_(&view), identity_(identity) {}

    bool isValid() const override { return node().has_value(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return view_ ? view_->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override {
        return view_ ? QAccessible::queryAccessibleInterface(view_) : nullptr;
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override;
    QAccessible::State state() const override;

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& name) override;

    NodeIdentity identity() const { return identity_; }
    std::optional<uint32_t> node() const {
        return view_ ? view_->scene().find(identity_) : std::nullopt;
    }

private:
    QPointer<GraphView> view_;
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
    const QRect inView = view_->nodeRectOf(identity_);
    return {view_->mapToGlobal(inView.topLeft()), inView.size()};
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

class GraphAccessible : public QAccessibleWidget {
public:
    explicit GraphAccessible(GraphView& view) : QAccessibleWidget(&view, QAccessible::List) {}
    ~GraphAccessible() override {
        for (const QAccessible::Id id : ids_) QAccessible::deleteAccessibleInterface(id);
    }

    // First the nodes, then what stands over the canvas.
    int childCount() const override { return nodes() + QAccessibleWidget::childCount(); }
    int indexOfChild(const QAccessibleInterface* child) const override {
        if (const auto* one = dynamic_cast<const NodeAccessible*>(child)) {
            const auto node = one->node();
            return node ? static_cast<int>(*node) : -1;
        }
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? index : nodes() + index;
    }
    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= nodes()) return QAccessibleWidget::child(index - nodes());
        return ofNode(static_cast<uint32_t>(index));
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        if (QAccessibleInterface* above = QAccessibleWidget::childAt(x, y)) return above;
        const QPointF at = view().mapFromGlobal(QPoint(x, y));
        if (!view().rect().contains(at.toPoint())) return nullptr;
        const auto node = view().scene().nodeAt(view().camera().toWorld(at));
        return node ? ofNode(*node) : nullptr;
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

    QAccessibleInterface* ofNode(uint32_t node) const {
        forgetGone();
        const NodeIdentity identity = view().scene().identity(node);
        const auto known = ids_.constFind(identity.index);
        if (known != ids_.constEnd()) return QAccessible::accessibleInterface(*known);
        auto* made = new NodeAccessible(view(), identity);
        ids_.insert(identity.index, QAccessible::registerAccessibleInterface(made));
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
    }

    mutable QHash<uint32_t, QAccessible::Id> ids_;  // by identity
    mutable SnapshotPtr idsOf_;                     // that all of them are of
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
