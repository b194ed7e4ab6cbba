#pragma once

#include "engine/base/result.h"

#include <span>

class QWidget;

namespace cst {

class Theme;

/// Shows on a field that its value is refused: its text in the colour of errors, the reason as its
/// tooltip. No faults = as it was before.
void markFaults(QWidget* field, std::span<const Error> faults, const Theme& theme);

}  // namespace cst
