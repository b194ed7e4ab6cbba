#pragma once

#include <QTreeView>

namespace cst {

class NodeDelegate;
class Theme;

/// Nodes in rows. Keys: arrows, Home, End; Enter and a click choose the node of the row; letters
/// and Ctrl+F go to the filter; Ctrl+C copies the rows that are selected, of none all that are
/// unfolded. Other rows, as a run brings them, stand where somebody has scrolled to: the current
/// one is followed only if somebody chose it here and saw it. Base of NodeTable and ProfileTree. UI
/// thread only.
class NodeView : public QTreeView {
    Q_OBJECT

public:
    /// Its row is the current one; if another one was, it comes into sight. "" or one that is not
    /// there = none is.
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
    /// `theme` and `model` outlive it; `delegate` becomes its own.
    NodeView(const Theme& theme, QAbstractItemModel& model, NodeDelegate* delegate,
             QWidget* parent);

    /// What a row is found again by: the key of its node, or what no node is called.
    virtual QString nameOf(const QModelIndex& row) const = 0;
    virtual QModelIndex rowOf(const QString& name) const = 0;  // none = it is not there
    virtual bool isOfNode(const QModelIndex& row) const = 0;
    /// Other rows have come.
    virtual void unfoldAgain() {}
    /// Each column as wide as what it can hold.
    virtual void fitColumns() = 0;

    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    bool event(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    const Theme& theme_;
    const NodeDelegate& delegate_;

private:
    QString nodeOf(const QModelIndex& row) const;
    QString lineOf(const QModelIndex& row) const;
    QModelIndex lastRow() const;
    void makeCurrent(bool scrolls);
    void rememberPlace();
    void findPlaceAgain();
    bool isForFilter(const QString& typed) const;

    QString chosen_;        // name of a row; kept while it is filtered out
    bool isOwn_ = false;    // chosen in here, not told
    bool isTold_ = false;   // while it is told
    bool wasSeen_ = false;  // while rows change: the row chosen was in sight, or not there
    int scrolled_ = 0;      // likewise
    QString hintTitle_, hintText_;
};

}  // namespace cst
