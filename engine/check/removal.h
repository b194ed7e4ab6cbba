#pragma once

#include "engine/base/diagnostic.h"
#include "engine/text/source_text.h"

#include <string>

namespace cst {

/// Takes a declaration out, with its line where it has one of its own.
Fix removal(std::string title, const SourceText& text, SourceRange range);

}  // namespace cst
