#pragma once

#include "ui/shell/main_window_palette.h"

#include <QDialog>

class QLineEdit;
class QTreeWidget;

namespace cst {

class Theme;

/// All commands that have keys, as the menus have them, and what keys and mouse do in the graph; a
/// line to search in.
class KeysDialog : public QDialog {
    Q_OBJECT

public:
    KeysDialog(const Theme& theme, const std::vector<MenuCommand>& commands, QWidget* window);

private:
    void addRow(const QString& command, const QString& keys, const QString& where);
    void filter(const QString& words);

    QLineEdit* line_;
    QTreeWidget* table_;
};

}  // namespace cst
