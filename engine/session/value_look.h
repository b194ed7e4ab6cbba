#pragma once

#include "engine/json/pieces.h"
#include "engine/session/run_snapshot.h"
#include "engine/types/type_table.h"

namespace cst {

/// What a report shows of the value of a node: how many elements or characters it has, how large it
/// is, and how its text begins. Values of more bytes than `room` have brackets instead, and what
/// nobody has read stays unread: a look must not cost what the node cost.
void look(NodeRun& row, const TypeTable& types, TypeId type, const Value& value, std::size_t room);

/// Appends what `write` writes, cut at a code point's border where it is longer than `limit`.
void appendUpTo(std::string& text, std::size_t limit,
                const std::function<void(const TextSink&)>& write);

}  // namespace cst
