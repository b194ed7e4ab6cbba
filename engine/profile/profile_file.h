#pragma once

#include "engine/base/result.h"
#include "engine/profile/profile.h"

#include <array>
#include <string>
#include <string_view>

namespace cst {

// A saved profile: `constellation profile --format json`, what `constellation diff` reads and the
// studio opens. One line of JSON, keys in this order, none ever missing, `null` = not measured:
//
//   format "constellation-profile", version 1, sourceHash, threads, runs,
//   nodes [{key, count, meanUs, minUs, p50Us, p95Us, p99Us, maxUs, cpuUs, waitUs, share, critical,
//           slackUs, lastUs [at most 128],
//           label, module, group, line, queueUs, savedUs, withoutUs, bytesIn, bytesOut, ownHash,
//           throttleWaitUs, permitWaitUs, retryDelayUs, cacheWaitUs, ioWaitUs}],
//   phases {parse, check, plan, decode, run, encode: {count … maxUs, lastUs}}, and others by name,
//   cache {hits, misses, evictions, bytes: null where nothing could be found, as savedUs is}, pool
//   {leases, hits}, allocations, overheadPercent, total {count … maxUs, lastUs}, workUs,
//   isPart, source, idle [{key, why: "not run", "part" or "constant"}]
//
// `runs` are those that phases are of, and total those of them that worked everything out: what the
// studio exports of one run has the statistics of its nodes over all their runs, as its table shows
// them. `constellation profile` lets no run take anything from one before, so `cache` and `savedUs`
// are null there, and nobody counts allocations. `bytesIn` is null of a node without operands, and
// both are where a value is larger than a look tells. What stands behind `lastUs` of a node and
// behind `overheadPercent` is more than the interface (cli.md) promises: a program that does not
// know it can do without.

/// The phases that each profile tells, in this order; `null` where they were not measured.
inline constexpr std::array<std::string_view, 6> kProfilePhases{"parse",  "check", "plan",
                                                                "decode", "run",   "encode"};
/// By IdleWhy, as they are written.
inline constexpr std::array<std::string_view, 3> kIdleWhys{"not run", "part", "constant"};
/// What a node's `waitUs` was for, as it is written; `null` of a profile that cannot tell.
struct WaitName {
    const char* name;
    double NodeWaits::*us;
};
inline constexpr std::array<WaitName, 5> kWaitNames{{{"throttleWaitUs", &NodeWaits::throttleUs},
                                                     {"permitWaitUs", &NodeWaits::permitUs},
                                                     {"retryDelayUs", &NodeWaits::retryUs},
                                                     {"cacheWaitUs", &NodeWaits::cacheUs},
                                                     {"ioWaitUs", &NodeWaits::ioUs}}};
/// Times that a node may bring, one by one.
inline constexpr std::size_t kMaxNodeTimes = 128;
/// Times that a phase, or the whole run, may bring.
inline constexpr std::size_t kMaxRunTimes = 1'000'000;
/// A file of more bytes is refused: 100,000 nodes with all their times fit.
inline constexpr std::size_t kMaxProfileBytes = 256UL << 20U;

/// Bytes in names that are no UTF-8 become U+FFFD; what is not finite becomes `null`.
std::string profileJson(const Profile& profile);

/// Are these the bytes of a saved profile, whole or damaged? Looks at what they say of themselves,
/// not at how a file is called. Cost: O(bytes), by memchr.
bool isSavedProfile(std::string_view bytes);
/// Why they are not, for people: `it is empty`; "" = they are. Cost: likewise.
std::string whyNoProfile(std::string_view bytes);

/// Errors: R007, with the path of what is wrong: `nodes[3].p50Us`. `format`, `version`, `nodes` and
/// of each node `key`, `count`, `p50Us` and `lastUs` have to be there, keys only once; members that
/// are not known are passed over.
Result<Profile> readProfile(std::string_view json);

}  // namespace cst
