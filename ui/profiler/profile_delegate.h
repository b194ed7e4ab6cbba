#pragma once

#include <QStyledItemDelegate>

namespace cst {

class ProfileModel;
struct ProfileRow;
class Theme;

/// Paints the cells of the table: the name and what it does, the share as a bar, the spread of the
/// times as bars, the critical ones with a mark.
class ProfileDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// Both outlive it.
    ProfileDelegate(const Theme& theme, const ProfileModel& model, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintName(QPainter& painter, const QRect& area, const QFont& font,
                   const ProfileRow& row) const;
    void paintShare(QPainter& painter, const QRect& area, const ProfileRow& row) const;
    void paintSpread(QPainter& painter, const QRect& area, const ProfileRow& row) const;
    void paintText(QPainter& painter, const QRect& area, const QString& text, int side,
                   bool isDim) const;

    const Theme& theme_;
    const ProfileModel& model_;
};

}  // namespace cst
