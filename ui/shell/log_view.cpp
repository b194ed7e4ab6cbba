#include "ui/shell/log_view.h"

#include "ui/shell/empty_hint.h"
#include "ui/shell/theme.h"

#include <QPainter>
#include <QScrollBar>

namespace cst {

LogView::LogView(const Theme& theme, QWidget* parent) : QPlainTextEdit(parent), theme_(theme) {
    setObjectName(QStringLiteral("log"));
    setAccessibleName(tr("Log"));
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setMaximumBlockCount(10'000);
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Window);
    setFont(theme.codeFont());
    setLineWrapMode(QPlainTextEdit::NoWrap);
}

void LogView::append(const QStringList& lines) {
    const int across = horizontalScrollBar()->value();
    appendPlainText(lines.join(QLatin1Char('\n')));
    horizontalScrollBar()->setValue(across);  // a long line shows its beginning, not its end
}

void LogView::paintEvent(QPaintEvent* event) {
    QPlainTextEdit::paintEvent(event);
    if (document()->isEmpty()) {
        QPainter painter(viewport());
        paintEmptyHint(painter, viewport()->rect(), theme_, tr("Nothing logged yet"),
                       tr("What a pipeline writes with debug.log during a run appears here."));
    }
}

}  // namespace cst
