#pragma once

#include <QTreeView>

namespace cst {

class NodeDelegate;
class NodeModel;
class Theme;

/// A row a node. Keys: arrows, Home, End; Enter and a click choose the node of the row; letters and
/// Ctrl+F go to the filter; Ctrl+C copies the rows that are selected, of none all. UI thread only.
class NodeTable : public QTreeView {
    Q_OBJECT

public:
    /// `theme` and `model` outlive it; `delegate` becomes its own.
    NodeTable(const Theme& theme, NodeModel& model, NodeDelegate* delegate,
              QWidget* parent = nullptr);

    /// Its row is the current one and in sight; "" or one that is not there = none is.
    void setNode(const QString& key);
    QString node() const;                                     // of the current row; "" = none
    void setHint(const QString& title, const QString& text);  // shown while there are no rows

public slots:
    void copy();

signals:
    void nodeActivated(const QString& key);
    /// Somebody wants to look for rows and has typed this so far.
    void filterWanted(const QString& typed);
    /// A menu for a node, at this place of the screen; "" = for the whole.
    void menuAsked(const QString& key, QPoint place);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    bool event(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();

    const Theme& theme_;
    NodeModel& model_;
    NodeDelegate& delegate_;
    QString chosen_;  // key; kept while its row is filtered out
    QString hintTitle_, hintText_;
};

}  // namespace cst
