#pragma once

#include "engine/profile/trace.h"
#include "ui/shell/theme.h"

#include <QString>

#include <cstdint>

namespace cst {

/// What a kind of span looks like. Two kinds of one colour wait for different things; else each
/// has its own colour, and all but work and phases a pattern too, so that they can be told apart
/// without seeing colours.
Role spanRole(SpanKind kind);
/// Of what went wrong, where it is too narrow for a pattern: it stands out among others.
Role troubleRole(SpanKind kind);

enum class SpanPattern : uint8_t {
    None,
    Slanted,  // waits for something
    Sparse,   // the other way: ready, but no worker is free
    Crossed,  // failed
    Barred,   // timed out
    Dotted,   // cancelled
};
constexpr std::size_t kSpanPatterns = 6;
SpanPattern spanPattern(SpanKind kind);

/// Of the 8 pixels that repeat along line `y` those that are nearer to the ground: bit x & 7.
uint8_t patternBits(SpanPattern pattern, int y);
constexpr int kPatternPeriod = 8;       // lines: then they are the same again
constexpr double kPatternDepth = 0.42;  // how much nearer

QString spanKindText(SpanKind kind);   // for people: "waits for a permit"
QString spanGroupText(SpanKind kind);  // one word for all that look the same: "waiting"

}  // namespace cst
