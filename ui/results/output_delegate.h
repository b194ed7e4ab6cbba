#pragma once

#include <QStyledItemDelegate>

namespace cst {

class Theme;

/// A row of OutputsModel: the mark of its state, the name, and the type as far as there is room.
class OutputDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit OutputDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& theme_;  // outlives every widget
};

}  // namespace cst
