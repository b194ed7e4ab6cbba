#pragma once

#include <QTreeView>

namespace cst {

class CompareModel;
class Theme;

/// A row a node, the whole run first. Keys: arrows, Home, End; Enter and a click choose the node of
/// the row; Ctrl+F goes to the filter; Ctrl+C copies the rows that are selected, of none all. UI
/// thread only.
class CompareTable : public QTreeView {
    Q_OBJECT

public:
    /// Both outlive it.
    CompareTable(const Theme& theme, CompareModel& model, QWidget* parent = nullptr);

    /// Its row is the current one and in sight; "" or one that is not there = none is.
    void setNode(const QString& key);
    QString node() const;                                     // of the current row; "" = none
    void setHint(const QString& title, const QString& text);  // shown while there are no rows

public slots:
    void copy();

signals:
    void nodeActivated(const QString& key);
    void filterWanted();

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();

    const Theme& theme_;
    CompareModel& model_;
    QString chosen_;  // key; kept while its row is filtered out
    QString hintTitle_, hintText_;
};

}  // namespace cst
