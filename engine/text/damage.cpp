#include "engine/text/damage.h"

#include <algorithm>
#include <cstring>

namespace cst {
namespace {

constexpr std::size_t kStep = 512;  // as much is compared at once

std::size_t commonBegin(std::string_view a, std::string_view b) {
    const std::size_t most = std::min(a.size(), b.size());
    std::size_t at = 0;
    while (at + kStep <= most && std::memcmp(a.data() + at, b.data() + at, kStep) == 0) {
        at += kStep;
    }
    while (at < most && a[at] == b[at]) {
        ++at;
    }
    return at;
}

std::size_t commonEnd(std::string_view a, std::string_view b) {
    const std::size_t most = std::min(a.size(), b.size());
    const char* const aEnd = a.data() + a.size();
    const char* const bEnd = b.data() + b.size();
    std::size_t at = 0;
    while (at + kStep <= most && std::memcmp(aEnd - at - kStep, bEnd - at - kStep, kStep) == 0) {
        at += kStep;
    }
    while (at < most && *(aEnd - at - 1) == *(bEnd - at - 1)) {
        ++at;
    }
    return at;
}

}  // namespace

TextDamage damageBetween(std::string_view before, std::string_view after) {
    const std::size_t begin = commonBegin(before, after);
    const std::size_t end = commonEnd(before.substr(begin), after.substr(begin));
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(before.size() - end),
            static_cast<uint32_t>(after.size() - end)};
}

}  // namespace cst
