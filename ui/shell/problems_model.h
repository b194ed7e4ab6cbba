#pragma once

#include "engine/session/run_snapshot.h"
#include "engine/session/snapshot.h"

#include <QAbstractListModel>
#include <QString>

#include <string>
#include <vector>

namespace cst {

/// One row: something wrong in the text, or something that failed in the last run.
struct Problem {
    Severity severity = Severity::Error;
    QString code;
    QString message;
    QString hint;
    SourceRange range;
    bool hasPlace = true;  // bad input has none in the text
    std::string input;     // of bad or missing input: its name
    uint32_t line = 0;
    uint32_t column = 0;
    bool isOfRun = false;
    bool isOfBudget = false;
};

/// A promise of the budget that is not kept, or a budget that cannot be read.
struct BudgetProblem {
    std::string node;  // NodeKey; "" = of the whole run, or of none
    QString message;
    QString hint;
};

/// What is wrong, by place: first in the text, then in the last run, then of
/// its budget.
class ProblemsModel : public QAbstractListModel {
    Q_OBJECT

public:
    explicit ProblemsModel(QObject* parent = nullptr);

    void showSnapshot(const SnapshotPtr& snapshot);
    /// Null = no run of this document yet.
    void showRun(const RunSnapshotPtr& run);
    /// What the form refuses, so that a run did not come about; none = it did.
    void showRefused(std::vector<Error> faults);
    void showBudget(std::vector<BudgetProblem> problems);  // none = it is kept

    const Problem& problem(int row) const { return problems_[static_cast<std::size_t>(row)]; }
    int errorCount() const;
    /// Row of the first problem behind the offset, around the end; -1 if there is none.
    int rowAfter(uint32_t offset) const;
    int rowBefore(uint32_t offset) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void rebuild();

    SnapshotPtr snapshot_;
    RunSnapshotPtr run_;
    std::vector<Error> refused_;
    std::vector<BudgetProblem> budget_;
    std::vector<Problem> problems_;
};

}  // namespace cst
