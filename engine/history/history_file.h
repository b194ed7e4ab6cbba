#pragma once

#include "engine/base/result.h"
#include "engine/history/history_line.h"

#include <string>
#include <string_view>

namespace cst {

// A kept run on the disk: two lines of JSON. The first one is what a list tells of it, so that a
// list reads no more; the second one is its profile as profile_file.h has it, with the text.
//
//   format "constellation-run", version 1, id, kind, title, startedAtMs, sourceHash,
//   outcome ("completed", "failed", …), runs, tookUs, nodes, cached, leftOut, isWhole

/// No first line is longer.
inline constexpr std::size_t kMaxHistoryLine = 4096;

std::string historyBytes(const HistoryLine& line, const Profile& profile);

/// What the first line tells. `start`: any bytes, the first kMaxHistoryLine of a file do.
/// Errors: R007, with the path of what is wrong.
Result<HistoryLine> readHistoryLine(std::string_view start);
/// The whole file. Errors: likewise; also if the profile is of another text than the line says.
Result<KeptRunPtr> readHistoryRun(std::string_view bytes);

}  // namespace cst
