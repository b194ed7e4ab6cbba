#include "ui/shell/problem_text.h"

#include "ui/shell/theme.h"

#include <QStringList>

namespace cst {

QString codeTextHtml(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('`'));
    QString html;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString part = parts[i].toHtmlEscaped();
        // Every second part is code, unless its closing backtick is missing.
        const bool isCode = i % 2 == 1 && i + 1 < parts.size();
        html += isCode ? QStringLiteral("<code>%1</code>").arg(part)
                       : (i % 2 == 1 ? QLatin1Char('`') + part : part);
    }
    return html;
}

QString problemHtml(const Theme& theme, const Diagnostic& diagnostic) {
    const Role role = diagnostic.isError() ? Role::Error : Role::Warning;
    QString html = QStringLiteral("<div style='white-space:pre-wrap'><b style='color:%1'>%2</b> %3")
                       .arg(theme.color(role).name(),
                            QString::fromUtf8(diagnostic.code().data(),
                                              static_cast<qsizetype>(diagnostic.code().size())),
                            codeTextHtml(QString::fromStdString(diagnostic.message())));
    if (!diagnostic.hint.empty()) {
        html += QStringLiteral("<br><span style='color:%1'>%2</span>")
                    .arg(theme.color(Role::TextDim).name(),
                         codeTextHtml(QString::fromStdString(diagnostic.hint)));
    }
    for (const Note& note : diagnostic.notes) {
        html += QStringLiteral("<br><span style='color:%1'>%2</span>")
                    .arg(theme.color(Role::TextDim).name(),
                         codeTextHtml(QString::fromStdString(note.message)));
    }
    return html + QStringLiteral("</div>");
}

}  // namespace cst
