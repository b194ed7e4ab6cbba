#pragma once

#include <string>
#include <string_view>

namespace cst {

/// Where the places beside a pipeline have lines that say nothing, they are gone with the next
/// save: keeps a copy of such a file beside it, `NAME.layout.unreadable` or, where another one is
/// kept, `NAME.layout.unreadable-2` and so on. Returns a sentence about it; "" = every line says
/// something, or there is no such file. Blocks its thread.
std::string keepDamagedPlaces(std::string_view pipelinePath);

}  // namespace cst
