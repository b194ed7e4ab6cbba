#pragma once

#include "ui/profiler/profile_report.h"

#include <QWidget>

#include <vector>

class QLabel;

namespace cst {

/// What bounds a run, a line a reason, the most important one first; the node to look at first is
/// a link. Lines that have no room stand behind "more". UI thread only.
class ProfileFindings : public QWidget {
    Q_OBJECT

public:
    explicit ProfileFindings(QWidget* parent = nullptr);

    void show(const std::vector<Finding>& findings);  // hidden without any
    /// So many stand there before "more" is pressed; 1 … kMost.
    void setRoom(int lines);

    static constexpr int kMost = 3;

signals:
    void nodeActivated(const QString& key);

private:
    QLabel* addLine();
    void arrange();

    std::vector<QLabel*> lines_;  // as many as there ever were findings
    QLabel* more_;
    int count_ = 0;
    int room_ = kMost;
    bool isUnfolded_ = false;
};

}  // namespace cst
