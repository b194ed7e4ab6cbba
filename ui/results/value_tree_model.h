#pragma once

#include "engine/session/node_value.h"
#include "engine/value/value_part.h"

#include <QAbstractItemModel>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace cst {

/// A value as a tree: name, value, type. What has more than kMostChildren parts shows them in
/// groups of equal size, groups of groups if need be, so that opening a branch costs the same
/// however much is in it. A row comes about when the view asks for it. UI thread only.
class ValueTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    static constexpr uint32_t kMostChildren = 1'000;
    enum Column { NameColumn, ValueColumn, TypeColumn, ColumnCount };

    explicit ValueTreeModel(QObject* parent = nullptr);
    ~ValueTreeModel() override;

    void showValue(NodeValuePtr value, const QString& name);        // null = none
    std::optional<ValuePart> part(const QModelIndex& index) const;  // none of a group
    /// Cells of which a text was made since the beginning: for tests.
    uint64_t textsMade() const { return textsMade_; }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row;
    static Row& rowOf(const QModelIndex& index);
    QString nameOf(const Row& row) const;

    NodeValuePtr value_;
    QString name_;
    std::unique_ptr<Row> root_;  // of the whole value; null = none
    mutable uint64_t textsMade_ = 0;
};

}  // namespace cst
