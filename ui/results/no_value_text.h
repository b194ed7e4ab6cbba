#pragma once

#include "engine/session/run_snapshot.h"

#include <QString>

#include <cstdint>

namespace cst {

/// Why a node has no value in a run, and what to do about it. `node`: of the run's graph.
QString noValueText(const RunSnapshot& run, uint32_t node);

}  // namespace cst
