#include "engine/run/task_trampoline.h"

#if defined(__SANITIZE_THREAD__)
extern "C" void __tsan_acquire(void* address);  // NOLINT: names of the sanitizer's interface
extern "C" void __tsan_release(void* address);  // NOLINT
#endif

namespace cst {
namespace {

void runToEnd(Job* job) {
    job->run();
    job->done();
}

}  // namespace

void announceJob([[maybe_unused]] Job* job) {
#if defined(__SANITIZE_THREAD__)
    __tsan_release(job);
#endif
}

CST_UNWATCHED void enterJob(Job* job) {
#if defined(__SANITIZE_THREAD__)
    __tsan_acquire(job);
#endif
    runToEnd(job);
}

}  // namespace cst
