#pragma once

#include "ui/profiler/node_view.h"

#include <QString>

#include <set>

namespace cst {

class ProfileTreeModel;

/// Groups and nodes in one another, with what they took. It is unfolded down the heaviest path
/// until somebody unfolds or folds a row, from then on as it was left; while rows are looked for
/// all that are found are seen. Keys beside those of NodeView: left, right, +, -, * fold and
/// unfold, and on a group Enter. UI thread only.
class ProfileTree : public NodeView {
    Q_OBJECT

public:
    /// Both outlive it.
    ProfileTree(const Theme& theme, ProfileTreeModel& model, QWidget* parent = nullptr);

protected:
    QString nameOf(const QModelIndex& row) const override;
    QModelIndex rowOf(const QString& name) const override;
    bool isOfNode(const QModelIndex& row) const override;
    void unfoldAgain() override;
    void fitColumns() override;

private:
    void unfoldHeaviest();
    void remember(const QModelIndex& row, bool isUnfolded);

    ProfileTreeModel& model_;
    bool isArranging_ = false;    // nobody has asked for it
    bool isLeft_ = false;         // somebody has unfolded or folded a row
    std::set<QString> unfolded_;  // names of rows
};

}  // namespace cst
