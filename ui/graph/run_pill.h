#pragma once

#include "engine/session/run_snapshot.h"
#include "ui/graph/node_heat.h"
#include "ui/graph/sprites.h"

#include <QRect>

class QPainter;

namespace cst {

/// What a pill on the lower edge of a node tells of its runs.
struct RunPill {
    const NodeStatistics* statistics = nullptr;  // borrowed; null = nothing ran yet
    HeatMetric heat = HeatMetric::Off;           // then the value that the colour stands for
    bool isDim = false;                          // it is of what stood there before
    QString change = {};                         // told instead, alone; "" = nothing is compared
};

/// "p50 1.2 ms", or the value of the heat; "" = nothing to tell: of one run its badge tells it all.
QString runPillText(const RunPill& pill);

/// Draws it at the left end of `room` (device pixels, as high as the pill): a curve of the last
/// runs from nothing up to the longest, and the words. Where there is no room for both the words
/// alone, or the curve alone, or nothing. `scale`: of the words; `ratio`: device pixels a pixel.
void paintRunPill(QPainter& painter, Sprites& sprites, const Theme& theme, const RunPill& pill,
                  const QRect& room, double scale, double ratio);

}  // namespace cst
