// Each rule looks at one number and keeps quiet below its bound: a reader with ten reasons has
// none.

#include "engine/profile/explain.h"

#include "engine/profile/time_text.h"
#include "engine/profile/trace_shares.h"

#include <algorithm>

namespace cst {
namespace {

constexpr double kChain = 0.6;        // of the run
constexpr double kFull = 0.3;         // of the run
constexpr double kBlocked = 0.1;      // of the run, by waits of one kind
constexpr double kPhase = 0.25;       // of the run
constexpr double kBusy = 0.85;        // of the workers: then no chain is to blame
constexpr double kHandOverUs = 2;     // what waking a worker for a node costs, about
constexpr double kIdleWorkers = 0.5;  // of the workers' time
constexpr std::size_t kManyPieces = 64;
constexpr double kRecording = 0.02;
constexpr double kElsewhere = 0.3;       // of the time that nodes held workers
constexpr double kLeastElsewhere = 100;  // us, in one node
// Below this a run is over before anything could be said of it: handing over a node, a page that is
// not there, a clock that is read, each takes a good part of it.
constexpr double kTrivialUs = 100;

std::string ticked(std::string_view key) {
    return "`" + std::string(key) + "`";
}

std::string counted(std::size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

double usOf(int64_t ns) {
    return static_cast<double>(ns) / 1000;
}

/// What it held its worker, the mean of the runs.
double heldUs(const ProfileNode& node) {
    return std::max(0.0, node.times.meanUs - std::max(0.0, node.waitUs - node.heldUs()));
}

/// Of that, what it did not compute; 0 where that is not known.
double lostUs(const ProfileNode& node) {
    return node.times.count == 0 || node.cpuUs < 0 ? 0 : std::max(0.0, heldUs(node) - node.cpuUs);
}

/// That calls wait for the world outside is their work: what else stands in the way comes first.
double weightOf(const Finding& finding) {
    constexpr double kOutside = 0.5;
    return finding.share * (finding.kind == FindingKind::Service ? kOutside : 1);
}

class Explainer {
public:
    Explainer(const Profile& profile, const Trace& trace)
        : profile_(profile),
          trace_(trace),
          shares_(sharesOf(trace)),
          runUs_(profile.total.count > 0 ? profile.total.p50Us : phaseUs("run")) {}

    std::vector<Finding> found() {
        if (runUs_ > 0 && runUs_ < kTrivialUs) {
            trivial();
            return std::move(findings_);
        }
        chain();
        full();
        elsewhere();
        service();
        throttle();
        permit();
        retries();
        cacheWait();
        decode();
        encode();
        smallNodes();
        recording();
        std::stable_sort(
            findings_.begin(), findings_.end(),
            [](const Finding& a, const Finding& b) { return weightOf(a) > weightOf(b); });
        return std::move(findings_);
    }

private:
    double phaseUs(std::string_view name) const {
        for (const ProfilePhase& phase : profile_.phases) {
            if (phase.name == name) {
                return phase.times.p50Us;
            }
        }
        return 0;
    }
    /// Of the whole run, what is no work of nodes: reading inputs, writing outputs.
    double besidesUs() const {
        const double us = phaseUs("run");
        return us > 0 ? std::max(runUs_ - us, 0.0) : 0;
    }
    void add(FindingKind kind, double share, std::string node, std::string finding,
             std::string evidence, std::string advice) {
        findings_.push_back({kind, std::min(share, 1.0), std::move(node), std::move(finding),
                             std::move(evidence), std::move(advice)});
    }

    void trivial() {
        const ProfileNode* longest = nullptr;
        std::size_t count = 0;
        for (const ProfileNode& node : profile_.nodes) {
            if (node.times.count == 0) {
                continue;
            }
            ++count;
            if (longest == nullptr || node.times.p50Us > longest->times.p50Us) {
                longest = &node;
            }
        }
        std::string evidence = counted(count, "node did work", "nodes did work");
        if (longest != nullptr) {
            evidence += "; the longest is " + ticked(longest->key) + " with " +
                        shownTime(longest->times.p50Us);
        }
        add(FindingKind::Trivial, 1, "",
            "nothing here is worth mending: the whole run takes " + shownTime(runUs_),
            evidence + "; nobody would feel it if one of them took no time", "");
    }

    void chain() {
        double chainUs = 0;
        std::size_t count = 0;
        const ProfileNode* longest = nullptr;
        for (const ProfileNode& node : profile_.nodes) {
            if (!node.critical || node.times.count == 0) {
                continue;
            }
            ++count;
            chainUs += node.times.p50Us;
            if (longest == nullptr || node.times.p50Us > longest->times.p50Us) {
                longest = &node;
            }
        }
        const double share = runUs_ > 0 ? chainUs / runUs_ : 0;
        if (longest == nullptr || share < kChain || shares_.efficiency() > kBusy) {
            return;
        }
        const std::string which =
            count == 1 ? ticked(longest->key) + " alone takes "
                       : std::to_string(count) + " nodes, one behind the other, take ";
        std::string evidence = shownTime(chainUs) + " of " + shownTime(runUs_) +
                               "; the longest is " + ticked(longest->key) + " with " +
                               shownTime(longest->times.p50Us);
        if (lostUs(*longest) > heldUs(*longest) / 2 && lostUs(*longest) > kLeastElsewhere) {
            add(FindingKind::CriticalPath, share, longest->key,
                which + shownShare(std::min(share, 1.0)) + " of the run", evidence,
                "measure once more before you change it: it computed for only " +
                    shownTime(longest->cpuUs) + " of " + shownTime(heldUs(*longest)));
            return;
        }
        std::string advice = "more workers do not help: make " + ticked(longest->key) + " faster";
        const double withoutUs = longest->withoutUs + besidesUs();
        if (longest->withoutUs > 0 && withoutUs < runUs_) {
            advice += " (without it the whole run would take " + shownTime(withoutUs) + ")";
        }
        add(FindingKind::CriticalPath, share, longest->key,
            which + shownShare(std::min(share, 1.0)) + " of the run", evidence,
            advice + (count == 1 ? "" : ", or let the chain wait for less"));
    }

    void full() {
        const double share = shares_.shareOfWall(shares_.fullNs);
        if (share < kFull) {
            return;
        }
        const auto largest = std::max_element(
            profile_.nodes.begin(), profile_.nodes.end(),
            [](const ProfileNode& a, const ProfileNode& b) { return a.share < b.share; });
        const std::string key = largest == profile_.nodes.end() ? "" : largest->key;
        add(FindingKind::WorkersFull, share, key,
            "no worker was free for " + shownShare(share) + " of the run, and nodes waited for one",
            counted(shares_.workers, "worker was", "workers were") + " busy for " +
                shownShare(shares_.efficiency()) + " of the time; ready nodes waited for " +
                shownTime(usOf(shares_.waitedNs[static_cast<std::size_t>(SpanKind::Queue)])) +
                " in all",
            "try more workers (--threads) if the machine has more cores" +
                (key.empty() ? std::string()
                             : "; else make " + ticked(key) + " cheaper, it takes " +
                                   shownShare(largest->share) + " of the work"));
    }

    /// The clock went on, and a processor was at something else.
    void elsewhere() {
        double held = 0, lost = 0;
        const ProfileNode* most = nullptr;
        for (const ProfileNode& node : profile_.nodes) {
            if (node.times.count == 0 || node.cpuUs < 0) {
                continue;
            }
            held += heldUs(node);
            lost += lostUs(node);
            if (most == nullptr || lostUs(node) > lostUs(*most)) {
                most = &node;
            }
        }
        if (most == nullptr || lostUs(*most) < kLeastElsewhere || lost < kElsewhere * held) {
            return;
        }
        add(FindingKind::Elsewhere, std::min(1.0, lost / std::max(runUs_, lost)), most->key,
            "nodes held workers for " + shownTime(held) + " and computed for " +
                shownTime(held - lost) + " of them",
            ticked(most->key) + " held one for " + shownTime(heldUs(*most)) +
                ", its own work took " + shownTime(std::max(most->cpuUs, 0.0)) +
                "; meanwhile other programs had the processor, or it waited for a disk or a lock",
            "let the machine come to rest and measure again; the CPU column is the work itself");
    }

    /// Waits of one kind, during which no worker had anything to do.
    void blocked(FindingKind kind, SpanKind wait, const std::string& what,
                 const std::string& advice) {
        const int64_t ns = shares_.blockedNs[static_cast<std::size_t>(wait)];
        const double share = shares_.shareOfWall(ns);
        const uint32_t node = shares_.longestFor(wait);
        if (share < kBlocked || node == Span::kNone) {
            return;
        }
        const std::string& key = trace_.nodes[node].key;
        const int64_t own = shares_.waitedByNode[node][static_cast<std::size_t>(wait)];
        add(kind, share, key,
            "for " + shownShare(share) + " of the run no worker had work, and calls waited for " +
                what,
            shownTime(usOf(ns)) + " without work on any worker; " + ticked(key) +
                " waited longest, " + shownTime(usOf(own)),
            advice);
    }
    void service() {
        blocked(
            FindingKind::Service, SpanKind::Io, "programs, services or timers",
            "start such calls earlier or side by side, keep their results (`cache`), or ask for "
            "more at once");
    }
    void throttle() {
        blocked(FindingKind::Throttle, SpanKind::Throttle, "a throttle",
                "allow more calls in its time (`throttle`), or make fewer of them");
    }
    void permit() {
        blocked(FindingKind::Permit, SpanKind::Permit, "a permit",
                "allow more calls at once (`concurrency`) if the other side can take them");
    }
    void retries() {
        blocked(FindingKind::Retries, SpanKind::RetryDelay, "another try",
                "look why the call fails; shorten `delay`, or try less often (`retry`)");
    }
    void cacheWait() {
        blocked(FindingKind::CacheWait, SpanKind::Cache, "an equal call or the disk's cache",
                "the first of the equal calls decides: make that one faster, or keep its result in "
                "memory");
    }

    void phase(FindingKind kind, const char* name, const char* what, const char* advice) {
        const double us = phaseUs(name);
        const double wholeUs = std::max(runUs_, profile_.total.count > 0 ? 0 : us + phaseUs("run"));
        if (wholeUs <= 0 || us / wholeUs < kPhase) {
            return;
        }
        add(kind, us / wholeUs, "",
            std::string(what) + " takes " + shownShare(std::min(us / wholeUs, 1.0)) + " of the run",
            shownTime(us) + " of " + shownTime(wholeUs), advice);
    }
    void decode() {
        phase(FindingKind::Decode, "decode", "reading the inputs",
              "give less: fields that no node reads cost least, but they still have to be read "
              "over; declare them only if they are needed");
    }
    void encode() {
        phase(FindingKind::Encode, "encode", "writing the outputs",
              "put out less: no large lists that nobody looks at");
    }

    void smallNodes() {
        std::vector<int64_t> took = shares_.tookNs;
        if (shares_.workers < 2 || took.size() < kManyPieces ||
            shares_.efficiency() > kIdleWorkers) {
            return;
        }
        const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
        std::nth_element(took.begin(), middle, took.end());
        int64_t small = 0;
        for (const int64_t ns : took) {
            small += usOf(ns) < kHandOverUs ? ns : 0;
        }
        const double share = shares_.workNs == 0
                                 ? 0
                                 : static_cast<double>(small) / static_cast<double>(shares_.workNs);
        if (usOf(*middle) >= kHandOverUs || share < 0.5) {
            return;
        }
        add(FindingKind::SmallNodes, share * (1 - shares_.efficiency()), "",
            "most nodes are too small to be worth another worker",
            std::to_string(took.size()) + " pieces of work, half of them below " +
                shownTime(usOf(*middle)) + "; waking a worker takes some " +
                shownTime(kHandOverUs) + ", and the workers were busy for " +
                shownShare(shares_.efficiency()) + " of the time",
            "fewer workers are as fast (--threads 1); for more speed work on lists as a whole "
            "instead of node by node");
    }

    void recording() {
        const double share = profile_.overheadPercent / 100;
        if (share < kRecording) {
            return;
        }
        add(FindingKind::Recording, share, "",
            "recording itself takes " + shownShare(share) + " of the run", "measured while it ran",
            "take the times of the shortest nodes with care");
    }

    const Profile& profile_;
    const Trace& trace_;
    const TraceShares shares_;
    const double runUs_;  // the median of the whole run
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> explain(const Profile& profile, const Trace& trace) {
    return Explainer(profile, trace).found();
}

}  // namespace cst
