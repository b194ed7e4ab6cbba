#include "ui/profiler/past_run_note.h"

#include "ui/profiler/history_words.h"
#include "ui/shell/theme.h"

#include <QShortcut>

namespace cst {

PastRunNote::PastRunNote(const Theme& theme, QWidget* parent) : QLabel(parent), theme_(theme) {
    setObjectName(QStringLiteral("pastRunNote"));
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setFocusPolicy(Qt::TabFocus);
    setAutoFillBackground(true);
    setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    connect(this, &QLabel::linkActivated, this, &PastRunNote::newestAsked);
    // There is one link only: it need not be gone to first.
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* shortcut = new QShortcut(QKeySequence(key), this);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, &PastRunNote::newestAsked);
    }
    connect(&theme_, &Theme::changed, this, &PastRunNote::applyTheme);
    applyTheme();
    hide();
}

void PastRunNote::applyTheme() {
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, theme_.color(Role::Raised));
    palette.setColor(QPalette::WindowText, theme_.color(Role::Text));
    palette.setColor(QPalette::Link, theme_.color(Role::Accent));
    setPalette(palette);
}

void PastRunNote::tell(const KeptRunPtr& run, bool isOtherText) {
    setVisible(run != nullptr);
    if (!run) return;
    QStringList parts{tr("This is the %1.").arg(nameOf(*run)).toHtmlEscaped()};
    if (isOtherText) parts << tr("The text has changed since.");
    parts << QStringLiteral("<a href=\"newest\">%1</a>").arg(tr("Back to the newest"));
    setText(parts.join(QStringLiteral("&nbsp; ")));
}

}  // namespace cst
