#pragma once

#include "app/cli/json_writer.h"
#include "engine/base/diagnostic.h"
#include "engine/text/source_text.h"

#include <span>
#include <string>

namespace cst {

/// For people: place, message, the line with its neighbours and carets, hint, notes.
std::string diagnosticText(const std::string& file, const SourceText& text,
                           const Diagnostic& diagnostic, bool colours);

/// The list `diagnostics` of the JSON shapes.
void writeDiagnostics(JsonWriter& json, const SourceText& text,
                      std::span<const Diagnostic> diagnostics);

/// On a terminal and without NO_COLOR.
bool wantsColours(int descriptor);

}  // namespace cst
