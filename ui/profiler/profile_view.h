#pragma once

#include "engine/session/kept_run.h"
#include "ui/profiler/profile_model.h"
#include "ui/shell/background_work.h"
#include "ui/shell/seen_picture.h"

#include <QWidget>

#include <array>
#include <functional>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QScrollArea;
class QToolButton;

namespace cst {

class LinkNote;
class PastRunNote;
class ProfileFindings;
class ProfileFlame;
class ProfileTree;
class ProfileTreeModel;
class NodeTable;
class NodeView;
class Theme;

/// Where the time of a run went: the run in one line, what bounds it, and a table of its nodes with
/// what they took over all their runs, or a flame graph of it, or the same as a tree. UI thread
/// only; what takes longer is done beside it.
class ProfileView : public QWidget {
    Q_OBJECT

public:
    enum class Look { Table, Flame, Tree };

    explicit ProfileView(const Theme& theme, QWidget* parent = nullptr);

    /// What it is shown as.
    void setLook(Look look);
    Look look() const { return look_; }

    /// null = nothing has run. Shows it as soon as it is ready; meanwhile what was there stays.
    void showRun(const RunRecordPtr& record);
    /// An earlier run, until showRun() or showKept() with another one; see PastRunNote.
    void showKept(const KeptRunPtr& run, bool isOtherText);
    /// The row of this node is the current one; "" = of none.
    void setSelectedNode(const QString& key);
    /// See ProfileModel.
    void showOverBudget(std::map<std::string, QString> overBudget) {
        model_->showOverBudget(std::move(overBudget));
    }

    /// The times that nodes took in earlier runs cannot be read: in which file, and why. "" = they
    /// can, or nobody looks any more.
    void showLost(const QString& file, const QString& why);

    /// The run in one line and what is shown of it; nothing while nothing has run.
    SeenPicture picture() const;

    NodeTable* table() const { return table_; }
    ProfileFlame* flame() const { return flame_; }
    ProfileTree* tree() const { return tree_; }
    const ProfileModel& model() const { return *model_; }

signals:
    void nodeActivated(const QString& key);
    void newestAsked();
    void logAsked();
    /// A menu for a node, at this place of the screen; "" = for the whole.
    void menuAsked(const QString& key, QPoint place);
    /// What was given to showRun() last is on the screen.
    void runShown();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void connectParts();
    void start(std::function<ProfileReportPtr()> make);
    void showReport(const ProfileReportPtr& report);
    void showHint();
    QHBoxLayout* buildHead();
    void buildFlame();
    void buildLooks();
    void buildMeasure();
    void connectRows(NodeView* rows);
    QWidget* lookWidget() const;
    void switchLook();
    bool takeFilterKey(int key);

    const Theme& theme_;  // outlives every widget
    ProfileModel* model_;
    PastRunNote* note_;
    LinkNote* lost_;
    QLabel* facts_;
    QLineEdit* filter_;
    ProfileFindings* findings_;
    NodeTable* table_;
    ProfileFlame* flame_;
    QScrollArea* flameArea_;
    ProfileTreeModel* treeModel_;
    ProfileTree* tree_;
    QComboBox* measure_;
    std::array<QToolButton*, 3> buttons_{};  // by Look
    Look look_ = Look::Table;
    uint64_t asked_ = 0;
    BackgroundWork work_;
};

}  // namespace cst
