#pragma once

#include "ui/profiler/compare_model.h"
#include "ui/shell/background_work.h"

#include <QWidget>

#include <string>
#include <utility>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;
class QTreeWidget;

namespace cst {

class MeasureBoth;
class NodeTable;
class Theme;

/// What became of one run, load or version in another: two choosers, the answer in a sentence, what
/// changed node by node, and the outputs that differ. UI thread only; what takes longer is done
/// beside it.
class CompareView : public QWidget {
    Q_OBJECT

public:
    explicit CompareView(const Theme& theme, QWidget* parent = nullptr);

    /// What can be chosen, the newest first. What is chosen stays chosen, by its id, and is
    /// compared anew if it has changed; as long as nobody has chosen anything, the first one is
    /// compared with `before`, one of them; null = with nothing.
    void setChoices(std::vector<KeptRunPtr> choices, const KeptRunPtr& before);
    /// Also what is no choice yet: it becomes one. Shown as soon as it is ready.
    void compare(const KeptRunPtr& before, const KeptRunPtr& after);
    /// These two were measured in turns. They take the place of two that were before, and stand
    /// until somebody chooses others, or has a third text run.
    void showMeasured(const KeptRunPtr& before, const KeptRunPtr& after);
    /// Another document: nothing is chosen, nothing compared.
    void clear();

    /// The row of this node is the current one; "" = of none.
    void setSelectedNode(const QString& key);

    NodeTable* table() const { return table_; }
    MeasureBoth* measureBoth() const { return measure_; }
    const CompareModel& model() const { return *model_; }
    const std::vector<KeptRunPtr>& choices() const { return choices_; }
    /// What is looked at, be it compared with anything or not; null = nothing is there.
    KeptRunPtr lookedAt() const { return chosenIn(*after_); }
    bool isColouring() const;  // is the graph to have its colours?
    void setColouring(bool isOn);

signals:
    void nodeActivated(const QString& key);
    /// What was to be compared last is on the screen; report() may be null.
    void comparisonShown();
    void colouringChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void buildChoosers();
    void buildTools();
    void connectParts();
    void fillChoosers();
    int indexOf(const std::string& id, int otherwise) const;
    KeptRunPtr chosenIn(const QComboBox& box) const;
    void chosen();
    void leaveMeasured();
    void start();
    void showReport(const CompareReportPtr& report);
    void showOutputs(const CompareReportPtr& report);
    void showHint();

    const Theme& theme_;  // outlives every widget
    CompareModel* model_;
    QComboBox* before_;
    QComboBox* after_;
    QToolButton* swap_;
    MeasureBoth* measure_;
    QLabel* sentence_;
    QLabel* notes_;
    QLineEdit* filter_;
    QToolButton* onlyChanged_;
    QToolButton* colours_;
    QToolButton* outputsButton_;
    NodeTable* table_;
    QTreeWidget* outputs_;
    QStackedWidget* pages_;

    std::vector<KeptRunPtr> choices_;  // in the order of the choosers
    std::vector<KeptRunPtr> added_;    // by compare(), not by setChoices()
    KeptRunPtr otherwise_;             // what is compared with unless somebody chooses
    std::string beforeId_, afterId_;   // "" = nobody has chosen
    std::pair<std::string, std::string> unmeasured_;  // those, before showMeasured()
    KeptRunPtr comparedBefore_, comparedAfter_;
    uint64_t asked_ = 0;
    BackgroundWork work_;
};

}  // namespace cst
