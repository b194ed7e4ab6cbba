#pragma once

#include "engine/base/result.h"

#include <string>
#include <string_view>

namespace cst {

/// What is left when a fallback fails too: the code of the call's own error, both messages.
Error withFallbackError(Error own, const Error& fallback);

/// The log line of `on_error: log`. `mended`: by what, e.g. "its zero value is used".
std::string failureLine(std::string_view module, const Error& error, std::string_view mended);

}  // namespace cst
