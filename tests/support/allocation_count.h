#pragma once

#include <cstdint>

namespace cst {

/// Heap allocations of the whole process, all threads: malloc and its kin, and with them operator
/// new. Linking allocation_count.cpp replaces these functions of the C library by ones that count.
/// Thread safe.
uint64_t allocationCount();

}  // namespace cst
