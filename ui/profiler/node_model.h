#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cst {

/// Nodes, a row each, in an order of somebody's choice, and only those that somebody looks for. Who
/// derives from it has the rows and says what stands in them; column 0 is the node. UI thread only.
/// Sorting and filtering cost O(rows · log rows).
class NodeModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Rows that hold each of these words.
    void filter(const QString& words);
    /// Where the node of that key stands; -1 = nowhere, or it is filtered out.
    int rowOf(const QString& key) const;
    QString keyOf(int number) const;  // "" = the row is of no node

    int sortedBy() const { return sortedBy_; }
    Qt::SortOrder direction() const { return direction_; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// What has no number goes last, in both directions, by its weight; equal ones stay in order.
    void sort(int column, Qt::SortOrder order) override;

protected:
    NodeModel(int sortedBy, QObject* parent);

    /// Rows change in `change`: it may do anything with them.
    void reset(const std::function<void()>& change);
    std::size_t placeOf(int number) const { return order_[static_cast<std::size_t>(number)]; }

    // All rows by their place, before anybody has sorted or filtered them.
    virtual std::size_t places() const = 0;
    virtual const std::string& keyAt(std::size_t place) const = 0;
    virtual const QString& wordsAt(std::size_t place) const = 0;  // in lower case
    virtual QString textAt(std::size_t place, int column) const = 0;
    virtual QString tipAt(std::size_t place, int column) const = 0;
    /// What it is sorted by; NaN = nothing. Not of column 0.
    virtual double valueAt(std::size_t place, int column) const = 0;
    /// Orders what has no value, the largest first; NaN = as it stands.
    virtual double weightAt(std::size_t) const;
    virtual bool isWanted(std::size_t) const { return true; }
    virtual bool isAlwaysFirst(std::size_t) const { return false; }

    virtual QString titleOf(int column) const = 0;
    virtual QString titleTipOf(int column) const = 0;
    virtual bool isNumber(int column) const = 0;
    virtual bool isSmallestFirst(int column) const { return column == 0; }

private:
    void arrange();

    QStringList words_;  // in lower case
    int sortedBy_;
    Qt::SortOrder direction_ = Qt::DescendingOrder;
    std::vector<uint32_t> order_;  // places
};

}  // namespace cst
