#pragma once

#include "engine/session/snapshot.h"

#include <QWidget>

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace cst {

class Theme;

/// All functions that can be called, by namespace, with a line to search in. A function is added to
/// the text by dragging it onto the graph, by a double click or by Enter.
class ModulesView : public QWidget {
    Q_OBJECT

public:
    /// `dragMime`: what a dragged function carries its qualified name as.
    ModulesView(const Theme& theme, const char* dragMime, QWidget* parent = nullptr);

    /// Shows the functions of its registry; the same ones are not shown twice.
    void showSnapshot(const SnapshotPtr& snapshot);

signals:
    void chosen(const QString& qualifiedName);

private:
    class Tree;

    void showEvent(QShowEvent* event) override;

    void fill();
    void addFunction(QTreeWidgetItem* parent, const Signature& function);
    bool eventFilter(QObject* watched, QEvent* event) override;

    const Theme& theme_;  // outlives every widget
    QLineEdit* line_;
    Tree* tree_;
    std::shared_ptr<const SignatureTable> functions_;
    std::shared_ptr<const TypeTable> types_;
    bool isFilled_ = false;  // not before somebody looks at it
};

}  // namespace cst
