#pragma once

#include "engine/session/node_value.h"
#include "engine/value/value_part.h"

#include <QAbstractTableModel>

#include <cstdint>
#include <optional>

namespace cst {

/// A list or a map as a table: a row an element or entry, a column a field where those are records.
/// Nothing is read but the cells that are asked for, so a million rows are there at once.
/// UI thread only.
class ValueTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Of a longer list, those are shown: item views count pixels in an int.
    static constexpr uint32_t kMostRows = 20'000'000;

    explicit ValueTableModel(QObject* parent = nullptr);

    /// Is there a table to be made of it?
    static bool fits(const ValuePart& part);

    void showValue(NodeValuePtr value);  // null = none
    std::optional<ValuePart> part(const QModelIndex& index) const;
    /// Has the value more rows than are shown?
    bool isCut() const;
    /// Cells of which a text was made since the beginning: for tests.
    uint64_t textsMade() const { return textsMade_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const std::vector<FieldType>* fields() const;  // null = the elements are no records
    TypeId columnType(int column) const;
    int alignment(int column) const;

    NodeValuePtr value_;
    std::optional<ValuePart> whole_;  // of value_
    mutable uint64_t textsMade_ = 0;
};

}  // namespace cst
