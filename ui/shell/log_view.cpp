#include "ui/shell/log_view.h"

#include "ui/shell/empty_hint.h"
#include "ui/shell/theme.h"

#include <QPainter>

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
    appendPlainText(lines.join(QLatin1Char('\n')));
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
