#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <malloc.h>
#include <new>

// Counts what operator new hands out, in one program: include it in the one source of a test. With
// a sanitizer these stand in front of its own, so such tests say less there, but run.

namespace cst::test {

inline std::atomic<std::size_t> allocatedBytes = 0;
inline std::atomic<std::size_t> peakBytes = 0;

inline void* counted(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    const std::size_t now = allocatedBytes += ::malloc_usable_size(memory);
    std::size_t peak = peakBytes;
    while (now > peak && !peakBytes.compare_exchange_weak(peak, now)) {
    }
    return memory;
}

/// The bytes that are held at the end of work(), and the most that were held during it.
struct MemoryUse {
    std::size_t kept = 0;
    std::size_t peak = 0;
};
template <class Work>
MemoryUse memoryOf(const Work& work) {
    const std::size_t before = allocatedBytes;
    peakBytes = before;
    work();
    return {allocatedBytes - before, peakBytes - before};
}

}  // namespace cst::test

// All forms that this program uses: a sanitizer has its own for those that are left out, and would
// take memory from one and give it back to the other.
void* operator new(std::size_t size) {
    return cst::test::counted(std::malloc(size));
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return operator new(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return operator new(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto to = static_cast<std::size_t>(alignment);
    return cst::test::counted(std::aligned_alloc(to, (size + to - 1) / to * to));
}
void operator delete(void* memory) noexcept {
    if (memory != nullptr) cst::test::allocatedBytes -= ::malloc_usable_size(memory);
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}
void operator delete[](void* memory) noexcept {
    operator delete(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    operator delete(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    operator delete(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    operator delete(memory);
}
