#include "ui/shell/main_window_palette.h"

#include "ui/shell/choice_popup.h"

#include <QAction>
#include <QKeySequence>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>
#include <optional>
#include <utility>

namespace cst {

namespace {

constexpr int kPopupWidth = 460;  // px
constexpr int kBelow = 40;        // px under the upper edge of the window

QString withoutMnemonic(QString text) {
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(QChar('&'));
    return text.replace(QChar('\x01'), QChar('&'));
}

void collect(const QList<QAction*>& actions, const QString& menu,
             std::vector<MenuCommand>& commands) {
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible()) {
            continue;
        }
        const QString name = withoutMnemonic(action->text());
        if (const QMenu* below = action->menu()) {
            const QString path = menu.isEmpty() ? name : menu + QStringLiteral(" ▸ ") + name;
            collect(below->actions(), path, commands);
            continue;
        }
        commands.push_back(
            {action, menu, name,
             QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)});
    }
}

/// Which of them fit to what is typed: all words, in any order and place. The best first: what
/// begins with it, then what has it in the name, else as it was.
template <class Row, class TextOf, class NameOf>
std::vector<std::size_t> ranked(const std::vector<Row>& rows, const QString& typed, TextOf textOf,
                                NameOf nameOf) {
    const QStringList words = typed.split(QChar(' '), Qt::SkipEmptyParts);
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const QString text = textOf(rows[i]), name = nameOf(rows[i]);
        const auto isIn = [](const QString& where) {
            return [&](const QString& word) { return where.contains(word, Qt::CaseInsensitive); };
        };
        if (!std::all_of(words.begin(), words.end(), isIn(text))) {
            continue;
        }
        const bool begins =
            !words.isEmpty() && name.startsWith(typed.trimmed(), Qt::CaseInsensitive);
        const bool isInName = std::all_of(words.begin(), words.end(), isIn(name));
        found.emplace_back(begins ? 0 : isInName ? 1 : 2, i);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::size_t> order;
    for (const auto& [rank, row] : found) {
        order.push_back(row);
    }
    return order;
}

}  // namespace

std::vector<MenuCommand> commandsOf(const QMenuBar& menus) {
    std::vector<MenuCommand> commands;
    collect(menus.actions(), {}, commands);
    return commands;
}

WindowPalette::WindowPalette(const Theme& theme, QMenuBar& menus, QWidget& window)
    : QObject(&window),
      menus_(menus),
      window_(window),
      popup_(new ChoicePopup(theme, &window, "palette")) {}

QPoint WindowPalette::place() const {
    return {(window_.width() - kPopupWidth) / 2, kBelow};
}

void WindowPalette::showCommands() {
    const std::vector<MenuCommand> commands = commandsOf(menus_);
    const auto rank = [commands](const QString& typed) {
        std::vector<ChoicePopup::Choice> choices;
        const auto order = ranked(
            commands, typed,
            [](const MenuCommand& one) {
                return one.menu + QChar(' ') + one.name + QChar(' ') + one.keys;
            },
            [](const MenuCommand& one) { return one.name; });
        for (const std::size_t i : order) {
            const MenuCommand& one = commands[i];
            const bool isOn = one.action->isCheckable() && one.action->isChecked();
            QString detail =
                one.keys.isEmpty() ? one.menu : one.keys + QStringLiteral("   ") + one.menu;
            if (!one.action->isEnabled()) {
                detail = tr("not now   %1").arg(detail);
            }
            choices.push_back({.title = isOn ? tr("✓ %1").arg(one.name) : one.name,
                               .detail = detail,
                               .id = static_cast<int>(i),
                               .isDim = !one.action->isEnabled()});
        }
        // What cannot be done now comes last.
        std::stable_partition(choices.begin(), choices.end(),
                              [](const ChoicePopup::Choice& one) { return !one.isDim; });
        return choices;
    };
    popup_->open(place(), {.title = tr("Commands"),
                           .hint = tr("What do you want to do?"),
                           .empty = tr("No command has these words"),
                           .rank = rank,
                           .chosen = [this, commands](int command) {
                               run(commands[static_cast<std::size_t>(command)]);
                           }});
}

void WindowPalette::run(const MenuCommand& command) {
    if (command.action->isEnabled()) {
        command.action->trigger();
    } else {
        emit refused(tr("“%1” cannot be done now").arg(command.name));
    }
}

void WindowPalette::showFiles(std::vector<Openable> files) {
    const auto rank = [files](const QString& typed) {
        std::vector<ChoicePopup::Choice> choices;
        const auto order = ranked(
            files, typed, [](const Openable& one) { return one.title + QChar(' ') + one.detail; },
            [](const Openable& one) { return one.title; });
        for (const std::size_t i : order) {
            choices.push_back(
                {.title = files[i].title, .detail = files[i].detail, .id = static_cast<int>(i)});
        }
        return choices;
    };
    popup_->open(place(),
                 {.title = tr("Open"),
                  .hint = tr("Name of a recent file or of a sample"),
                  .empty = tr("No recent file and no sample has these words"),
                  .rank = rank,
                  .chosen = [files](int file) { files[static_cast<std::size_t>(file)].open(); }});
}

}  // namespace cst
