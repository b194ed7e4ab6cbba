#include "ui/profiler/profile_model.h"

#include <algorithm>

namespace cst {

void ProfileModel::showReport(ProfileReportPtr report) {
    beginResetModel();
    report_ = std::move(report);
    arrange();
    endResetModel();
}

void ProfileModel::filter(const QString& words) {
    beginResetModel();
    words_ = words.toLower().split(QChar(' '), Qt::SkipEmptyParts);
    arrange();
    endResetModel();
}

void ProfileModel::sort(int column, Qt::SortOrder order) {
    beginResetModel();
    sortedBy_ = static_cast<ProfileColumn>(column);
    direction_ = order;
    arrange();
    endResetModel();
}

void ProfileModel::arrange() {
    order_.clear();
    if (!report_) return;
    const auto& rows = report_->rows;
    for (uint32_t i = 0; i < rows.size(); ++i) {
        const bool isWanted = std::all_of(words_.begin(), words_.end(), [&](const QString& word) {
            return rows[i].words.contains(word);
        });
        if (isWanted) order_.push_back(i);
    }
    const bool isDown = direction_ == Qt::DescendingOrder;
    if (sortedBy_ == ProfileColumn::Node) {
        std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
            return isDown ? rows[b].key < rows[a].key : rows[a].key < rows[b].key;
        });
        return;
    }
    std::vector<double> values(rows.size());
    std::transform(rows.begin(), rows.end(), values.begin(),
                   [&](const ProfileRow& row) { return cellValue(row, sortedBy_); });
    std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
        if ((values[a] < 0) != (values[b] < 0)) return values[b] < 0;
        return isDown ? values[b] < values[a] : values[a] < values[b];
    });
}

int ProfileModel::rowOf(const QString& key) const {
    const std::string wanted = key.toStdString();
    const auto found = std::find_if(order_.begin(), order_.end(),
                                    [&](uint32_t row) { return report_->rows[row].key == wanted; });
    return found == order_.end() ? -1 : static_cast<int>(found - order_.begin());
}

QString ProfileModel::textOf(const std::vector<int>& rows) const {
    QString text;
    const auto addLine = [&](const auto& cell) {
        for (int column = 0; column < columnCount(); ++column) {
            if (column > 0) text += QChar('\t');
            text += cell(static_cast<ProfileColumn>(column));
        }
        text += QChar('\n');
    };
    addLine(columnTitle);
    for (const int number : rows) {
        addLine([&](ProfileColumn column) { return cellText(row(number), column); });
    }
    return text;
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

int ProfileModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

int ProfileModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ProfileColumn::Count);
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const {
    const auto column = static_cast<ProfileColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole: return cellText(row(index.row()), column);
    case Qt::ToolTipRole: {
        const QString tip = cellTip(row(index.row()), column);
        const QString over = overBudget(row(index.row()).key);
        return over.isEmpty() ? tip : over + QChar('\n') + tip;
    }
    case Qt::AccessibleTextRole:
        return columnTitle(column) + QChar(' ') + cellText(row(index.row()), column) +
               (column == ProfileColumn::Node && !overBudget(row(index.row()).key).isEmpty()
                    ? QStringLiteral(", ") + tr("over budget")
                    : QString());
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter |
                        (column <= ProfileColumn::Spread ? Qt::AlignLeft : Qt::AlignRight));
    default: return {};
    }
}

QVariant ProfileModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const auto column = static_cast<ProfileColumn>(section);
    switch (role) {
    case Qt::DisplayRole: return columnTitle(column);
    case Qt::ToolTipRole: return columnTip(column);
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter |
                        (column <= ProfileColumn::Spread ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::InitialSortOrderRole:
        // Who asks for numbers asks for the largest; of slack none is the most critical.
        return column == ProfileColumn::Node || column == ProfileColumn::Critical
                   ? Qt::AscendingOrder
                   : Qt::DescendingOrder;
    default: return {};
    }
}

}  // namespace cst
