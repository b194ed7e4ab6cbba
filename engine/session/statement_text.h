#pragma once

#include "engine/session/edit_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Takes declarations out. What belongs to one goes with it: its lines, the comment behind it, and
/// comment lines directly above it, if all that stands directly below them goes too and they do not
/// begin the text (there they are about all of it). Where a whole paragraph goes between two blank
/// lines, one of those goes as well. A declaration that shares a line with one that stays is cut
/// out of it. `gone`: by declaration.
std::vector<TextEdit> removals(const EditTree& tree, const std::vector<bool>& gone);

/// Marks all `out` lines with the name of that one, if it is one: only the last counts, and without
/// it another would take its place.
void addSameOutputs(const EditTree& tree, uint32_t declaration, std::vector<bool>& gone);

/// What removals() takes of one of the declarations that go, without the last line's end: to be
/// written elsewhere.
std::string ownText(const EditTree& tree, uint32_t declaration, const std::vector<bool>& gone);

/// A new line with a statement behind a declaration, and behind the comment that ends its line.
/// `behind` may be kNoDeclaration: before everything but the comments of the text.
/// `mayBeginParagraph`: it does where the declaration is an input, type or `use` and a blank line,
/// or nothing, follows.
TextEdit insertedBehind(const EditTree& tree, uint32_t behind, std::string_view statement,
                        bool mayBeginParagraph);
inline constexpr uint32_t kNoDeclaration = UINT32_MAX;

/// Lines with statements above a declaration and the comments that belong to it.
TextEdit insertedAbove(const EditTree& tree, uint32_t declaration, std::string_view statements);

/// An edit that puts a piece in the place of another one and keeps it apart from the words beside
/// it: `not(a)` becomes `not b`, `(a)-1` becomes `b -1`.
TextEdit replacement(const EditTree& tree, SourceRange range, std::string_view text);

}  // namespace cst
