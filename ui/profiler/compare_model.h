#pragma once

#include "ui/profiler/compare_words.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace cst {

/// The rows of a comparison in an order of somebody's choice, the whole run always first, and only
/// those that somebody looks for. UI thread only. Sorting and filtering cost O(rows · log rows).
class CompareModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit CompareModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void showReport(CompareReportPtr report);  // null = nothing is compared
    const CompareReportPtr& report() const { return report_; }
    /// Rows that hold each of these words: in name, module or verdict.
    void filter(const QString& words);
    /// Not those that are the same within the noise, or of which nothing is known.
    void showOnlyChanged(bool isOnly);

    const CompareRow& row(int number) const { return report_->rows[order_[std::size_t(number)]]; }
    /// Where the node of that key stands; -1 = nowhere, or it is filtered out.
    int rowOf(const QString& key) const;
    /// These rows, with titles, separated by tabs.
    QString textOf(const std::vector<int>& rows) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// What has no number goes last, in both directions; equal ones stay in their order.
    void sort(int column, Qt::SortOrder order) override;

private:
    void arrange();
    bool isWanted(const CompareRow& row) const;

    CompareReportPtr report_;
    QStringList words_;  // in lower case
    bool isOnlyChanged_ = false;
    CompareColumn sortedBy_ = CompareColumn::Verdict;
    Qt::SortOrder direction_ = Qt::DescendingOrder;
    std::vector<uint32_t> order_;  // into the rows of the report
};

}  // namespace cst
