#pragma once

#include "ui/profiler/profile_report.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace cst {

/// What people look for first stands first.
enum class TreeColumn : int { Name, Share, Total, Self, Nodes, Count };

/// The boxes of the flame graph as rows in one another, the largest first; a filter keeps those in
/// which a node is called so. UI thread only. Cost of a change: O(frames).
class ProfileTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    explicit ProfileTreeModel(QObject* parent = nullptr) : QAbstractItemModel(parent) {}

    void showReport(ProfileReportPtr report);  // null = nothing has run
    void setMeasure(FlameMeasure measure);
    void filter(const QString& words);  // rows that hold each of them, and what they lie in
    bool isFiltered() const { return !words_.isEmpty(); }
    /// Is there any time, filtered out or not?
    bool hasTime() const { return frames().size() > 1; }

    /// What a row is found again by: the key of a node; of a group what no node is called.
    QString nameOf(const QModelIndex& row) const;
    QModelIndex rowOf(const QString& name) const;  // none = it is not there
    bool isGroup(const QModelIndex& row) const;
    const FlameFrame& frame(const QModelIndex& row) const;
    double shareOf(const QModelIndex& row) const;   // of the whole run, 0 … 1
    QString labelOf(const QModelIndex& row) const;  // what it is or does; "" = not known

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& row) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override {
        return static_cast<int>(TreeColumn::Count);
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const std::vector<FlameFrame>& frames() const;
    void arrange();
    QString textOf(const QModelIndex& index) const;
    QString tipOf(const QModelIndex& index) const;
    QString wordsOf(const FlameFrame& frame) const;
    bool isFound(const FlameFrame& frame) const;  // by the filter
    uint32_t nodesIn(uint32_t frame) const;

    ProfileReportPtr report_;
    FlameMeasure measure_ = FlameMeasure::Wall;
    QStringList words_;                                  // in lower case
    std::unordered_map<std::string, std::size_t> rows_;  // of the report, by key
    // By frame; those filtered out are in nobody's children.
    std::vector<std::vector<uint32_t>> children_;
    std::vector<int> placeIn_;  // among the children of its parent
};

}  // namespace cst
