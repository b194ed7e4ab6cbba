#include "ui/profiler/compare_model.h"

#include "ui/shell/change_text.h"

#include <utility>

namespace cst {
namespace {

constexpr CompareColumn compareColumn(int column) {
    return static_cast<CompareColumn>(column);
}

}  // namespace

void CompareModel::showReport(CompareReportPtr report) {
    reset([&] { report_ = std::move(report); });
}

void CompareModel::showOnlyChanged(bool isOnly) {
    reset([&] { isOnlyChanged_ = isOnly; });
}

bool CompareModel::isWanted(std::size_t place) const {
    const ComparedTime& time = at(place).time;
    return !isOnlyChanged_ || (isJudged(time) && time.verdict != ChangeVerdict::Same);
}

int CompareModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(CompareColumn::Count);
}

QString CompareModel::textAt(std::size_t place, int column) const {
    return cellText(at(place), compareColumn(column));
}

QString CompareModel::tipAt(std::size_t place, int) const {
    return cellTip(at(place));
}

double CompareModel::valueAt(std::size_t place, int column) const {
    return cellValue(at(place), compareColumn(column));
}

QString CompareModel::titleOf(int column) const {
    return columnTitle(compareColumn(column));
}

QString CompareModel::titleTipOf(int column) const {
    return columnTip(compareColumn(column));
}

bool CompareModel::isNumber(int column) const {
    return compareColumn(column) == CompareColumn::Change ||
           compareColumn(column) >= CompareColumn::Before;
}

}  // namespace cst
