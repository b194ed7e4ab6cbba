#include "ui/shell/main_window_keys.h"

#include "ui/shell/theme.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {

namespace {

/// Keys and mouse of the canvas, which are in no menu (graph_view_input.cpp has them).
struct CanvasKey {
    const char* command;
    const char* keys;
};
constexpr CanvasKey kCanvas[] = {
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Walk along the edges"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Alt+arrows")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Walk and choose on the way"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Alt+Shift+arrows")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Go on in the text of the chosen node"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Enter")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Move the picture"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "arrows, drag, two fingers")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Zoom"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "+, -, wheel, pinch")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Choose several nodes"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Ctrl+click, Shift+drag")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Connect two nodes"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "drag from the dot at the right of a node")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Add a call here"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "double click beside the nodes, drag from Modules")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Take a closer look at a node, unfold it"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "double click")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Choose the nodes of a group"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "click on its name")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Fold a group"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "double click on its name")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "What can be done here"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "right click, Menu key")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Back and forward"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "those buttons of the mouse")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Choose nothing, end a drag"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Esc")},
};

/// Those of the timeline (timeline_canvas_input.cpp has them).
constexpr CanvasKey kTimeline[] = {
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Zoom"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "wheel, W and S, +, -")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Move the picture"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "drag, Shift+wheel, A and D, arrows")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Show all of it"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "F, 0")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Zoom to what is chosen or measured"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Z, Enter, double click")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Walk from span to span"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Alt+arrows")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Measure"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Shift+drag, M")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Search spans"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "/")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Fold all lanes to their first row"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "C")},
};

/// Those of the profile (node_view.cpp and profile_flame.cpp have them).
constexpr CanvasKey kProfile[] = {
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Choose the node of the row"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Enter, click")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Filter rows"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Ctrl+F, letters")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Copy rows"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Ctrl+C")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog", "Flame graph: show one box alone, and what it lies in"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "Enter, double click; Backspace, Esc")},
    {QT_TRANSLATE_NOOP("cst::KeysDialog",
                       "Tree: unfold and fold a row, unfold all that lies in it"),
     QT_TRANSLATE_NOOP("cst::KeysDialog", "right, left, double click; *")},
};

}  // namespace

KeysDialog::KeysDialog(const Theme& theme, const std::vector<MenuCommand>& commands,
                       QWidget* window)
    : QDialog(window), line_(new QLineEdit(this)), table_(new QTreeWidget(this)) {
    setObjectName(QStringLiteral("keysDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keys"));
    line_->setObjectName(QStringLiteral("keysLine"));
    line_->setPlaceholderText(tr("Search for a command or a key"));
    line_->setAccessibleName(line_->placeholderText());
    line_->setClearButtonEnabled(true);
    table_->setObjectName(QStringLiteral("keysTable"));
    table_->setAccessibleName(tr("Keys"));
    table_->setHeaderLabels({tr("Command"), tr("Keys"), tr("Where")});
    table_->setRootIsDecorated(false);
    table_->setUniformRowHeights(true);
    table_->setAlternatingRowColors(true);
    for (const MenuCommand& one : commands) {
        if (!one.keys.isEmpty()) addRow(one.name, one.keys, one.menu);
    }
    for (const CanvasKey& one : kCanvas) addRow(tr(one.command), tr(one.keys), tr("in the graph"));
    for (const CanvasKey& one : kTimeline) {
        addRow(tr(one.command), tr(one.keys), tr("in the timeline"));
    }
    for (const CanvasKey& one : kProfile) {
        addRow(tr(one.command), tr(one.keys), tr("in the profile"));
    }
    for (int column = 0; column < table_->columnCount(); ++column) {
        table_->resizeColumnToContents(column);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2));
    column->setSpacing(theme.space(2));
    column->addWidget(line_);
    column->addWidget(table_, 1);
    connect(line_, &QLineEdit::textChanged, this, &KeysDialog::filter);
    line_->setFocus();
    resize(QSize(theme.space(180), theme.space(140)).boundedTo(window->size()));
}

void KeysDialog::addRow(const QString& command, const QString& keys, const QString& where) {
    new QTreeWidgetItem(table_, {command, keys, where});
}

void KeysDialog::filter(const QString& words) {
    const QStringList all = words.split(QChar(' '), Qt::SkipEmptyParts);
    for (int i = 0; i < table_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* row = table_->topLevelItem(i);
        const QString text = row->text(0) + QChar(' ') + row->text(1) + QChar(' ') + row->text(2);
        row->setHidden(!std::all_of(all.begin(), all.end(), [&](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        }));
    }
}

}  // namespace cst
