#pragma once

#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/session/snapshot.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

// Gestures on the graph, each as the least edit of the text that does it. All are functions of a
// snapshot: they change nothing, and their edits are good for its text only (Snapshot::revision).
//
// What they have in common:
// Errors: one sentence, in `message`, that says what is in the way and what to do about it. What
//         does not compile elsewhere in the text is no reason.
// Cost:   the text is read once, and what it would become is read and checked: about 1 ms for
//         1,000 statements. Nothing is compiled or run.
// Threads: any.

/// What a gesture comes to.
struct GraphEdit {
    std::vector<TextEdit> edits;  // in order, without overlap; none = the text is right already
    SourceRange select;           // in the text after them: what the person will want to type over
    /// Errors that the text has after them and had not before, with ranges of the text after.
    std::vector<Diagnostic> brings;
    std::vector<std::string> leftOut;     // names of selected values that nothing could take
    std::vector<std::string> stillAsked;  // selected, shown, not guarded: others ask for them too
};

/// Where a name stands in a text.
struct NameUses {
    std::string name;
    SourceRange definition;         // empty for a function of the library
    std::vector<SourceRange> uses;  // without the definition, in order
};

/// The name at a place (a cursor may stand behind it) and where else it is meant: lambdas that hide
/// it and bindings of the same name are told apart. Nothing where no known name stands.
/// Cost: that of reading the text.
std::optional<NameUses> usesAt(const Snapshot& snapshot, uint32_t offset);

/// Another name for what stands there: a variable, an input, an output (which is called as the
/// variable that it shows), a parameter, a type, an alias. Only this binding where a name is bound
/// more than once. Refused where any name would then mean something else.
Result<GraphEdit> renameAt(const Snapshot& snapshot, uint32_t offset, std::string_view newName);
Result<GraphEdit> renameNode(const Snapshot& snapshot, NodeId node, std::string_view newName);

/// A use of what is to be removed.
struct LostUse {
    std::string name;          // that is used
    SourceRange place;         // of the use
    uint32_t line = 1;         // of the use
    std::string user;          // the statement, input or output that uses it; "" = it has no name
    NodeId node;               // likewise, in the graph; none where it has no node
    uint32_t earlierLine = 0;  // there the name is bound before: it then means that; 0 = nothing
    /// Of a node inside of a statement, which is the user: what will stand in its place, "" =
    /// nothing. None of a name: its uses stay as they are.
    std::optional<std::string> instead;
    std::string goesWithIt;  // then: the text that goes, if it is more than the node's own
};

/// Which uses of these nodes stand outside of them, in the order of the text: what to ask about
/// before removeNodes(); none where that is an error. Cost: that of reading the text, and a trial
/// or two for each node inside of a statement.
std::vector<LostUse> usesOf(const Snapshot& snapshot, std::span<const NodeId> nodes);
/// What else goes with Users::Remove: `total`, `out total`; in the order of the text.
std::vector<std::string> removedWith(const Snapshot& snapshot, std::span<const NodeId> nodes);

/// Deletes statements, inputs and outputs, each with the comment behind it and the one that heads
/// it (see statement_text.h); a node inside of a statement is taken away as disconnectPort() does.
/// What uses them does not compile any more (`brings`), or goes too with `Users::Remove`; so does
/// the statement that such a node stands in.
enum class Users : uint8_t { Keep, Remove };
Result<GraphEdit> removeNodes(const Snapshot& snapshot, std::span<const NodeId> nodes, Users users);

/// Makes a port (GraphEdge::port) of `to` take the value of `from`. A `from` without a name gets
/// one: it is pulled out into a statement of its own above the one that it stands in. Statements
/// that stand below are moved up if each name keeps its meaning. An `out` line then shows, and is
/// called as, the variable of `from`; an output as `from` stands for what it shows.
/// Errors: a circle; types that do not fit, with both; a name that is hidden there.
Result<GraphEdit> connectNodes(const Snapshot& snapshot, NodeId from, NodeId to, uint32_t port);

/// Takes what is connected to a port away: elements of lists, pieces of a string, a `fallback` and
/// `out` lines go; anything else becomes the zero value of its type, which is selected
/// (placeholder.h says why).
Result<GraphEdit> disconnectPort(const Snapshot& snapshot, NodeId to, uint32_t port);

/// A statement that calls a function, with a new name made from the function's: behind the last of
/// the selected nodes, else behind the last statement before the `out` lines that end the text.
/// Its parameters take selected nodes first, in their order, as far as types fit; then each the one
/// visible value whose type fits, if there is just one; the rest are placeholders (placeholder.h),
/// of which the first is selected. Functions are written as they can be called there: by the whole
/// name where the short one means nothing, which needs no `use`.
/// `leftOut`: selected values that fit no parameter.
Result<GraphEdit> addCall(const Snapshot& snapshot, FunctionId function,
                          std::span<const NodeId> selected);

/// Would addCall() give one of its parameters a value of this type?
bool canTake(const TypeTable& types, const Signature& function, TypeId value);

/// Copies statements, inputs and outputs below the last of them, under new names; what they use of
/// each other is the copies'. A node inside of a statement becomes a statement. Comments are about
/// the first ones and are not copied, but for those inside of a statement.
Result<GraphEdit> duplicateNodes(const Snapshot& snapshot, std::span<const NodeId> nodes);

/// Puts `when CONDITION` behind the values of statements (and of nodes inside of them): their
/// values become Optional, and what that breaks is in `brings`; where several are guarded that is
/// refused. Of nodes that need each other the last are guarded: nobody asks for the others then, or
/// they are guarded too, or they are in `stillAsked` where what uses them could not do without.
/// Inputs and outputs among them stay as they are. The condition is the one Boolean among several
/// nodes, else the one visible Boolean that neither is guarded nor needs what is, else `true`, to
/// be typed over: for several it gets a name.
/// `together`: of the nodes, those that stand in folded groups, all of each: guarded as a whole, so
/// that no Boolean among them is the condition.
/// Errors: a selected Boolean that needs what it would guard.
Result<GraphEdit> guardNodes(const Snapshot& snapshot, std::span<const NodeId> nodes,
                             std::span<const NodeId> together = {});

}  // namespace cst
