#include "ui/samples/record_table_model.h"

#include "ui/samples/cell_json.h"
#include "ui/shell/theme.h"

#include <cstdio>

namespace cst {

RecordTableModel::RecordTableModel(const Theme& theme, const TypeTable& types, TypeId element,
                                   QObject* parent)
    : QAbstractTableModel(parent), theme_(theme), types_(types), fields_(types[element].fields) {}

std::optional<std::string> RecordTableModel::json() const {
    if (!isGiven_) return std::nullopt;
    std::string list = "[";
    for (const std::vector<QString>& row : rows_) {
        list += list.size() > 1 ? ", {" : "{";
        bool isFirst = true;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            const auto value = jsonOfText(types_, fields_[i].type, row[i]);
            if (!value) continue;
            list += (isFirst ? "" : ", ") + quotedJson(QString::fromStdString(fields_[i].name)) +
                    ": " + *value;
            isFirst = false;
        }
        list += "}";
    }
    return list + "]";
}

void RecordTableModel::setJson(const std::optional<std::string>& json) {
    std::vector<std::string> elements;
    beginResetModel();
    rows_.clear();
    faults_.clear();
    isGiven_ = json && jsonElements(*json, elements);
    for (const std::string& element : elements) {
        std::vector<QString> cells(fields_.size());
        for (const auto& [name, value] : jsonMembers(element)) {
            for (std::size_t i = 0; i < fields_.size(); ++i) {
                if (fields_[i].name == name) cells[i] = textOfJson(value);
            }
        }
        rows_.push_back(std::move(cells));
    }
    endResetModel();
}

void RecordTableModel::showFaults(std::span<const Error> faults) {
    if (faults.empty() && faults_.empty()) return;
    faults_.clear();
    for (const Error& fault : faults) {
        int row = -1;
        if (std::sscanf(fault.path.c_str(), "[%d]", &row) != 1) continue;
        const std::size_t end = fault.path.find(']') + 1;
        int column = -1;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (fault.path.compare(end, std::string::npos, "." + fields_[i].name) == 0) {
                column = static_cast<int>(i);
            }
        }
        faults_.emplace(std::pair(row, column), QString::fromStdString(fault.message));
    }
    if (rows_.empty()) return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                     {Qt::ForegroundRole, Qt::ToolTipRole});
}

void RecordTableModel::appendRow() {
    const int row = rowCount();
    beginInsertRows({}, row, row);
    rows_.emplace_back(fields_.size());
    isGiven_ = true;
    endInsertRows();
    emit edited();
}

void RecordTableModel::removeAt(int row) {
    if (row < 0 || row >= rowCount()) return;
    beginRemoveRows({}, row, row);
    rows_.erase(rows_.begin() + row);
    endRemoveRows();
    emit edited();
}

bool RecordTableModel::isBoolean(int column) const {
    const TypeId type = fields_[static_cast<std::size_t>(column)].type;
    return type == types::kBoolean ||
           (types_.kind(type) == TypeKind::Optional && types_.element(type) == types::kBoolean);
}

int RecordTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RecordTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(fields_.size());
}

QString RecordTableModel::faultAt(const QModelIndex& index) const {
    for (const int column : {index.column(), -1}) {
        const auto found = faults_.find({index.row(), column});
        if (found != faults_.end()) return found->second;
    }
    return {};
}

QVariant RecordTableModel::data(const QModelIndex& index, int role) const {
    const auto column = static_cast<std::size_t>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return rows_[static_cast<std::size_t>(index.row())][column];
    case Qt::ToolTipRole: return faultAt(index);
    case Qt::ForegroundRole:
        return faultAt(index).isEmpty() ? QVariant() : QVariant(theme_.color(Role::Error));
    case Qt::BackgroundRole:
        // An empty cell has no text that could be red.
        return faultAt(index).isEmpty() || !data(index, Qt::DisplayRole).toString().isEmpty()
                   ? QVariant()
                   : QVariant(QBrush(theme_.color(Role::Error), Qt::Dense6Pattern));
    case Qt::TextAlignmentRole: {
        const TypeId type = fields_[column].type;
        const bool number = type == types::kInt || type == types::kFloat;
        return static_cast<int>(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    default: return {};
    }
}

bool RecordTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole) return false;
    QString& cell =
        rows_[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
    if (cell == value.toString()) return true;
    cell = value.toString();
    emit dataChanged(index, index);
    emit edited();
    return true;
}

QVariant RecordTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        return role == Qt::DisplayRole ? QVariant(section) : QVariant();  // as in `orders[0]`
    }
    const FieldType& field = fields_[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return QString::fromStdString(field.name);
    if (role == Qt::ToolTipRole) {
        return QString::fromStdString(field.name + " : " + types_.text(field.type));
    }
    return {};
}

Qt::ItemFlags RecordTableModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable;
}

}  // namespace cst
