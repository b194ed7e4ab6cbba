#pragma once

#include <QStyledItemDelegate>

namespace cst {

class Theme;

/// Paints the cells of a NodeView: what is chosen or under the mouse; who derives from it paints
/// what stands in them, and says how wide they are.
class NodeDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    NodeDelegate(const Theme& theme, QObject* parent)  // theme outlives it
        : QStyledItemDelegate(parent), theme_(theme) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    /// Of what it can hold; of column 0 it is not asked, that takes what is left.
    virtual int widthOf(int column, const QFontMetrics& metrics) const = 0;

protected:
    /// `area`: without the room around; the painter is as it was afterwards.
    virtual void paintCell(QPainter& painter, const QRect& area,
                           const QModelIndex& index) const = 0;
    /// Dim: less important, or not known.
    void paintText(QPainter& painter, const QRect& area, const QString& text, int side,
                   bool isDim) const;
    /// A share 0 … 1: its number, and a bar as long; next to nothing still is a pixel.
    void paintShare(QPainter& painter, const QRect& area, double share) const;

    const Theme& theme_;
};

}  // namespace cst
