#include "ui/profiler/link_note.h"

#include "ui/shell/theme.h"

#include <QShortcut>

namespace cst {

LinkNote::LinkNote(const char* name, const Theme& theme, QWidget* parent)
    : QLabel(parent), theme_(theme) {
    setObjectName(QLatin1String(name));
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setFocusPolicy(Qt::TabFocus);
    setAutoFillBackground(true);
    setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    connect(this, &QLabel::linkActivated, this, &LinkNote::linkUsed);
    // There is one link only: it need not be gone to first.
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* shortcut = new QShortcut(QKeySequence(key), this);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, &LinkNote::linkUsed);
    }
    connect(&theme_, &Theme::changed, this, &LinkNote::applyTheme);
    applyTheme();
    hide();
}

void LinkNote::applyTheme() {
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, theme_.color(Role::Raised));
    palette.setColor(QPalette::WindowText, theme_.color(Role::Text));
    setPalette(palette);
    QStringList parts;
    for (const QString& one : said_) parts << one.toHtmlEscaped();
    // A link that is laid out already would keep the colour of the theme before.
    parts << QStringLiteral("<a href=\"link\" style=\"color:%1\">%2</a>")
                 .arg(theme_.color(Role::Accent).name(), link_.toHtmlEscaped());
    setText(parts.join(QStringLiteral("&nbsp; ")));
}

void LinkNote::tell(const QStringList& text, const QString& link, const QString& tip) {
    said_ = text;
    link_ = link;
    applyTheme();
    setVisible(!text.isEmpty());
    setToolTip(tip.toHtmlEscaped().replace(QChar('\n'), QStringLiteral("<br>")));
    setAccessibleDescription(tip);
}

}  // namespace cst
