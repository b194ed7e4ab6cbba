#pragma once

#include "ui/profiler/node_delegate.h"

namespace cst {

class CompareModel;
struct CompareRow;

/// Paints the cells of a comparison: verdicts with sign and colour, the noise as a band with the
/// change as a mark on it. The scale of the band is the same in every row: half to twice the time.
class CompareDelegate : public NodeDelegate {
    Q_OBJECT

public:
    /// Both outlive it.
    CompareDelegate(const Theme& theme, const CompareModel& model, QObject* parent);

    int widthOf(int column, const QFontMetrics& metrics) const override;

    /// Where a change stands on that scale, 0 … 1; what lies beyond its ends, at them.
    static double placeOf(double change);

protected:
    void paintCell(QPainter& painter, const QRect& area, const QModelIndex& index) const override;

private:
    void paintName(QPainter& painter, const QRect& area, const CompareRow& row) const;
    void paintNoise(QPainter& painter, const QRect& area, const CompareRow& row) const;

    const CompareModel& model_;
};

}  // namespace cst
