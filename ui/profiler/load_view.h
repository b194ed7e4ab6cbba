#pragma once

#include "engine/session/load_snapshot.h"
#include "ui/shell/seen_picture.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cst {

class LatencyBars;
class LoadChart;
class Theme;

/// Runs a pipeline again and again, so often or so long, so many at once: what to run, how far it
/// is, and what it came to in numbers and over time. It shows and forwards. UI thread only.
class LoadView : public QWidget {
    Q_OBJECT

public:
    /// Before the runs that count.
    static constexpr uint64_t kWarmUps = 5;

    explicit LoadView(const Theme& theme, QWidget* parent = nullptr);

    /// What a load would run: the text as it is, and where its inputs come from. null = nothing
    /// can.
    void showSnapshot(const SnapshotPtr& snapshot);
    void setInputs(const QString& sample);  // "" = of no sample
    /// Says that one begins; `why` != "" = that it does not, and why.
    void showAsked(const QString& why = {});
    void showLoad(const LoadSnapshotPtr& load);  // null = there was none yet
    /// Somebody shows what profileRequested(), timelineRequested() and slowestRequested() ask for.
    void setOffersResults(bool offers);

    /// What is chosen, without its inputs.
    LoadRequest request() const;
    bool isGoing() const;
    /// What it came to, in words and as charts; nothing before a run has ended.
    SeenPicture picture() const;
    LoadChart* chart() const { return chart_; }
    LatencyBars* bars() const { return bars_; }

signals:
    void startRequested();
    void stopRequested();
    void profileRequested();
    void timelineRequested();
    /// The slowest run of it.
    void slowestRequested();
    void nodeActivated(const QString& key);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void build();
    QHBoxLayout* buildChoices();
    QPushButton* buildResult(const char* name, const QString& text, const QString& tip);
    QLineEdit* buildField(const char* name, const QString& what, int most, int digits);
    void showUnit();
    void press();
    void refresh();
    QString whyNot() const;
    QString notes() const;

    const Theme& theme_;  // outlives every widget
    QLineEdit* amount_ = nullptr;
    QComboBox* unit_ = nullptr;  // runs, seconds
    QString amounts_[2];         // of each unit, as it was left
    QLineEdit* atOnce_ = nullptr;
    QPushButton* button_ = nullptr;  // Start or Stop
    // Of what it came to.
    QPushButton* profile_ = nullptr;
    QPushButton* timeline_ = nullptr;
    QPushButton* slowest_ = nullptr;
    QLabel* state_ = nullptr;
    QLabel* facts_ = nullptr;
    QLabel* notes_ = nullptr;
    QWidget* strip_ = nullptr;  // where progress is painted
    QWidget* body_ = nullptr;
    LoadChart* chart_ = nullptr;
    LatencyBars* bars_ = nullptr;
    SnapshotPtr snapshot_;
    QString sample_;
    LoadSnapshotPtr load_;
    QString refused_;  // why the last one did not come about
    bool isAsked_ = false;
    bool offersResults_ = false;
};

}  // namespace cst
