#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

#include <array>

namespace cst {

/// What a colour means (roles.def lists them); the values stand in resources/themes/*.json, one
/// file a theme.
enum class Role {
#define CST_ROLE(name) name,
#include "ui/shell/roles.def"
#undef CST_ROLE
    Count
};

/// Colours, fonts and spacings of the whole studio. UI thread only.
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Choice { Light, Dark, System };

    explicit Theme(QObject* parent = nullptr);

    /// Loads the theme and tells everybody; System follows the desktop.
    void choose(Choice choice);
    /// What the desktop says; shows at once if the theme follows it.
    void setSystemDark(bool isDark);
    Choice choice() const { return choice_; }
    bool isDark() const { return dark_; }

    QColor color(Role role) const { return colors_[static_cast<std::size_t>(role)]; }
    /// The colours for Qt's own widgets; choose() sets it for the application.
    QPalette palette() const;
    QFont textFont() const;                           // Inter
    QFont codeFont() const;                           // JetBrains Mono
    int space(int steps) const { return 4 * steps; }  // px at 100 %
    /// An icon of the packaged set, coloured by role; follows the theme when it is drawn.
    QIcon icon(const QString& name, Role role = Role::Text) const;

signals:
    void changed();

private:
    void load(bool dark);

    Choice choice_ = Choice::System;
    bool systemDark_ = false;  // what the desktop said last
    bool dark_ = false;
    std::array<QColor, static_cast<std::size_t>(Role::Count)> colors_;
};

}  // namespace cst
