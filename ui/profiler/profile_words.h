#pragma once

#include "ui/profiler/profile_report.h"

#include <QString>
#include <QStringList>

namespace cst {

/// Columns of the table. What people look for first stands first: a narrow window shows it.
enum class ProfileColumn : int {
    Node,
    Share,
    Critical,
    Spread,
    P50,
    P95,
    P99,
    Max,
    Mean,
    Runs,
    Cpu,
    Wait,
    Queue,
    Saved,
    Bytes,
    Count
};

QString columnTitle(ProfileColumn column);
/// What its numbers are of.
QString columnTip(ProfileColumn column);

/// `1.2 ms`; "–" for what is not known; `(1.2 ms)` of a node whose only run came to nothing.
QString cellText(const ProfileRow& row, ProfileColumn column);
/// Why there is no number, else the four numbers of the node and what else is known of it.
QString cellTip(const ProfileRow& row, ProfileColumn column);
/// What a column is sorted by; below zero = nothing, goes last. Not of names.
double cellValue(const ProfileRow& row, ProfileColumn column);
/// "cached", "in total", "skipped"; "" for a node that did its work in this run.
QString workText(const ProfileRow& row);

/// The run in one line, as separate facts: `run 3: 1.5 s`, `critical path 1.4 s (93 %)`, …
QStringList runFacts(const ProfileReport& report);
/// What those facts mean.
QString runFactsTip(const ProfileReport& report);

/// `82 %`, `3.1 %`, `<0.1 %` of a share 0 … 1.
QString shareText(double share);

}  // namespace cst
