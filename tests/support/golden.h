#pragma once

#include "engine/base/diagnostic.h"
#include "engine/text/source_text.h"

#include <filesystem>
#include <string>
#include <vector>

// Golden files: a pipeline and, in comments that begin with `#> `, what a phase says about it.
// CST_REWRITE_GOLDENS=1 writes them anew: read the diff like code.

struct Golden {
    std::string input;
    std::string expected;
};

/// The files of tests/golden/`folder`, sorted.
std::vector<std::filesystem::path> goldensIn(const std::string& folder);
Golden readGolden(const std::filesystem::path& path);
/// What all files of a folder expect, one after the other.
std::string allExpected(const std::string& folder);
/// Compares, or writes the file anew. Nothing = they agree; else what to tell, with the first line
/// that differs.
std::string goldenProblem(const std::filesystem::path& path, const std::string& actual);

/// One line: code, place, message, hint, suggestions, notes, fixes with their edits.
std::string described(const cst::Diagnostic& diagnostic, const cst::SourceText& text);
