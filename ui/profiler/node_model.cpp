#include "ui/profiler/node_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cst {

NodeModel::NodeModel(int sortedBy, QObject* parent)
    : QAbstractTableModel(parent), sortedBy_(sortedBy) {}

void NodeModel::reset(const std::function<void()>& change) {
    beginResetModel();
    change();
    arrange();
    endResetModel();
}

void NodeModel::filter(const QString& words) {
    reset([&] { words_ = words.toLower().split(QChar(' '), Qt::SkipEmptyParts); });
}

void NodeModel::sort(int column, Qt::SortOrder order) {
    reset([&] {
        sortedBy_ = column;
        direction_ = order;
    });
}

void NodeModel::arrange() {
    order_.clear();
    std::vector<double> values(places()), weights(places());
    for (uint32_t i = 0; i < values.size(); ++i) {
        const bool isFound = std::all_of(words_.begin(), words_.end(), [&](const QString& word) {
            return wordsAt(i).contains(word);
        });
        if (isAlwaysFirst(i) || (isFound && isWanted(i))) order_.push_back(i);
        if (sortedBy_ > 0) values[i] = valueAt(i, sortedBy_);
        weights[i] = weightAt(i);
    }
    const auto isBefore = [](double a, double b, bool isDown) {
        if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
        return isDown ? b < a : a < b;
    };
    const bool isDown = direction_ == Qt::DescendingOrder;
    std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
        if (isAlwaysFirst(a) != isAlwaysFirst(b)) return isAlwaysFirst(a);
        if (sortedBy_ == 0) return isDown ? keyAt(b) < keyAt(a) : keyAt(a) < keyAt(b);
        if (std::isnan(values[a]) && std::isnan(values[b])) {
            return isBefore(weights[a], weights[b], true);
        }
        return isBefore(values[a], values[b], isDown);
    });
}

double NodeModel::weightAt(std::size_t) const {
    return std::numeric_limits<double>::quiet_NaN();
}

int NodeModel::rowOf(const QString& key) const {
    const std::string wanted = key.toStdString();
    const auto found = std::find_if(order_.begin(), order_.end(),
                                    [&](uint32_t place) { return keyAt(place) == wanted; });
    return found == order_.end() ? -1 : static_cast<int>(found - order_.begin());
}

QString NodeModel::keyOf(int number) const {
    return QString::fromStdString(keyAt(placeOf(number)));
}

int NodeModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

QVariant NodeModel::data(const QModelIndex& index, int role) const {
    const std::size_t place = placeOf(index.row());
    switch (role) {
    case Qt::DisplayRole: return textAt(place, index.column());
    case Qt::ToolTipRole: return tipAt(place, index.column());
    case Qt::AccessibleTextRole:
        return titleOf(index.column()) + QChar(' ') + textAt(place, index.column());
    default: return {};
    }
}

QVariant NodeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    switch (role) {
    case Qt::DisplayRole: return titleOf(section);
    case Qt::ToolTipRole: return titleTipOf(section);
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::InitialSortOrderRole:
        // Who asks for numbers asks for the largest.
        return isSmallestFirst(section) ? Qt::AscendingOrder : Qt::DescendingOrder;
    default: return {};
    }
}

}  // namespace cst
