#include "app/cli/diff_table.h"

#include "app/cli/padded_text.h"
#include "engine/profile/time_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace cst {
namespace {

/// A key may hold anything; a terminal gets no control characters of it.
std::string shownKey(const std::string& key) {
    std::string shown;
    for (const char c : key) {
        shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    }
    return shown;
}

std::string shownNoise(const ComparedTime& row) {
    if (std::isinf(row.noiseHigh)) {
        return "not known";
    }
    return shownChange(row.noiseLow) + " … " + shownChange(row.noiseHigh);
}

/// The change as a factor of at least 1, whichever way it went: what rows are ordered by.
double sizeOf(const ComparedTime& row) {
    if (!row.change) {
        return 0;
    }
    return std::max(*row.change, 1 / *row.change);
}

using Line = std::array<std::string, 6>;

/// Of runs in turns nothing but what the pairs say is told: where there are too few, nothing.
bool isChangeTold(const ComparedTime& row, Recorded how) {
    return row.change && (how == Recorded::Apart || std::isfinite(row.noiseHigh));
}

Line lineOf(const ComparedTime& row, Recorded how) {
    return {shownKey(row.key.empty() ? "whole run" : row.key),
            row.beforeUs ? shownTime(*row.beforeUs) : "-",
            row.afterUs ? shownTime(*row.afterUs) : "-",
            isChangeTold(row, how) ? shownChange(*row.change) : "-",
            row.change ? shownNoise(row) : "-",
            row.reason.empty() ? changeVerdictName(row.verdict) : "not known"};
}

std::string coloured(const std::string& text, ChangeVerdict verdict, bool colours) {
    if (!colours || verdict == ChangeVerdict::Same) {
        return text;
    }
    const char* code = verdict == ChangeVerdict::Slower   ? "31"
                       : verdict == ChangeVerdict::Faster ? "32"
                                                          : "36";
    return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
}

/// The colour of which verdict of a row it has.
ChangeVerdict colourOf(WholeVerdict verdict) {
    switch (verdict) {
    case WholeVerdict::Slower:
    case WholeVerdict::Mixed: return ChangeVerdict::Slower;
    case WholeVerdict::Faster: return ChangeVerdict::Faster;
    case WholeVerdict::Same:
    case WholeVerdict::Unknown: break;
    }
    return ChangeVerdict::Same;
}

std::string printed(const std::vector<const ComparedTime*>& rows, Recorded how, bool colours) {
    const Line head{"",      "before", "after", how == Recorded::Apart ? "change" : "by pairs",
                    "noise", ""};
    std::vector<Line> lines;
    std::array<std::size_t, head.size()> widths{};
    for (const ComparedTime* row : rows) {
        lines.push_back(lineOf(*row, how));
    }
    lines.insert(lines.begin(), head);
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths[i] = std::max(widths[i], columnsOf(line[i]));
        }
    }
    std::string text;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const Line& line = lines[at];
        std::string shown = padRight(line[0], widths[0]);
        for (std::size_t i = 1; i + 1 < line.size(); ++i) {
            shown += padLeft(line[i], widths[i] + 2);
        }
        if (at > 0) {
            shown += "  " + coloured(line.back(), rows[at - 1]->verdict, colours);
        }
        text += shown + "\n";
    }
    return text;
}

std::string nodes(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " node" : " nodes");
}

/// What is the same within the noise, and what could not be told, by reason.
std::string foldedRows(const Comparison& comparison) {
    std::size_t same = 0;
    std::map<std::string, std::size_t> reasons;
    for (const ComparedTime& row : comparison.nodes) {
        if (!row.reason.empty()) {
            ++reasons[row.reason];
        } else if (row.verdict == ChangeVerdict::Same) {
            ++same;
        }
    }
    std::string text;
    if (same > 0) {
        text += nodes(same) + (same == 1 ? " is" : " are") + " the same within the noise\n";
    }
    for (const auto& [reason, count] : reasons) {
        text += nodes(count) + ": no verdict, " + reason + "\n";
    }
    if (!comparison.total.reason.empty()) {
        text += "whole run: no verdict, " + comparison.total.reason + "\n";
    }
    return text;
}

}  // namespace

std::string shownChange(double ratio) {
    if (ratio >= 10) {
        return fixedText(ratio, ratio >= 99.95 ? 0 : 1) + "×";
    }
    const double percent = (ratio - 1) * 100;
    const std::string text = fixedText(percent, std::abs(percent) >= 9.95 ? 0 : 1);
    return (percent > 0 ? "+" : "") + text + " %";
}

std::string diffTable(const Comparison& comparison, Recorded how, bool colours) {
    std::vector<const ComparedTime*> rows;
    for (const ComparedTime& row : comparison.nodes) {
        if (row.verdict != ChangeVerdict::Same) {
            rows.push_back(&row);
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const ComparedTime* a, const ComparedTime* b) {
        return sizeOf(*a) > sizeOf(*b);
    });
    if (comparison.total.change) {
        rows.insert(rows.begin(), &comparison.total);
    }
    std::string text = rows.empty() ? "" : printed(rows, how, colours) + "\n";
    if (how == Recorded::InTurns && !rows.empty()) {
        text += "by pairs: each run of B against the run of A beside it, the middle of all; before "
                "and after\nare the medians of all runs of each, which may differ by another "
                "share\n\n";
    }
    text += foldedRows(comparison);
    for (const std::string& note : comparison.notes) {
        text += "note: " + note + "\n";
    }
    if (comparison.verdict == WholeVerdict::Unknown) {
        return text + (how == Recorded::Apart
                           ? "verdict: cannot tell; to be sure measure both in turns: "
                             "constellation diff A.cst B.cst\n"
                           : "verdict: cannot tell; more runs may: --runs or --seconds\n");
    }
    return text + "verdict: " +
           coloured(wholeVerdictName(comparison.verdict), colourOf(comparison.verdict), colours) +
           "\n";
}

}  // namespace cst
