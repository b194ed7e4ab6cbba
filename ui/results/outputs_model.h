#pragma once

#include "engine/session/run_snapshot.h"

#include <QAbstractListModel>

namespace cst {

class Theme;

/// The outputs of one run, in the order of the `out` lines.
/// UI thread only.
class OutputsModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        NameRole = Qt::UserRole,
        TypeRole,
        MarkRole,  // a sign of the state: colour is never the only one
        MarkColorRole,
    };
    enum class State { Pending, Stale, Ready, Blocked, Missing, AsExpected, Unexpected };

    explicit OutputsModel(const Theme& theme, QObject* parent = nullptr);

    /// The same outputs as before only change their state: a list that is rebuilt under the
    /// pointer jumps.
    void showRun(RunSnapshotPtr run);  // null = none
    /// These are values of an earlier text or of other inputs: no state is good news.
    void showOutdated(bool isOutdated);
    const OutputValue* output(int row) const;
    const Expectation* expectation(int row) const;  // null = the sample expects nothing of it
    int rowOf(const std::string& name) const;       // -1 = none

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    State stateOf(int row) const;

    const Theme& theme_;  // outlives every widget
    RunSnapshotPtr run_;
    bool isOutdated_ = false;
};

}  // namespace cst
