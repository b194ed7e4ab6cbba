#include "engine/session/version.h"

#ifndef CST_VERSION
#define CST_VERSION "unversioned"
#endif

namespace cst {

std::string_view versionText() {
    return CST_VERSION;
}

}  // namespace cst
