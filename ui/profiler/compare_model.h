#pragma once

#include "ui/profiler/compare_words.h"
#include "ui/profiler/node_model.h"

namespace cst {

/// The rows of a comparison, the whole run always first; a filter looks at name, module and
/// verdict. UI thread only.
class CompareModel : public NodeModel {
    Q_OBJECT

public:
    explicit CompareModel(QObject* parent = nullptr)
        : NodeModel(static_cast<int>(CompareColumn::Verdict), parent) {}

    void showReport(CompareReportPtr report);  // null = nothing is compared
    const CompareReportPtr& report() const { return report_; }
    /// Not those that are the same within the noise, or of which nothing is known.
    void showOnlyChanged(bool isOnly);

    const CompareRow& row(int number) const { return at(placeOf(number)); }
    int columnCount(const QModelIndex& parent = {}) const override;

private:
    const CompareRow& at(std::size_t place) const { return report_->rows[place]; }

    std::size_t places() const override { return report_ ? report_->rows.size() : 0; }
    const std::string& keyAt(std::size_t place) const override { return at(place).time.key; }
    const QString& wordsAt(std::size_t place) const override { return at(place).words; }
    QString textAt(std::size_t place, int column) const override;
    QString tipAt(std::size_t place, int column) const override;
    double valueAt(std::size_t place, int column) const override;
    bool isWanted(std::size_t place) const override;
    bool isAlwaysFirst(std::size_t place) const override { return place == 0; }
    QString titleOf(int column) const override;
    QString titleTipOf(int column) const override;
    bool isNumber(int column) const override;

    CompareReportPtr report_;
    bool isOnlyChanged_ = false;
};

}  // namespace cst
