#include "ui/results/value_table_model.h"

#include "ui/results/part_text.h"

#include <algorithm>
#include <utility>

namespace cst {

ValueTableModel::ValueTableModel(QObject* parent) : QAbstractTableModel(parent) {}

bool ValueTableModel::fits(const ValuePart& part) {
    return part.kind() == TypeKind::List || part.kind() == TypeKind::Map;
}

void ValueTableModel::showValue(NodeValuePtr value) {
    beginResetModel();
    value_ = std::move(value);
    whole_.reset();
    if (value_ && value_->value) {
        const ValuePart whole(*value_->compiled->types, value_->type, *value_->value);
        if (fits(whole)) whole_ = whole;
    }
    endResetModel();
}

bool ValueTableModel::isCut() const {
    return whole_ && whole_->size() > kMostRows;
}

int ValueTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !whole_ ? 0 : static_cast<int>(std::min(whole_->size(), kMostRows));
}

const std::vector<FieldType>* ValueTableModel::fields() const {
    const TypeTable& types = *value_->compiled->types;
    const TypeId element = innermostType(types, types[whole_->innerType()].args.back());
    const TypeRow* record = types.record(element);
    return record != nullptr && !record->fields.empty() ? &record->fields : nullptr;
}

int ValueTableModel::columnCount(const QModelIndex& parent) const {
    if (parent.isValid() || !whole_) return 0;
    const auto* fields = this->fields();
    return fields != nullptr ? static_cast<int>(fields->size()) : 1;
}

TypeId ValueTableModel::columnType(int column) const {
    if (const auto* fields = this->fields())
        return (*fields)[static_cast<std::size_t>(column)].type;
    return (*value_->compiled->types)[whole_->innerType()].args.back();
}

int ValueTableModel::alignment(int column) const {
    const TypeTable& types = *value_->compiled->types;
    const TypeKind kind = types.kind(innermostType(types, columnType(column)));
    const bool isNumber = kind == TypeKind::Int || kind == TypeKind::Float;
    return static_cast<int>(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
}

std::optional<ValuePart> ValueTableModel::part(const QModelIndex& index) const {
    if (!index.isValid() || !whole_) return std::nullopt;
    const ValuePart row = whole_->at(static_cast<uint32_t>(index.row()));
    if (fields() == nullptr) return row;
    if (row.isNone()) return std::nullopt;  // no record, so no fields
    return row.at(static_cast<uint32_t>(index.column()));
}

QVariant ValueTableModel::data(const QModelIndex& index, int role) const {
    if (!whole_) return {};
    switch (role) {
    case Qt::DisplayRole: {
        ++textsMade_;
        const std::optional<ValuePart> cell = part(index);
        return cell ? cellText(*cell) : index.column() == 0 ? QStringLiteral("null") : QString();
    }
    case Qt::ToolTipRole: {
        const std::optional<ValuePart> cell = part(index);
        return cell ? partTip(*cell) : QString();
    }
    case Qt::TextAlignmentRole: return alignment(index.column());
    default: return {};
    }
}

QVariant ValueTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!whole_ || section < 0) return {};
    if (orientation == Qt::Vertical) {
        if (role != Qt::DisplayRole) return {};
        if (whole_->kind() == TypeKind::List) return section;  // as in `orders[0]`
        return QString::fromStdString(whole_->nameAt(static_cast<uint32_t>(section)));
    }
    const auto* fields = this->fields();
    const QString name =
        fields != nullptr
            ? QString::fromStdString((*fields)[static_cast<std::size_t>(section)].name)
            : tr("value");
    if (role == Qt::TextAlignmentRole) return alignment(section);
    if (role == Qt::DisplayRole) return name;
    if (role == Qt::ToolTipRole) {
        return QString(name + QStringLiteral(" : ") +
                       QString::fromStdString(value_->compiled->types->text(columnType(section))));
    }
    return {};
}

}  // namespace cst
