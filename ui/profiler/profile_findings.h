#pragma once

#include "ui/profiler/profile_report.h"

#include <QWidget>

#include <vector>

class QLabel;

namespace cst {

class Theme;

/// What bounds a run, a line a reason, the most important one first; the node to look at first is
/// a link. Lines that have no room stand behind "more" at the end of the last one. UI thread only.
class ProfileFindings : public QWidget {
    Q_OBJECT

public:
    explicit ProfileFindings(const Theme& theme, QWidget* parent = nullptr);

    void show(std::vector<Finding> findings);  // hidden without any
    /// So many stand there before "more" is pressed; 1 … kMost.
    void setRoom(int lines);

    static constexpr int kMost = 3;

signals:
    void nodeActivated(const QString& key);

private:
    void addLine();
    void arrange();

    QString linkTo(const QString& address, const QString& text) const;
    QString lineOf(const Finding& finding) const;

    const Theme& theme_;          // outlives every widget
    std::vector<QLabel*> lines_;  // as many as there ever were findings
    std::vector<Finding> findings_;
    int room_ = kMost;
    bool isUnfolded_ = false;
};

}  // namespace cst
