#pragma once

#include "ui/profiler/node_view.h"

namespace cst {

class NodeModel;

/// A row a node, sorted by a click on a title; see NodeView. UI thread only.
class NodeTable : public NodeView {
    Q_OBJECT

public:
    /// `theme` and `model` outlive it; `delegate` becomes its own.
    NodeTable(const Theme& theme, NodeModel& model, NodeDelegate* delegate,
              QWidget* parent = nullptr);

protected:
    QString nameOf(const QModelIndex& row) const override;
    QModelIndex rowOf(const QString& name) const override;
    bool isOfNode(const QModelIndex&) const override { return true; }
    void fitColumns() override;

private:
    NodeModel& model_;
};

}  // namespace cst
