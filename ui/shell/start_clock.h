#pragma once

namespace cst {

/// Milliseconds since the kernel started this process, before it loaded a single library. Never
/// too small: the kernel counts starts in steps of 10 ms and rounds down, so up to 10 ms too many.
double msSinceProcessStart();

/// Resident memory of this process in MB (10^6 bytes), all pages counted, shared ones too.
double residentMb();

}  // namespace cst
