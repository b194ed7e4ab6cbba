#pragma once

#include <QDialog>
#include <QString>

class QTextBrowser;

namespace cst {

class Theme;

/// A page of the help to read and to copy from: Markdown that is compiled into the program.
class HelpPage : public QDialog {
    Q_OBJECT

public:
    /// `page`: a resource, `:/help/optimisations.md`. The theme outlives it.
    HelpPage(const Theme& theme, const QString& title, const QString& page, QWidget* window);

private:
    void applyTheme();

    const Theme& theme_;
    const QString markdown_;
    QTextBrowser* text_;
};

}  // namespace cst
