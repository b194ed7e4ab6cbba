#pragma once

#include "engine/base/diagnostic.h"

#include <QString>

namespace cst {

class Theme;

/// Text in which `code` stands between backticks, as HTML.
QString codeTextHtml(const QString& text);

/// What is wrong, its code and what may help: for tool tips.
QString problemHtml(const Theme& theme, const Diagnostic& diagnostic);

}  // namespace cst
