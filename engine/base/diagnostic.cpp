#include "engine/base/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace cst {
namespace {

struct Row {
    std::string_view code;
    Severity severity;
    std::string_view wording;
};

constexpr std::array kRows = {
#define CST_DIAGNOSTIC(name, code, severity, wording) Row{code, Severity::severity, wording},
#include "engine/base/diagnostics.def"
#undef CST_DIAGNOSTIC
};

const Row& row(DiagId id) {
    return kRows.at(static_cast<std::size_t>(id));
}

}  // namespace

std::string_view diagCode(DiagId id) {
    return row(id).code;
}

Severity diagSeverity(DiagId id) {
    return row(id).severity;
}

std::string_view diagWording(DiagId id) {
    return row(id).wording;
}

std::vector<DiagId> allDiagIds() {
    std::vector<DiagId> ids;
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        ids.push_back(static_cast<DiagId>(i));
    }
    return ids;
}

std::string Diagnostic::message() const {
    const std::string_view wording = diagWording(id);
    std::string text;
    for (std::size_t i = 0; i < wording.size(); ++i) {
        const bool isSlot = wording[i] == '{' && i + 2 < wording.size() && wording[i + 2] == '}';
        if (!isSlot) {
            text += wording[i];
            continue;
        }
        const auto slot = static_cast<std::size_t>(wording[i + 1] - '0');
        if (slot < args.size()) {
            text += args[slot];
        }
        i += 2;
    }
    return text;
}

void sortDiagnostics(std::vector<Diagnostic>& diagnostics, std::size_t limit) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) {
                         return std::tuple(a.range.begin, a.code(), a.range.end) <
                                std::tuple(b.range.begin, b.code(), b.range.end);
                     });
    // Behind the last error nothing more is said: what stands there may only follow from it.
    std::size_t errors = 0;
    const auto surplus =
        std::find_if(diagnostics.begin(), diagnostics.end(),
                     [&](const Diagnostic& d) { return d.isError() && ++errors > limit; });
    diagnostics.erase(surplus, diagnostics.end());
}

}  // namespace cst
