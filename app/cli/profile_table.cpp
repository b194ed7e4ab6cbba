#include "app/cli/profile_table.h"

#include "app/cli/padded_text.h"
#include "engine/profile/time_text.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace cst {
namespace {

constexpr std::size_t kMostNodes = 40;
constexpr std::size_t kColumn = 10;

std::string count(std::size_t number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

/// Nothing is a dash: it stands out less than a zero.
std::string timeOrDash(double us) {
    return us > 0 ? shortTime(us) : "–";
}

std::string timeColumns(const TimeSummary& times) {
    if (times.count == 0) {
        return padLeft("–", kColumn) + padLeft("–", kColumn) + padLeft("–", kColumn);
    }
    return padLeft(shortTime(times.p50Us), kColumn) + padLeft(shortTime(times.p95Us), kColumn) +
           padLeft(shortTime(times.maxUs), kColumn);
}

std::string header(const std::string& first, std::size_t widest) {
    return "  " + padRight(first, widest) + padLeft("p50", kColumn) + padLeft("p95", kColumn) +
           padLeft("max", kColumn);
}

std::string nodeRow(const ProfileNode& node, std::size_t widest) {
    return (node.critical ? "* " : "  ") + padRight(node.key, widest) + timeColumns(node.times) +
           padLeft(node.cpuUs < 0 ? "–" : shortTime(node.cpuUs), kColumn) +
           padLeft(timeOrDash(node.waitUs), kColumn) + padLeft(timeOrDash(node.queueUs), kColumn) +
           padLeft(shownShare(node.share), 8) + "  " +
           (node.module.empty() ? node.label : node.module) + "\n";
}

/// What all nodes together waited for in a run; "" = for nothing, or it is not known.
std::string waitsText(const Profile& profile) {
    NodeWaits sum;
    for (const ProfileNode& node : profile.nodes) {
        sum.add(node.waits.value_or(NodeWaits()));
    }
    std::string text;
    for (const auto& [us, what] :
         {std::pair{sum.throttleUs, "for throttles"}, std::pair{sum.permitUs, "for permits"},
          std::pair{sum.retryUs, "before retries"}, std::pair{sum.cacheUs, "for the cache"},
          std::pair{sum.ioUs, "for I/O"}}) {
        if (us > 0) {
            text += (text.empty() ? "" : ", ") + shortTime(us) + " " + what;
        }
    }
    if (!text.empty()) {
        text = "  wait, of all nodes in a run: " + text + "\n";
    }
    return text + (sum.heldUs() > 0 ? "  (that for throttles and permits comes before a node's "
                                      "time, and is no part of it)\n"
                                    : "");
}

std::string nodeTable(const Profile& profile) {
    std::vector<const ProfileNode*> nodes;
    for (const ProfileNode& node : profile.nodes) {
        nodes.push_back(&node);
    }
    std::stable_sort(nodes.begin(), nodes.end(), [](const ProfileNode* a, const ProfileNode* b) {
        return a->share > b->share;
    });
    const std::size_t shown = std::min(nodes.size(), kMostNodes);
    std::size_t widest = 4;
    for (std::size_t i = 0; i < shown; ++i) {
        widest = std::max(widest, columnsOf(nodes[i]->key));
    }
    std::string text = header("node", widest) + padLeft("cpu", kColumn) + padLeft("wait", kColumn) +
                       padLeft("queue", kColumn) + padLeft("share", 8) + "\n";
    for (std::size_t i = 0; i < shown; ++i) {
        text += nodeRow(*nodes[i], widest);
    }
    const bool hasQueued = std::any_of(nodes.begin(), nodes.end(), [](const ProfileNode* node) {
        return node->queueUs > node->times.meanUs && node->times.count > 0;
    });
    if (hasQueued) {
        text += "  queue: it was ready, and no worker was free\n";
    }
    text += waitsText(profile);
    if (nodes.size() > shown) {
        text += "  … and " + count(nodes.size() - shown, "quicker node") + "\n";
    }
    if (nodes.empty()) {
        text += "  no node has work of its own: all is settled before the run\n";
    }
    return text;
}

std::string phaseTable(const Profile& profile) {
    const std::string whole = "whole run";
    std::size_t widest = whole.size();
    for (const ProfilePhase& phase : profile.phases) {
        widest = std::max(widest, columnsOf(phase.name));
    }
    std::string text = header("phase", widest) + "\n";
    for (const ProfilePhase& phase : profile.phases) {
        text += "  " + padRight(phase.name, widest) + timeColumns(phase.times) + "\n";
    }
    return text + "  " + padRight(whole, widest) + timeColumns(profile.total) +
           "  decode, run and encode\n";
}

/// What bounds the runs and what to try about it, the most important first.
std::string boundText(const std::vector<Finding>& findings) {
    constexpr std::size_t kMost = 3;  // more are no help
    if (findings.empty()) {
        return "Bound: nothing stands out.\n";
    }
    std::string text;
    for (std::size_t i = 0; i < std::min(kMost, findings.size()); ++i) {
        text += (i == 0 ? "Bound: " : "Also: ") + findings[i].finding + ".\n";
        text += findings[i].advice.empty() ? "" : "Try: " + findings[i].advice + ".\n";
    }
    return text;
}

}  // namespace

std::string profileTable(const Profile& profile, const ProfileSummary& summary) {
    std::string text = summary.file + ": " + count(profile.runs, "run") + " behind " +
                       count(summary.warmUps, "warm-up") + ", " + count(profile.threads, "thread") +
                       "\n" + (summary.stopped.empty() ? "" : "  " + summary.stopped + "\n") + "\n";
    text += nodeTable(profile);
    if (summary.pathUs > 0) {
        text += "\n* the chain that the median run waited for: " + shortTime(summary.pathUs) +
                " of " + shortTime(summary.runUs) + " in phase run\n";
    }
    text += "\n" + phaseTable(profile) + "\n";
    text += summary.load;
    text += boundText(summary.findings);
    if (!summary.load.empty()) {
        return text;
    }
    const double runUs = std::max_element(profile.phases.begin(), profile.phases.end(),
                                          [](const auto& a, const auto& b) {
                                              return (a.name == "run") < (b.name == "run");
                                          })
                             ->times.meanUs;
    text += "Parallel: " + shortTime(summary.workUs) + " of work in " + shortTime(runUs) + " on " +
            count(profile.threads, "thread") + ", which were busy " +
            shownShare(summary.efficiency) + " of that.\n";
    text += "Recording took " + shownShare(profile.overheadPercent / 100) + " of the runs.\n";
    return text;
}

}  // namespace cst
