#include "ui/shell/main_window_help.h"

#include "ui/shell/theme.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextTable>
#include <QVBoxLayout>

namespace cst {

namespace {

QString markdownOf(const QString& page) {
    QFile file(page);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

HelpPage::HelpPage(const Theme& theme, const QString& title, const QString& page, QWidget* window)
    : QDialog(window), theme_(theme), markdown_(markdownOf(page)), text_(new QTextBrowser(this)) {
    setObjectName(QStringLiteral("helpPage"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    text_->setObjectName(QStringLiteral("helpText"));
    text_->setAccessibleName(title);
    text_->setOpenLinks(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2));
    column->setSpacing(theme.space(2));
    column->addWidget(text_, 1);
    column->addWidget(buttons);
    connect(&theme, &Theme::changed, this, &HelpPage::applyTheme);
    applyTheme();
    text_->setFocus();
    resize(QSize(theme.space(260), theme.space(170)).boundedTo(window->size()));
}

/// What Markdown leaves open: the font, and room in the cells of tables. Made anew, as the formats
/// of a document hold colours.
void HelpPage::applyTheme() {
    text_->document()->setDefaultFont(theme_.textFont());
    text_->document()->setDocumentMargin(theme_.space(3));
    text_->setMarkdown(markdown_);
    for (QTextFrame* frame : text_->document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table) continue;
        QTextTableFormat format = table->format();
        format.setCellPadding(theme_.space(1));
        format.setCellSpacing(0);
        format.setBorder(0);  // rows stand apart by their room
        // Of all of it, rounding would bring a scroll bar.
        format.setWidth(QTextLength(QTextLength::PercentageLength, 99));
        table->setFormat(format);
    }
    text_->moveCursor(QTextCursor::Start);
}

}  // namespace cst
