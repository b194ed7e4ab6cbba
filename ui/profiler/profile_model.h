#pragma once

#include "ui/profiler/node_model.h"
#include "ui/profiler/profile_words.h"

#include <map>
#include <string>

namespace cst {

/// The rows of a report; a filter looks at name, module, group, and `critical`, `failed`, … UI
/// thread only.
class ProfileModel : public NodeModel {
    Q_OBJECT

public:
    explicit ProfileModel(QObject* parent = nullptr)
        : NodeModel(static_cast<int>(ProfileColumn::Share), parent) {}

    void showReport(ProfileReportPtr report);  // null = nothing has run
    const ProfileReportPtr& report() const { return report_; }

    const ProfileRow& row(int number) const { return at(placeOf(number)); }

    /// What is over its budget, and how, by key: marked in its row, told in its tips.
    void showOverBudget(std::map<std::string, QString> overBudget);
    QString overBudget(const std::string& key) const;  // "" = it is within, or has none

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    const ProfileRow& at(std::size_t place) const { return report_->rows[place]; }

    std::size_t places() const override { return report_ ? report_->rows.size() : 0; }
    const std::string& keyAt(std::size_t place) const override { return at(place).key; }
    const QString& wordsAt(std::size_t place) const override { return at(place).words; }
    QString textAt(std::size_t place, int column) const override;
    QString tipAt(std::size_t place, int column) const override;
    double valueAt(std::size_t place, int column) const override;
    double weightAt(std::size_t place) const override;
    QString titleOf(int column) const override;
    QString titleTipOf(int column) const override;
    bool isNumber(int column) const override;
    bool isSmallestFirst(int column) const override;

    ProfileReportPtr report_;
    std::map<std::string, QString> overBudget_;
};

}  // namespace cst
