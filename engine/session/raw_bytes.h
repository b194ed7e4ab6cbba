#pragma once

#include <string>
#include <type_traits>

namespace cst {

/// Appends a value as it lies in memory: for files that this machine alone reads again.
template <class T>
void appendRaw(std::string& out, const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace cst
