#include "engine/profile/export_text.h"
#include "engine/profile/profile_file.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace cst {
namespace {

constexpr double kMostUs = 1e15;  // that is read again

/// Writes members one behind the other. The first one of an object takes no comma.
class Members {
public:
    explicit Members(std::string& out) : out_(out) { out_ += '{'; }
    std::string& key(std::string_view name) {
        if (!std::exchange(isFirst_, false)) {
            out_ += ',';
        }
        appendJsonText(out_, name);
        out_ += ':';
        return out_;
    }
    void text(std::string_view name, std::string_view value) { appendJsonText(key(name), value); }
    /// A time or a share: rounding never makes one that cannot be read again.
    void number(std::string_view name, double value, double most = kMostUs) {
        appendNumber(key(name), std::isfinite(value) ? std::clamp(value, 0.0, most) : value);
    }
    void number(std::string_view name, uint64_t value) { appendNumber(key(name), value); }
    /// Below zero = not known.
    template <class Number>
    void numberOrNull(std::string_view name, Number value) {
        if (value < 0) {
            key(name) += "null";
        } else if constexpr (std::is_floating_point_v<Number>) {
            number(name, value);
        } else {
            number(name, static_cast<uint64_t>(value));
        }
    }
    void end() { out_ += '}'; }

private:
    std::string& out_;
    bool isFirst_ = true;
};

void writeSummary(Members& members, const TimeSummary& times) {
    members.number("count", times.count);
    members.number("meanUs", times.meanUs);
    members.number("minUs", times.minUs);
    members.number("p50Us", times.p50Us);
    members.number("p95Us", times.p95Us);
    members.number("p99Us", times.p99Us);
    members.number("maxUs", times.maxUs);
}

/// The newest `most` of them.
void writeLast(Members& members, const TimeSummary& times, std::size_t most) {
    std::string& out = members.key("lastUs");
    const std::size_t count = std::min(times.lastUs.size(), most);
    out += '[';
    for (std::size_t i = times.lastUs.size() - count; i < times.lastUs.size(); ++i) {
        if (out.back() != '[') {
            out += ',';
        }
        appendNumber(out, std::max(times.lastUs[i], 0.0F));
    }
    out += ']';
}

void writeTimes(std::string& out, const TimeSummary& times) {
    Members members(out);
    writeSummary(members, times);
    writeLast(members, times, kMaxRunTimes);
    members.end();
}

void writeNode(std::string& out, const ProfileNode& node, bool hasCache) {
    Members members(out);
    members.text("key", node.key);
    writeSummary(members, node.times);
    members.numberOrNull("cpuUs", node.cpuUs);
    members.number("waitUs", node.waitUs);
    members.number("share", node.share, 1);
    members.key("critical") += node.critical ? "true" : "false";
    members.number("slackUs", node.slackUs);
    writeLast(members, node.times, kMaxNodeTimes);
    members.text("label", node.label);
    members.text("module", node.module);
    members.text("group", node.group);
    members.number("line", uint64_t{node.line});
    members.number("queueUs", node.queueUs);
    members.numberOrNull("savedUs", hasCache ? node.savedUs : -1);
    members.number("withoutUs", node.withoutUs);
    members.numberOrNull("bytesIn", node.bytesIn);
    members.numberOrNull("bytesOut", node.bytesOut);
    if (node.ownHash.empty()) {
        members.key("ownHash") += "null";
    } else {
        members.text("ownHash", node.ownHash);
    }
    for (const auto& [name, time] : kWaitNames) {
        members.numberOrNull(name, node.waits ? (*node.waits).*time : -1);
    }
    members.end();
}

const ProfilePhase* phaseOf(const Profile& profile, std::string_view name) {
    const auto found = std::find_if(profile.phases.begin(), profile.phases.end(),
                                    [&](const ProfilePhase& phase) { return phase.name == name; });
    return found == profile.phases.end() ? nullptr : &*found;
}

void writePhases(std::string& out, const Profile& profile) {
    Members members(out);
    for (const std::string_view name : kProfilePhases) {
        members.key(name);
        if (const ProfilePhase* phase = phaseOf(profile, name)) {
            writeTimes(out, phase->times);
        } else {
            out += "null";
        }
    }
    for (const ProfilePhase& phase : profile.phases) {
        const bool isWritten = std::find(kProfilePhases.begin(), kProfilePhases.end(),
                                         phase.name) != kProfilePhases.end();
        if (!isWritten && phaseOf(profile, phase.name) == &phase) {
            members.key(phase.name);
            writeTimes(out, phase.times);
        }
    }
    members.end();
}

void writeNodes(std::string& out, const Profile& profile) {
    out += '[';
    for (const ProfileNode& node : profile.nodes) {
        if (&node != profile.nodes.data()) {
            out += ',';
        }
        writeNode(out, node, profile.hasCache);
    }
    out += ']';
}

void writeIdle(std::string& out, const Profile& profile) {
    out += '[';
    for (const IdleNode& node : profile.idle) {
        if (&node != profile.idle.data()) {
            out += ',';
        }
        Members members(out);
        members.text("key", node.key);
        members.text("why", kIdleWhys[static_cast<std::size_t>(node.why)]);
        members.end();
    }
    out += ']';
}

void writeCache(std::string& out, const Profile& profile) {
    Members members(out);
    const Profile::Cache& cache = profile.cache;
    for (const auto& [name, value] :
         {std::pair{"hits", cache.hits}, std::pair{"misses", cache.misses},
          std::pair{"evictions", cache.evictions}, std::pair{"bytes", cache.bytes}}) {
        if (profile.hasCache) {
            members.number(name, value);
        } else {
            members.key(name) += "null";
        }
    }
    members.end();
}

void writePool(std::string& out, const Profile::Pool& pool) {
    Members members(out);
    members.number("leases", pool.leases);
    members.number("hits", pool.hits);
    members.end();
}

}  // namespace

std::string profileJson(const Profile& profile) {
    std::string out;
    Members members(out);
    members.text("format", "constellation-profile");
    members.number("version", uint64_t{1});
    members.text("sourceHash", profile.sourceHash);
    members.number("threads", uint64_t{profile.threads});
    members.number("runs", profile.runs);
    writeNodes(members.key("nodes"), profile);
    writePhases(members.key("phases"), profile);
    writeCache(members.key("cache"), profile);
    writePool(members.key("pool"), profile.pool);
    if (profile.allocations > 0) {
        members.number("allocations", profile.allocations);
    } else {
        members.key("allocations") += "null";
    }
    members.number("overheadPercent", profile.overheadPercent);
    writeTimes(members.key("total"), profile.total);
    members.numberOrNull("workUs", profile.workUs);
    members.key("isPart") += profile.isPart ? "true" : "false";
    members.text("source", profile.source);
    writeIdle(members.key("idle"), profile);
    members.end();
    out += '\n';
    return out;
}

}  // namespace cst
