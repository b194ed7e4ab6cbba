#pragma once

#include "ui/profiler/node_delegate.h"

namespace cst {

class ProfileTreeModel;

/// Paints the cells of the tree: the name and what it is or does, the share as a bar.
class ProfileTreeDelegate : public NodeDelegate {
    Q_OBJECT

public:
    /// Both outlive it.
    ProfileTreeDelegate(const Theme& theme, const ProfileTreeModel& model, QObject* parent)
        : NodeDelegate(theme, parent), model_(model) {}

    int widthOf(int column, const QFontMetrics& metrics) const override;

protected:
    void paintCell(QPainter& painter, const QRect& area, const QModelIndex& index) const override;

private:
    const ProfileTreeModel& model_;
};

}  // namespace cst
