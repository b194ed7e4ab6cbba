#pragma once

#include "engine/session/load_snapshot.h"

#include <QWidget>

#include <cstddef>
#include <optional>

namespace cst {

class Theme;

/// A picture of a load that is made of parts side by side, stretches of its time or of what runs
/// took: the mouse, or the arrow keys, look at one of them. Base of LoadChart and LatencyBars.
/// UI thread only.
class LoadPlot : public QWidget {
    Q_OBJECT

public:
    void showLoad(const LoadSnapshotPtr& load);  // null = there is none
    /// In words what is looked at; "" = nothing.
    QString lookedAt() const;
    /// Where a part is drawn, the whole height; empty = there is no such part.
    QRect rectOf(std::size_t part) const;

protected:
    LoadPlot(const Theme& theme, const QString& name, QWidget* parent);

    virtual std::size_t partsOf(const LoadSnapshot& load) const = 0;
    /// Of a part that there is, of the load that is shown; likewise below.
    virtual QRect placeOf(std::size_t part) const = 0;
    virtual QString wordsOf(std::size_t part) const = 0;
    virtual void paintLoad(QPainter& painter) const = 0;
    virtual void activate(std::size_t) {}  // by Enter or a double click

    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

    const Theme& theme_;                                   // outlives every widget
    const LoadSnapshotPtr& load() const { return load_; }  // null = nothing is painted
    std::optional<std::size_t> part() const { return part_; }

private:
    std::optional<std::size_t> partAt(int x) const;
    void look(std::optional<std::size_t> part);

    LoadSnapshotPtr load_;
    std::optional<std::size_t> part_;  // that is looked at
};

}  // namespace cst
