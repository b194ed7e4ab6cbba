#include "engine/run/task_trampoline.h"

#if defined(__SANITIZE_THREAD__)
extern "C" void __tsan_acquire(void* address);  // NOLINT: names of the sanitizer's interface
extern "C" void __tsan_release(void* address);  // NOLINT
#endif

namespace cst {
namespace {

void runAndDelete(Job* job) {
    job->run();
    delete job;
}

}  // namespace

void announceJob([[maybe_unused]] Job* job) {
#if defined(__SANITIZE_THREAD__)
    __tsan_release(job);
#endif
}

#if defined(__SANITIZE_THREAD__)
__attribute__((no_sanitize("thread"))) void enterJob(Job* job) {
    __tsan_acquire(job);
    runAndDelete(job);
}
#else
void enterJob(Job* job) {
    runAndDelete(job);
}
#endif

}  // namespace cst
