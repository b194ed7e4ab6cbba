#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

class QAction;
class QMenuBar;

namespace cst {

class ChoicePopup;
class Theme;

/// One command of the menus.
struct MenuCommand {
    QAction* action = nullptr;
    QString menu;  // the menus that it stands in: `View ▸ Theme`
    QString name;  // without its mnemonic
    QString keys;  // as a person reads them; "" = none
};

/// All commands of the menus, in their order. Menus that fill themselves when they are opened have
/// none until then.
std::vector<MenuCommand> commandsOf(const QMenuBar& menus);

/// Everything by its name: commands to run, files to open.
class WindowPalette : public QObject {
    Q_OBJECT

public:
    /// All of them outlive it.
    WindowPalette(const Theme& theme, QMenuBar& menus, QWidget& window);

    /// All commands; those that cannot be done now are dim.
    void showCommands();
    struct Openable {
        QString title;
        QString detail;
        std::function<void()> open;
    };
    void showFiles(std::vector<Openable> files);

signals:
    /// A command was chosen that cannot be done now.
    void refused(const QString& why);

private:
    void run(const MenuCommand& command);
    QPoint place() const;

    QMenuBar& menus_;
    QWidget& window_;
    ChoicePopup* popup_;
};

}  // namespace cst
