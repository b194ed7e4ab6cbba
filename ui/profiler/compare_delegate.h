#pragma once

#include <QStyledItemDelegate>

namespace cst {

class CompareModel;
struct CompareRow;
class Theme;

/// Paints the cells of a comparison: verdicts with sign and colour, the noise as a band with the
/// change as a mark on it. The scale of the band is the same in every row: half to twice the time.
class CompareDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// Both outlive it.
    CompareDelegate(const Theme& theme, const CompareModel& model, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

    /// Where a change stands on that scale, 0 … 1; what lies beyond its ends, at them.
    static double placeOf(double change);

private:
    void paintName(QPainter& painter, const QRect& area, const CompareRow& row) const;
    void paintNoise(QPainter& painter, const QRect& area, const CompareRow& row) const;
    void paintText(QPainter& painter, const QRect& area, const QString& text, int side,
                   bool isDim) const;

    const Theme& theme_;
    const CompareModel& model_;
};

}  // namespace cst
