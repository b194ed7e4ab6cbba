#include "ui/results/value_view.h"

namespace cst {
namespace {

constexpr qsizetype kChunk = 32 * 1024;  // characters: a few milliseconds
constexpr qsizetype kLongestShown = 10'000;

/// Laying out a line takes time with its length, and nobody reads to its end.
QString withShortLines(const QString& text) {
    if (text.size() <= kLongestShown) return text;
    QString result;
    for (qsizetype begin = 0; begin <= text.size();) {
        qsizetype end = text.indexOf(u'\n', begin);
        if (end < 0) end = text.size();
        if (begin > 0) result += u'\n';
        const qsizetype length = end - begin;
        result += QStringView(text).mid(begin, qMin(length, kLongestShown));
        if (length > kLongestShown) {
            result += ValueView::tr(" … %1 more characters in this line (Copy takes all)")
                          .arg(length - kLongestShown);
        }
        begin = end + 1;
    }
    return result;
}

}  // namespace

ValueView::ValueView(QWidget* parent) : QPlainTextEdit(parent) {
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    timer_.setInterval(10);
    connect(&timer_, &QTimer::timeout, this, &ValueView::loadMore);
}

void ValueView::showText(const QString& text) {
    if (text == text_) return;
    text_ = text;
    loaded_ = 0;
    clear();
    loadMore();
    if (!isComplete()) timer_.start();
}

void ValueView::loadMore() {
    qsizetype end = qMin(loaded_ + kChunk, text_.size());
    if (end < text_.size()) {  // whole lines, so that a line is cut but once
        const qsizetype lineEnd = text_.indexOf(u'\n', end);
        end = lineEnd < 0 ? text_.size() : lineEnd + 1;
    }
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QString part = text_.mid(loaded_, end - loaded_);
    const bool endsLine = part.endsWith(u'\n');
    if (endsLine) part.chop(1);
    cursor.insertText(withShortLines(part));
    if (endsLine) cursor.insertText(QStringLiteral("\n"));
    loaded_ = end;
    if (isComplete()) timer_.stop();
}

}  // namespace cst
