// The C library lets a program bring its own malloc as long as it brings the whole family; ours
// counts and passes on. Not for sanitizers, which do the same.

#include "tests/support/allocation_count.h"

#include <atomic>
#include <cerrno>
#include <cstddef>

namespace {
std::atomic<uint64_t> count{0};

void note() {
    count.fetch_add(1, std::memory_order_relaxed);
}
}  // namespace

namespace cst {
uint64_t allocationCount() {
    return count.load();
}
}  // namespace cst

// NOLINTBEGIN: names of the C library
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
    note();
    return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
    note();
    return __libc_calloc(number, size);
}
void* realloc(void* block, std::size_t size) {
    note();
    return __libc_realloc(block, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
    note();
    return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    note();
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
    note();
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? ENOMEM : 0;
}
}
// NOLINTEND
