#pragma once

#include <string>

namespace cst::bench {

/// A pipeline of a given size and inputs that fit it. Generated, the same every time.
struct Workload {
    std::string text;
    std::string inputsJson;
};

/// About 70 lines: 4 inputs, record types, field reads, guards, coalesce, conditionals, 15 outputs.
Workload mediumWorkload();

/// About 190 lines: 6 inputs, record types, field reads, guards, coalesce, conditionals, 36
/// outputs.
Workload largeWorkload();

/// stress-N: a chain of N Boolean statements that cycles through `and`, `or`, `not` and a mix, with
/// two guards, a coalesce, a conditional and three outputs behind it.
Workload stressWorkload(int statements);

/// calls-N: N module calls in layers of 20, each of values of the three layers before; numbers,
/// texts and lists among them, and a record at the end.
Workload callsWorkload(int calls);

/// Statements of five kinds, none of which uses another one, and an output for each hundredth.
Workload independentWorkload(int statements);

}  // namespace cst::bench
