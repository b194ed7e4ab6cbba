#pragma once

#include "engine/syntax/tree.h"
#include "engine/text/source_text.h"

#include <span>
#include <string>
#include <string_view>

namespace cst {

/// Turns any bytes into a whole tree.
/// In:     a text; may be empty, broken, or no text at all.
/// Out:    one declaration node for each declaration that is there. A declaration that broke
///         keeps its name, so that what uses it is not reported as well.
/// Errors: in tree.diagnostics: E020 E022 E023 E024 E025 E027; one per root cause.
///         (E026, no output, is the checker's: it needs an error-free syntax.)
/// Cost:   O(bytes); recursion is bounded by SyntaxTree::kMaxDepth.
/// Source: language §2 and §14.
SyntaxTree parse(SourceTextPtr text);

/// The same of a part of a text that begins where a block does. The blocks that have looked at its
/// end (their reach is kWholeText) do not count: something else may stand there.
/// In:     `rewinds`: those of what stands before it (SyntaxBlock::rewindsBefore of its first).
///         `whole`: the text that it is part of.
SyntaxTree parsePart(SourceTextPtr part, uint32_t rewinds, const SourceText& whole);

/// The name that fixes give to a declaration without one: `result`, or where that stands somewhere
/// in the text already, `result2` and so on. It is all that a block which reads the whole text
/// (SyntaxBlock::readsWholeText) takes from there.
std::string unusedName(std::string_view text);

/// Makes one block of those up to each of `ends`, where nothing will be made of another text.
/// Blocks behind the last end are dropped.
void joinBlocks(SyntaxTree& tree, std::span<const uint32_t> ends);

}  // namespace cst
