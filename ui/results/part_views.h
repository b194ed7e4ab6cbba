#pragma once

#include <QTableView>
#include <QTreeView>

namespace cst {

class Theme;

/// The cells of a ValueTableModel. Rows are all of one height: no row is looked at to see how high
/// it is.
class PartTable : public QTableView {
    Q_OBJECT

public:
    PartTable(const Theme& theme, QWidget* parent);

    /// As wide as what stands in the first rows needs.
    void fitColumns();

public slots:
    void copy() { emit copyRequested(currentIndex()); }

signals:
    void copyRequested(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

/// The rows of a ValueTreeModel.
class PartTree : public QTreeView {
    Q_OBJECT

public:
    PartTree(const Theme& theme, QWidget* parent);

public slots:
    void copy() { emit copyRequested(currentIndex()); }

signals:
    void copyRequested(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace cst
