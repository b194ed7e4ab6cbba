#include "ui/samples/growing_text.h"

#include <QAbstractTextDocumentLayout>
#include <QEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <cmath>

namespace cst {

GrowingText::GrowingText(int fewestLines, int mostLines, QWidget* parent)
    : QPlainTextEdit(parent), fewestLines_(fewestLines), mostLines_(mostLines) {
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(3);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this] { fitHeight(); });
    fitHeight();
}

QSize GrowingText::sizeHint() const {
    return {240, height()};
}

QSize GrowingText::minimumSizeHint() const {
    return {60, height()};
}

void GrowingText::fitHeight() {
    // The layout of a plain text edit counts its height in lines.
    const int lines = qBound(fewestLines_, qRound(document()->size().height()), mostLines_);
    const double margins = 2 * (document()->documentMargin() + frameWidth()) + 2;
    const int wanted = static_cast<int>(std::ceil(lines * fontMetrics().lineSpacing() + margins));
    if (wanted == height() && wanted == minimumHeight()) return;
    setFixedHeight(wanted);
    setVerticalScrollBarPolicy(lines < mostLines_ ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
}

void GrowingText::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fitHeight();
}

void GrowingText::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

/// What has nothing to scroll leaves the wheel to the form around it.
void GrowingText::wheelEvent(QWheelEvent* event) {
    const QScrollBar* bar = verticalScrollBar();
    if (!hasFocus() || bar->minimum() == bar->maximum()) {
        event->ignore();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

}  // namespace cst
