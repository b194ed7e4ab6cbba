#pragma once

#include "engine/plan/operation.h"
#include "engine/types/signature.h"
#include "engine/types/type_table.h"
#include "engine/value/outcome.h"

namespace cst {

/// `on_error: wrap`: value and error of a call both become members of a union (language §6.2).
/// Leaves alone what is pending or cancelled, and calls without that option.
CallOutcome wrapCallOutcome(const TypeTable& types, const SignatureTable& signatures,
                            const Operation& call, CallOutcome outcome);

}  // namespace cst
