#include "ui/shell/studio_options.h"

#include "ui/shell/settings.h"

namespace cst {

namespace {

Error problem(const QString& message) {
    return {"", message.toStdString(), ""};
}

/// `1280x800`; invalid if it is not that.
QSize parseSize(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('x'));
    bool hasWidth = false, hasHeight = false;
    const QSize size =
        parts.size() == 2 ? QSize(parts[0].toInt(&hasWidth), parts[1].toInt(&hasHeight)) : QSize();
    const bool isGood = hasWidth && hasHeight && size.width() >= 320 && size.height() >= 240 &&
                        size.width() <= 16'384 && size.height() <= 16'384;
    return isGood ? size : QSize();
}

}  // namespace

Result<StudioOptions> parseStudioOptions(const QStringList& arguments) {
    StudioOptions options;
    bool isOver = false;  // behind `--` everything is a file
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        if (isOver || !argument.startsWith(QLatin1Char('-')) || argument == QLatin1String("-")) {
            options.files.append(argument);
            continue;
        }
        if (argument == QLatin1String("--")) {
            isOver = true;
            continue;
        }
        const qsizetype equals = argument.indexOf(QLatin1Char('='));
        const QString name = equals < 0 ? argument : argument.left(equals);
        const bool takesValue =
            name == QLatin1String("--theme") || name == QLatin1String("--size") ||
            name == QLatin1String("--config") || name == QLatin1String("--ui-log");
        QString value;
        if (takesValue) {
            if (equals < 0 && i + 1 >= arguments.size()) {
                return problem(QStringLiteral("%1 needs a value").arg(name));
            }
            value = equals < 0 ? arguments[++i] : argument.mid(equals + 1);
        } else if (equals >= 0) {
            return problem(QStringLiteral("unknown option %1").arg(argument));
        }

        if (name == QLatin1String("--theme")) {
            Theme::Choice choice = Theme::Choice::System;
            if (!parseThemeChoice(value, choice)) {
                return problem(
                    QStringLiteral("--theme is light, dark or system, not %1").arg(value));
            }
            options.theme = choice;
        } else if (name == QLatin1String("--size")) {
            options.size = parseSize(value);
            if (!options.size.isValid()) {
                return problem(
                    QStringLiteral("--size is WIDTHxHEIGHT, from 320x240, not %1").arg(value));
            }
        } else if (name == QLatin1String("--config")) {
            options.configFolder = value;
        } else if (name == QLatin1String("--ui-log")) {
            options.uiLog = value;
        } else if (name == QLatin1String("--no-restore")) {
            options.restores = false;
        } else if (name == QLatin1String("--measure-start")) {
            options.measuresStart = true;
        } else if (name == QLatin1String("--help") || name == QLatin1String("-h")) {
            options.asksHelp = true;
        } else if (name == QLatin1String("--version")) {
            options.asksVersion = true;
        } else {
            return problem(QStringLiteral("unknown option %1").arg(argument));
        }
    }
    return options;
}

QString studioUsage() {
    return QStringLiteral(
        "usage: constellation-studio [FILE...] [OPTIONS]\n"
        "\n"
        "Opens each FILE in a window of its own; without one, what was open last time, or a\n"
        "sample pipeline.\n"
        "\n"
        "  --theme light|dark|system  colours, for this start only\n"
        "  --size WxH                 size of the window\n"
        "  --config DIR               where settings are kept, and what is in no file yet\n"
        "  --no-restore               starts as if for the first time\n"
        "  --measure-start            prints {\"startMs\":…,\"residentMb\":…} once the pipeline "
        "is\n"
        "                             compiled, run and painted, and quits\n"
        "  --ui-log PATH              writes what the UI thread does as JSON lines\n"
        "  --help, --version\n");
}

}  // namespace cst
