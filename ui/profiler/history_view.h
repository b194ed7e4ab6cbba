#pragma once

#include "ui/profiler/history_model.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace cst {

class HistoryTree;
class LinkNote;
class Theme;

/// The runs of the document, by the text that ran, and what can be done with them. UI thread only.
/// Keys: arrows; Return opens, T shows the text, C compares, B keeps as baseline, Delete deletes.
class HistoryView : public QWidget {
    Q_OBJECT

public:
    explicit HistoryView(const Theme& theme, QWidget* parent = nullptr);

    /// `lines`: the newest first. `version`: source hash of the text as it is now. What is chosen
    /// and what is unfolded stays.
    void showLines(const std::vector<HistoryLine>& lines, const std::string& version);
    /// Files of runs that cannot be read, a reason each; empty = all can.
    struct Damaged {
        QString file, why;
    };
    void showDamaged(const std::vector<Damaged>& damaged);
    const HistoryModel& model() const { return *model_; }
    HistoryTree* tree() const { return tree_; }

signals:
    void openAsked(const cst::HistoryPick& pick);
    void textAsked(const cst::HistoryPick& pick);
    /// The second one is empty: with the newest.
    void compareAsked(const cst::HistoryPick& one, const cst::HistoryPick& other);
    void baselineAsked(const cst::HistoryPick& pick);
    void logAsked();
    void deleteAsked(const std::vector<cst::HistoryPick>& picks);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* addButton(const char* name, const QString& text, const QString& tip);
    void build();
    void connectParts();
    void refresh();
    void updateButtons();
    void showMenu(QPoint at);
    void fitColumns();
    void showHint();
    bool takeKey(int key);
    std::vector<HistoryPick> picks() const;  // as they stand in the list
    void open();
    void compare();
    void remove();

    const Theme& theme_;  // outlives every widget
    HistoryModel* model_;
    HistoryTree* tree_;
    LinkNote* damaged_;
    QLabel* count_;
    QToolButton* open_ = nullptr;
    QToolButton* text_ = nullptr;
    QToolButton* compare_ = nullptr;
    QToolButton* baseline_ = nullptr;
    QToolButton* delete_ = nullptr;
    QToolButton* live_ = nullptr;
    std::vector<HistoryLine> lines_;
    std::string version_;
};

}  // namespace cst
