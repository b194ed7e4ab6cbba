#include "ui/profiler/compare_model.h"

#include "ui/shell/change_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst {

void CompareModel::showReport(CompareReportPtr report) {
    beginResetModel();
    report_ = std::move(report);
    arrange();
    endResetModel();
}

void CompareModel::filter(const QString& words) {
    beginResetModel();
    words_ = words.toLower().split(QChar(' '), Qt::SkipEmptyParts);
    arrange();
    endResetModel();
}

void CompareModel::showOnlyChanged(bool isOnly) {
    beginResetModel();
    isOnlyChanged_ = isOnly;
    arrange();
    endResetModel();
}

void CompareModel::sort(int column, Qt::SortOrder order) {
    beginResetModel();
    sortedBy_ = static_cast<CompareColumn>(column);
    direction_ = order;
    arrange();
    endResetModel();
}

bool CompareModel::isWanted(const CompareRow& row) const {
    if (isOnlyChanged_ && (!isJudged(row.time) || row.time.verdict == ChangeVerdict::Same)) {
        return false;
    }
    return std::all_of(words_.begin(), words_.end(),
                       [&](const QString& word) { return row.words.contains(word); });
}

void CompareModel::arrange() {
    order_.clear();
    if (!report_) return;
    const auto& rows = report_->rows;
    order_.push_back(0);  // the whole run
    for (uint32_t i = 1; i < rows.size(); ++i) {
        if (isWanted(rows[i])) order_.push_back(i);
    }
    const bool isDown = direction_ == Qt::DescendingOrder;
    const auto first = order_.begin() + 1;
    if (sortedBy_ == CompareColumn::Node) {
        std::stable_sort(first, order_.end(), [&](uint32_t a, uint32_t b) {
            return isDown ? rows[b].time.key < rows[a].time.key
                          : rows[a].time.key < rows[b].time.key;
        });
        return;
    }
    std::vector<double> values(rows.size());
    std::transform(rows.begin(), rows.end(), values.begin(),
                   [&](const CompareRow& row) { return cellValue(row, sortedBy_); });
    std::stable_sort(first, order_.end(), [&](uint32_t a, uint32_t b) {
        if (std::isnan(values[a]) || std::isnan(values[b])) {
            return !std::isnan(values[a]) && std::isnan(values[b]);
        }
        return isDown ? values[b] < values[a] : values[a] < values[b];
    });
}

int CompareModel::rowOf(const QString& key) const {
    const std::string wanted = key.toStdString();
    const auto found = std::find_if(order_.begin(), order_.end(), [&](uint32_t row) {
        return report_->rows[row].time.key == wanted;
    });
    return found == order_.end() ? -1 : static_cast<int>(found - order_.begin());
}

QString CompareModel::textOf(const std::vector<int>& rows) const {
    QString text;
    const auto addLine = [&](const auto& cell) {
        for (int column = 0; column < columnCount(); ++column) {
            if (column > 0) text += QChar('\t');
            text += cell(static_cast<CompareColumn>(column));
        }
        text += QChar('\n');
    };
    addLine(columnTitle);
    for (const int number : rows) {
        addLine([&](CompareColumn column) { return cellText(row(number), column); });
    }
    return text;
}

int CompareModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

int CompareModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(CompareColumn::Count);
}

QVariant CompareModel::data(const QModelIndex& index, int role) const {
    const auto column = static_cast<CompareColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole: return cellText(row(index.row()), column);
    case Qt::ToolTipRole: return cellTip(row(index.row()));
    case Qt::AccessibleTextRole:
        return columnTitle(column) + QChar(' ') + cellText(row(index.row()), column);
    default: return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const auto column = static_cast<CompareColumn>(section);
    const bool isNumber = column == CompareColumn::Change || column >= CompareColumn::Before;
    switch (role) {
    case Qt::DisplayRole: return columnTitle(column);
    case Qt::ToolTipRole: return columnTip(column);
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::InitialSortOrderRole:
        return column == CompareColumn::Node ? Qt::AscendingOrder : Qt::DescendingOrder;
    default: return {};
    }
}

}  // namespace cst
