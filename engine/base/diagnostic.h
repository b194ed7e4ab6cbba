#pragma once

#include "engine/base/source_range.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

enum class Severity : uint8_t { Error, Warning };

/// Every diagnostic that exists; codes, severities and wordings stand in diagnostics.def.
enum class DiagId : uint8_t {
#define CST_DIAGNOSTIC(name, code, severity, wording) name,
#include "engine/base/diagnostics.def"
#undef CST_DIAGNOSTIC
};

std::string_view diagCode(DiagId id);  // "E010"
Severity diagSeverity(DiagId id);
std::string_view diagWording(DiagId id);  // with {0} … for the arguments
std::vector<DiagId> allDiagIds();

struct Note {
    std::string message;  // e.g. "declared here"
    SourceRange range;
};

struct TextEdit {
    SourceRange range;
    std::string text;
};

/// One mechanical way out; the user picks at most one of several.
struct Fix {
    std::string title;
    std::vector<TextEdit> edits;  // do not overlap, ordered
};

/// What the author of the pipeline got wrong, as data: the UI renders it, tests match on id and
/// range.
struct Diagnostic {
    DiagId id = DiagId::Internal;
    SourceRange range;              // in the revision that was compiled
    std::vector<std::string> args;  // fill the {n} of the wording
    std::string hint;               // a sentence of help; "" = none
    std::vector<std::string> suggestions;
    std::vector<Note> notes;
    std::vector<Fix> fixes;

    std::string_view code() const { return diagCode(id); }
    Severity severity() const { return diagSeverity(id); }
    bool isError() const { return severity() == Severity::Error; }
    std::string message() const;
};

/// Orders by place, then by code; ends behind the last of at most `limit` errors, if there are
/// more. Same input, same order.
void sortDiagnostics(std::vector<Diagnostic>& diagnostics, std::size_t limit = 100);

}  // namespace cst
