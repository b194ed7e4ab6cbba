#include "engine/value/outcome.h"

namespace cst {

void CallOutcome::dropError() noexcept {
    error_.reset();
}

}  // namespace cst
