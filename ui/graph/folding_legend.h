#pragma once

#include "ui/shell/theme.h"

#include <QAbstractButton>

#include <initializer_list>

namespace cst {

/// A legend in a corner of the canvas: whole, or folded into one line where the canvas is small.
/// A press makes it the other way round until there is more or less room again. What it is about
/// is its accessible name and its tool tip, folded or not.
class FoldingLegend : public QAbstractButton {
    Q_OBJECT

public:
    FoldingLegend(const Theme& theme, QWidget* parent);

    /// There is something to say, and somebody wants to know it. Where there is room is another
    /// question: see placeLegends().
    virtual bool isNeeded() const = 0;
    /// How large the canvas is. No line is wider than `mostWidth`.
    virtual void fitInto(QSize canvas, int mostWidth) = 0;
    virtual QSize wholeSize() const = 0;
    /// Of the folded one.
    QSize lineSize() const;
    /// There is little room, so by itself it is folded.
    void setTight(bool isTight);
    bool isTight() const { return isTight_; }
    bool isFolded() const { return isTight_ != isTurned_; }
    QSize sizeHint() const override { return isFolded() ? lineSize() : wholeSize(); }

signals:
    /// Somebody has folded or unfolded it: it has another size.
    void turned();

protected:
    /// What stands behind the sign that it can be unfolded, in px.
    virtual int lineWidth() const = 0;
    /// In `room`, which is at most that wide.
    virtual void paintLine(QPainter& painter, const QRect& room) = 0;
    virtual void paintWhole(QPainter& painter) = 0;
    void paintEvent(QPaintEvent* event) final;
    const Theme& theme() const { return theme_; }
    QFont smallFont() const;

private:
    const Theme& theme_;  // outlives every widget
    bool isTight_ = false;
    bool isTurned_ = false;  // somebody wants it the other way round
};

/// Stacks legends in the lower left corner, the first one at the bottom, beside the `bar` in the
/// other one. Those that together take more than a fifth of the canvas, or more than a quarter of
/// its height, are folded, the uppermost first; what does not even have room for its line is
/// hidden.
void placeLegends(std::initializer_list<FoldingLegend*> upwards, QSize canvas, const QRect& bar);

}  // namespace cst
