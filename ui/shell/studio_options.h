#pragma once

#include "engine/base/result.h"
#include "ui/shell/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace cst {

/// What the command line asks of the studio.
struct StudioOptions {
    QStringList files;
    std::optional<Theme::Choice> theme;  // for this start only
    QSize size;                          // invalid = as it was last time
    QString configFolder;                // "" = the user's own
    QString uiLog;                       // "" = none
    bool restores = true;
    bool measuresStart = false;
    bool asksHelp = false;
    bool asksVersion = false;
};

/// Errors: an unknown option, a missing or unreadable value.
Result<StudioOptions> parseStudioOptions(const QStringList& arguments);

QString studioUsage();

}  // namespace cst
