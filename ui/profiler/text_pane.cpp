#include "ui/profiler/text_pane.h"

#include "ui/shell/theme.h"

#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace cst {

/// Paints what stands left of the lines.
class TextPane::Margin : public QWidget {
public:
    explicit Margin(TextPane& pane) : QWidget(&pane), pane_(pane) {}

protected:
    void paintEvent(QPaintEvent*) override { pane_.paintMargin(*this); }

private:
    TextPane& pane_;
};

TextPane::TextPane(const Theme& theme, QChar sign, QWidget* parent)
    : QPlainTextEdit(parent), theme_(theme), sign_(sign), margin_(new Margin(*this)) {
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFrameShape(QFrame::NoFrame);
    connect(this, &QPlainTextEdit::updateRequest, margin_, [this] { margin_->update(); });
    connect(&theme_, &Theme::changed, this, &TextPane::applyTheme);
    applyTheme();
}

void TextPane::showLines(std::vector<Line> lines) {
    lines_ = std::move(lines);
    QStringList texts;
    for (const Line& line : lines_) texts.append(line.text);
    setPlainText(texts.join(QChar('\n')));
    applyTheme();
    placeMargin();
}

void TextPane::goTo(int line) {
    const QTextBlock block = document()->findBlockByNumber(line);
    setTextCursor(QTextCursor(block));
    centerCursor();
}

void TextPane::applyTheme() {
    setFont(theme_.codeFont());
    QPalette palette = this->palette();
    palette.setColor(QPalette::Base, theme_.color(Role::Editor));
    palette.setColor(QPalette::Text, theme_.color(Role::Text));
    setPalette(palette);
    QList<QTextEdit::ExtraSelection> grounds;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        if (lines_[i].mark == Mark::Same) continue;
        QTextEdit::ExtraSelection ground;
        ground.cursor = QTextCursor(document()->findBlockByNumber(static_cast<int>(i)));
        ground.format.setProperty(QTextFormat::FullWidthSelection, true);
        ground.format.setBackground(
            theme_.color(lines_[i].mark == Mark::Changed ? Role::Selection : Role::EditorGutter));
        grounds.append(ground);
    }
    setExtraSelections(grounds);
    margin_->update();
}

int TextPane::marginWidth() const {
    const int digits = static_cast<int>(QString::number(lines_.size()).size());
    return fontMetrics().horizontalAdvance(QChar('0')) * (digits + 2) + theme_.space(3);
}

void TextPane::placeMargin() {
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    margin_->setGeometry(area.left(), area.top(), marginWidth(), area.height());
}

void TextPane::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    placeMargin();
}

void TextPane::paintMargin(QWidget& margin) {
    QPainter painter(&margin);
    painter.fillRect(margin.rect(), theme_.color(Role::EditorGutter));
    painter.setFont(font());
    const int sign = fontMetrics().horizontalAdvance(QChar('0')) + theme_.space(1);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > margin.height()) break;
        const auto number = static_cast<std::size_t>(block.blockNumber());
        if (number >= lines_.size() || lines_[number].number == 0) continue;
        const QRect row(0, qRound(box.top()), margin.width(), qRound(box.height()));
        painter.setPen(theme_.color(Role::TextDim));
        painter.drawText(row.adjusted(0, 0, -sign - theme_.space(1), 0),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(lines_[number].number));
        if (lines_[number].mark == Mark::Changed) {
            painter.setPen(theme_.color(Role::Text));
            painter.drawText(row.adjusted(0, 0, -theme_.space(1), 0),
                             Qt::AlignRight | Qt::AlignVCenter, sign_);
        }
    }
}

}  // namespace cst
