#pragma once

#include "tests/reference/expression.h"
#include "tests/reference/reference.h"

#include <map>
#include <string>

namespace cst::reference {

using InputValues = std::map<std::string, Value>;  // those that there are

/// Runs a program, language §4 and §10: fills the outputs, errors, states and effects of a report.
void evaluate(const Program& program, const TypeTable& types, const InputValues& inputs,
              Report& report);

}  // namespace cst::reference
