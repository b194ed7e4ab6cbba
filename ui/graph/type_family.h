#pragma once

#include "engine/types/type_family.h"
#include "ui/shell/theme.h"

#include <QString>

namespace cst {

Role familyRole(TypeFamily family);
/// As the language calls its types: `Int, Float`.
QString familyName(TypeFamily family);

}  // namespace cst
