#pragma once

#include "engine/session/load_snapshot.h"

#include <QWidget>

#include <optional>

namespace cst {

class Theme;

/// How many runs of a load took how long, from the quickest to the slowest, with p50, p95 and p99
/// marked. Bars widen with the time. The mouse, or the arrow keys, look at one of them.
class LatencyBars : public QWidget {
    Q_OBJECT

public:
    explicit LatencyBars(const Theme& theme, QWidget* parent = nullptr);

    void showLoad(const LoadSnapshotPtr& load);  // null = there is none
    /// In words what is looked at; "" = nothing.
    QString lookedAt() const;
    QRect rectOf(std::size_t bar) const;  // the whole height
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRect plot() const;
    double xOf(double us) const;
    void look(std::optional<std::size_t> bar);
    void paintBars(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;

    const Theme& theme_;  // outlives every widget
    LoadSnapshotPtr load_;
    std::optional<std::size_t> lookedAt_;
};

}  // namespace cst
