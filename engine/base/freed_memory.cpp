#include "engine/base/freed_memory.h"

#include <cstdlib>  // tells which C library this is

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace cst {

void keepFreedMemory() {
#if defined(__GLIBC__)
    constexpr int kKeptBytes = 64 << 20;
    constexpr int kLargestInHeap = 32 << 20;  // glibc takes no more
    mallopt(M_TRIM_THRESHOLD, kKeptBytes);
    mallopt(M_MMAP_THRESHOLD, kLargestInHeap);
#endif
}

}  // namespace cst
