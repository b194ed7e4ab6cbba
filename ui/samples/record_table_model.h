#pragma once

#include "engine/base/result.h"
#include "engine/types/type_table.h"

#include <QAbstractTableModel>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cst {

class Theme;

/// A list of records as text cells: one row an element, one column a field.
class RecordTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    RecordTableModel(const Theme& theme, const TypeTable& types, TypeId element, QObject* parent);

    /// Nothing = there is no list, which is not an empty one.
    std::optional<std::string> json() const;
    void setJson(const std::optional<std::string>& json);
    /// Paths as in `[3].total`.
    void showFaults(std::span<const Error> faults);

    void appendRow();
    void removeAt(int row);
    bool isBoolean(int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void edited();

private:
    QString faultAt(const QModelIndex& index) const;

    const Theme& theme_;      // outlives every widget
    const TypeTable& types_;  // outlives the row of the form
    std::vector<FieldType> fields_;
    std::vector<std::vector<QString>> rows_;
    std::map<std::pair<int, int>, QString> faults_;  // by row and column; column -1 = the row
    bool isGiven_ = false;
};

}  // namespace cst
