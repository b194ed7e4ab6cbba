#pragma once

#include "ui/profiler/node_delegate.h"

namespace cst {

class ProfileModel;
struct ProfileRow;

/// Paints the cells of the table: the name and what it does, the share as a bar, the spread of the
/// times as bars, the critical ones with a mark.
class ProfileDelegate : public NodeDelegate {
    Q_OBJECT

public:
    /// Both outlive it.
    ProfileDelegate(const Theme& theme, const ProfileModel& model, QObject* parent);

    int widthOf(int column, const QFontMetrics& metrics) const override;

protected:
    void paintCell(QPainter& painter, const QRect& area, const QModelIndex& index) const override;

private:
    void paintName(QPainter& painter, const QRect& area, const ProfileRow& row) const;
    void paintSpread(QPainter& painter, const QRect& area, const ProfileRow& row) const;

    const ProfileModel& model_;
};

}  // namespace cst
