#include "ui/profiler/profile_model.h"

#include <limits>
#include <utility>

namespace cst {
namespace {

constexpr ProfileColumn profileColumn(int column) {
    return static_cast<ProfileColumn>(column);
}

/// Below zero = not known.
double numberOrNone(double value) {
    return value < 0 ? std::numeric_limits<double>::quiet_NaN() : value;
}

}  // namespace

void ProfileModel::showReport(ProfileReportPtr report) {
    reset([&] { report_ = std::move(report); });
}

void ProfileModel::showOverBudget(std::map<std::string, QString> overBudget) {
    if (overBudget == overBudget_) return;
    overBudget_ = std::move(overBudget);
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QString ProfileModel::overBudget(const std::string& key) const {
    const auto found = overBudget_.find(key);
    return found == overBudget_.end() ? QString() : found->second;
}

int ProfileModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ProfileColumn::Count);
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const {
    const QVariant data = NodeModel::data(index, role);
    const bool isNode = profileColumn(index.column()) == ProfileColumn::Node;
    return role == Qt::AccessibleTextRole && isNode && !overBudget(row(index.row()).key).isEmpty()
               ? data.toString() + QStringLiteral(", ") + tr("over budget")
               : data;
}

QString ProfileModel::textAt(std::size_t place, int column) const {
    return cellText(at(place), profileColumn(column));
}

QString ProfileModel::tipAt(std::size_t place, int column) const {
    const QString over = overBudget(at(place).key);
    const QString tip = cellTip(at(place), profileColumn(column));
    return over.isEmpty() ? tip : over + QChar('\n') + tip;
}

double ProfileModel::valueAt(std::size_t place, int column) const {
    return numberOrNone(cellValue(at(place), profileColumn(column)));
}

/// What did not run this time is in the order of what it took before.
double ProfileModel::weightAt(std::size_t place) const {
    return valueAt(place, static_cast<int>(ProfileColumn::P50));
}

QString ProfileModel::titleOf(int column) const {
    return columnTitle(profileColumn(column));
}

QString ProfileModel::titleTipOf(int column) const {
    return columnTip(profileColumn(column));
}

bool ProfileModel::isNumber(int column) const {
    return profileColumn(column) > ProfileColumn::Spread;
}

/// Of slack none is the most critical.
bool ProfileModel::isSmallestFirst(int column) const {
    return profileColumn(column) == ProfileColumn::Node ||
           profileColumn(column) == ProfileColumn::Critical;
}

}  // namespace cst
