#pragma once

#include "engine/base/result.h"
#include "engine/value/value.h"

#include <variant>

namespace cst {

/// The value or the error will come later, through a completion.
struct Pending {};

/// What starting a piece of work came to.
using CallOutcome = std::variant<Value, Error, Pending>;

}  // namespace cst
