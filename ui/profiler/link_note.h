#pragma once

#include <QLabel>
#include <QStringList>

namespace cst {

class Theme;

/// A quiet line above a panel: what is to be known, and one link to go on. Hidden until there is
/// something to tell. Keys: Return uses the link. UI thread only.
class LinkNote : public QLabel {
    Q_OBJECT

public:
    LinkNote(const char* name, const Theme& theme, QWidget* parent);

    /// `text` plain; empty = hidden. `tip`: plain, more of it.
    void tell(const QStringList& text, const QString& link, const QString& tip = {});

signals:
    void linkUsed();

private:
    void applyTheme();

    const Theme& theme_;  // outlives every widget
    QStringList said_;
    QString link_;
};

}  // namespace cst
