#pragma once

#include "ui/profiler/profile_words.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <map>
#include <string>
#include <vector>

namespace cst {

/// The rows of a report in an order of somebody's choice, and only those that somebody looks for.
/// UI thread only. Sorting and filtering cost O(rows · log rows).
class ProfileModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit ProfileModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void showReport(ProfileReportPtr report);  // null = nothing has run
    const ProfileReportPtr& report() const { return report_; }
    /// Rows that hold each of these words: in its name, module or group, or `critical`, `failed`.
    void filter(const QString& words);

    const ProfileRow& row(int number) const { return report_->rows[order_[std::size_t(number)]]; }
    /// Where the node of that key stands; -1 = nowhere, or it is filtered out.
    int rowOf(const QString& key) const;
    /// These rows, with titles, separated by tabs.
    QString textOf(const std::vector<int>& rows) const;

    /// What is over its budget, and how, by key: marked in its row, told in its tips.
    void showOverBudget(std::map<std::string, QString> overBudget);
    QString overBudget(const std::string& key) const;  // "" = it is within, or has none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// What has no number goes last, in both directions; equal ones stay in the order of the text.
    void sort(int column, Qt::SortOrder order) override;

private:
    void arrange();

    ProfileReportPtr report_;
    std::map<std::string, QString> overBudget_;
    QStringList words_;  // in lower case
    ProfileColumn sortedBy_ = ProfileColumn::Share;
    Qt::SortOrder direction_ = Qt::DescendingOrder;
    std::vector<uint32_t> order_;  // into the rows of the report
};

}  // namespace cst
