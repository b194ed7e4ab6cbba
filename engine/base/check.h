#pragma once

#include <cstdio>
#include <cstdlib>

namespace cst {

/// Ends the process with the place and the reason. For broken invariants of our own only:
/// what the world or the author of a pipeline did wrong goes through Result or Diagnostic.
[[noreturn]] inline void checkFailed(const char* file, int line, const char* condition,
                                     const char* why) {
    std::fprintf(stderr, "%s:%d: internal error: %s (%s)\n", file, line, why, condition);
    std::abort();
}

}  // namespace cst

/// Holds in every build.
#define CST_CHECK(condition, why) \
    ((condition) ? static_cast<void>(0) : ::cst::checkFailed(__FILE__, __LINE__, #condition, why))

/// For hot paths: holds in debug builds.
#ifdef NDEBUG
#define CST_DCHECK(condition, why) static_cast<void>(0)
#else
#define CST_DCHECK(condition, why) CST_CHECK(condition, why)
#endif
