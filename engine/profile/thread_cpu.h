#pragma once

#include <cstdint>

namespace cst {

/// Processor time that the calling thread has taken so far, in ns. Cost: some 200 ns.
int64_t threadCpuNs();
/// That cost, as it is here. Measured by the first call, which takes some 10 us. Thread safe.
double threadCpuCostNs();

}  // namespace cst
