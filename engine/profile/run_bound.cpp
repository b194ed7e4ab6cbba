#include "engine/profile/run_bound.h"

#include <cmath>

namespace cst {
namespace {

constexpr double kMost = 0.5;   // of the whole: that is what it is about
constexpr double kPath = 0.75;  // of the run
constexpr double kBusy = 0.75;  // of the workers' time
constexpr double kSmallUs = 2;  // nodes of less cost about as much to schedule

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

double shareOf(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

/// Of a chain in which one node takes most.
std::string nodeBound(const RunLoad& load) {
    const std::string name = "`" + load.longest + "`";
    std::string text =
        name + " alone takes " + percent(shareOf(load.longestUs, load.runUs)) + " of the run";
    if (shareOf(load.longestWaitUs, load.longestUs) < kMost) {
        return text + ": only a quicker " + name + " makes it shorter";
    }
    if (load.throttleUs > load.longestWaitUs * kMost) {
        return text + ", most of it waiting for tokens of a `throttle`";
    }
    if (load.permitUs > load.longestWaitUs * kMost) {
        return text + ", most of it waiting for a permit (`concurrency`)";
    }
    return text + ", most of it waiting: no worker is held by that";
}

}  // namespace

double RunLoad::efficiency() const {
    return shareOf(workUs, runUs * workers);
}

std::string boundOf(const RunLoad& load) {
    const double total = load.decodeUs + load.runUs + load.encodeUs;
    const double path = shareOf(load.pathUs, load.runUs);
    if (load.decodeUs > total * kMost) {
        return "reading the inputs takes " + percent(shareOf(load.decodeUs, total)) +
               " of the time, more than all nodes";
    }
    if (load.encodeUs > total * kMost) {
        return "writing the outputs takes " + percent(shareOf(load.encodeUs, total)) +
               " of the time, more than all nodes";
    }
    if (path >= kPath && load.longestUs > load.pathUs * kMost) {
        return nodeBound(load);
    }
    if (path >= kPath) {
        return "the chain of " + std::to_string(load.pathNodes) +
               " nodes that wait for each other "
               "takes " +
               percent(path) + " of the run: more threads do not help";
    }
    if (load.efficiency() >= kBusy) {
        return "the workers are busy " + percent(load.efficiency()) +
               " of the run: more threads or less work would help";
    }
    if (load.queueUs > load.runUs * kMost) {
        return "what was ready waited for a worker, " + percent(shareOf(load.queueUs, load.runUs)) +
               " of the run: more threads would help, or a machine that is less busy";
    }
    if (load.nodes > 1 && load.workUs < load.nodes * kSmallUs) {
        return "the nodes are small: " + std::to_string(load.nodes) + " of them take " +
               percent(shareOf(load.workUs, load.runUs)) +
               " of the run, the rest is handing them out";
    }
    return "nothing alone: the longest chain takes " + percent(path) +
           " of the run, the workers are busy " + percent(load.efficiency()) + " of it";
}

}  // namespace cst
