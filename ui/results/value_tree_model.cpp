#include "ui/results/value_tree_model.h"

#include "ui/results/part_text.h"

#include <algorithm>
#include <utility>

namespace cst {

/// Parts [begin, end) of `part`: all of them, or a group of them.
struct ValueTreeModel::Row {
    Row(const ValuePart& p, uint32_t b, uint32_t e, bool group, Row* up, int at)
        : part(p), begin(b), end(e), isGroup(group), parent(up), row(at) {}

    const ValuePart part;
    const uint32_t begin;
    const uint32_t end;
    const bool isGroup;
    Row* const parent;                           // null of the root
    const int row;                               // among those of the parent
    std::vector<std::unique_ptr<Row>> children;  // null = nobody has asked for it yet

    /// How many parts a child stands for: 1, or as many as a group has.
    uint32_t step() const {
        uint64_t step = 1;
        while ((uint64_t{end} - begin + step - 1) / step > kMostChildren) step *= kMostChildren;
        return static_cast<uint32_t>(step);
    }
    int childCount() const {
        const uint64_t step = this->step();
        return static_cast<int>((uint64_t{end} - begin + step - 1) / step);
    }
    Row& child(int index);
};

ValueTreeModel::Row& ValueTreeModel::Row::child(int index) {
    const auto at = static_cast<std::size_t>(index);
    if (children.empty()) children.resize(static_cast<std::size_t>(childCount()));
    if (children[at] == nullptr) {
        const uint64_t step = this->step();
        const auto from = static_cast<uint32_t>(begin + step * at);
        if (step > 1) {
            const auto to = static_cast<uint32_t>(std::min<uint64_t>(end, from + step));
            children[at] = std::make_unique<Row>(part, from, to, true, this, index);
        } else {
            const ValuePart inner = part.at(from);
            children[at] = std::make_unique<Row>(inner, 0, inner.size(), false, this, index);
        }
    }
    return *children[at];
}

ValueTreeModel::ValueTreeModel(QObject* parent) : QAbstractItemModel(parent) {}
ValueTreeModel::~ValueTreeModel() = default;

void ValueTreeModel::showValue(NodeValuePtr value, const QString& name) {
    beginResetModel();
    root_.reset();
    value_ = std::move(value);
    name_ = name;
    if (value_ && value_->value) {
        const ValuePart whole(*value_->compiled->types, value_->type, *value_->value);
        root_ = std::make_unique<Row>(whole, 0, whole.size(), false, nullptr, 0);
    }
    endResetModel();
}

ValueTreeModel::Row& ValueTreeModel::rowOf(const QModelIndex& index) {
    return *static_cast<Row*>(index.internalPointer());
}

std::optional<ValuePart> ValueTreeModel::part(const QModelIndex& index) const {
    if (!index.isValid() || rowOf(index).isGroup) return std::nullopt;
    return rowOf(index).part;
}

QModelIndex ValueTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, parent.isValid() ? &rowOf(parent).child(row) : root_.get());
}

QModelIndex ValueTreeModel::parent(const QModelIndex& index) const {
    Row* const parent = index.isValid() ? rowOf(index).parent : nullptr;
    return parent != nullptr ? createIndex(parent->row, NameColumn, parent) : QModelIndex();
}

int ValueTreeModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return root_ ? 1 : 0;
    return parent.column() == NameColumn ? rowOf(parent).childCount() : 0;
}

int ValueTreeModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

bool ValueTreeModel::hasChildren(const QModelIndex& parent) const {
    return rowCount(parent) > 0;
}

QString ValueTreeModel::nameOf(const Row& row) const {
    if (row.isGroup) {
        return QStringLiteral("[%1 … %2]").arg(row.begin).arg(row.end - 1);
    }
    if (row.parent == nullptr) return name_;
    const auto index = row.parent->begin + static_cast<uint32_t>(row.row);
    return QString::fromStdString(row.parent->part.nameAt(index));
}

QVariant ValueTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Row& row = rowOf(index);
    if (role == Qt::ToolTipRole && !row.isGroup) return partTip(row.part);
    if (role != Qt::DisplayRole) return {};
    ++textsMade_;
    switch (index.column()) {
    case NameColumn: return nameOf(row);
    case ValueColumn: return row.isGroup ? QString() : lineText(row.part);
    default:
        return row.isGroup
                   ? QString()
                   : QString::fromStdString(value_->compiled->types->text(row.part.innerType()));
    }
}

QVariant ValueTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == NameColumn ? tr("Name") : section == ValueColumn ? tr("Value") : tr("Type");
}

}  // namespace cst
