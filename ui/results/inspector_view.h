#pragma once

#include "engine/session/node_value.h"
#include "engine/session/run_snapshot.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <tuple>

class QLabel;
class QModelIndex;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace cst {

class InspectorFacts;
class PartTable;
class PartTree;
class Theme;
class ValuePart;
class ValueTableModel;
class ValueTreeModel;
class ValueView;

/// The value of one node, however large, as a table, a tree or text; what there is to know about it
/// beside; or why it has none. It follows its node by identity through edits and runs.
/// Values are asked for by signals, as long as it is visible: nothing here waits, and nothing is
/// read but what is in sight.
/// UI thread only.
class InspectorView : public QWidget {
    Q_OBJECT

public:
    explicit InspectorView(const Theme& theme, QWidget* parent = nullptr);
    ~InspectorView() override;

    /// Another document: there is no node to show.
    void clear();
    /// Where a value goes that was chosen on its way.
    struct Way {
        NodeIdentity to;
        uint32_t port = 0;
        friend bool operator==(const Way&, const Way&) = default;
    };
    void showNode(NodeIdentity node, std::optional<Way> way = {});
    void showSnapshot(SnapshotPtr snapshot);
    void showRun(RunSnapshotPtr run);  // null = nothing has run
    /// The run was on other inputs than those of now.
    void showInputsChanged(bool changed);

    // Answers.
    void showValue(const NodeValuePtr& value);
    /// `of`: the value that it is the text of; another one than is shown is ignored.
    void showText(const NodeValuePtr& of, const QString& text, bool isCut);
    /// What the last copy came to; "" = it is as it should be.
    void tell(const QString& words);

    std::optional<NodeIdentity> node() const { return node_; }
    const NodeValuePtr& value() const { return value_; }

signals:
    void valueWanted(cst::NodeIdentity node);
    void textWanted(const cst::NodeValuePtr& value);
    /// A value, or a part of one, as JSON into the clipboard. `of` keeps it alive.
    void copyWanted(const cst::NodeValuePtr& of, cst::TypeId type, const cst::Value& part);

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum Tab { TableTab, TreeTab, TextTab };
    /// What an answer would be about: run, its end, the end of the node.
    using Asking = std::tuple<uint64_t, bool, bool>;

    QWidget* makeViews();
    void applyTheme();
    void refresh();
    void ask();
    void showWords(const QString& words);
    void takeValue(const NodeValuePtr& value);
    void showTab(int tab);
    void wantText();
    std::optional<ValuePart> whole() const;
    std::optional<uint32_t> indexIn(const SnapshotPtr& snapshot) const;
    const NodeRun* ran() const;
    /// Of node_ among the nodes of a graph, which has it.
    QString title(const Snapshot& snapshot, uint32_t index) const;
    QString note() const;
    QString shape() const;

    const Theme& theme_;  // outlives every widget
    SnapshotPtr snapshot_;
    RunSnapshotPtr run_;
    bool inputsChanged_ = false;
    std::optional<NodeIdentity> node_;
    std::optional<Way> way_;
    NodeValuePtr value_;           // that is shown; null = none
    std::optional<Asking> asked_;  // of node_
    bool isAnswered_ = false;
    std::optional<Tab> chosenTab_;  // by the person
    NodeValuePtr written_;          // whose text is shown, or on its way
    QTimer patience_;               // runs out: it takes long enough for a word

    InspectorFacts* facts_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    QLabel* words_ = nullptr;
    QTabBar* tabs_ = nullptr;
    QLabel* told_ = nullptr;
    QToolButton* copy_ = nullptr;
    QStackedWidget* views_ = nullptr;
    ValueTableModel* tableModel_ = nullptr;
    ValueTreeModel* treeModel_ = nullptr;
    PartTable* table_ = nullptr;
    PartTree* tree_ = nullptr;
    ValueView* text_ = nullptr;
};

}  // namespace cst
