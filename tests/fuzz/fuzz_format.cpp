#include "engine/base/check.h"
#include "tests/support/format_problem.h"

#include <cstddef>
#include <cstdint>

// Any bytes that parse are formatted to the same tree, and formatting again changes nothing. What
// does not parse is refused by the caller, who looks at hasSyntaxError: there must be a reason.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    const cst::SyntaxTree tree =
        format_problem::parsedText(std::string(reinterpret_cast<const char*>(data), size));
    if (tree.hasSyntaxError) {
        CST_CHECK(!tree.diagnostics.empty(), "refused without a reason");
        return 0;
    }
    const std::string problem = formatProblem(tree);
    CST_CHECK(problem.empty(), problem.c_str());
    return 0;
}
