#include "engine/base/check.h"
#include "tests/syntax/syntax_fixture.h"

#include <cstddef>
#include <cstdint>

// Any bytes are a whole tree, and the dump of it ends.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    const cst::SyntaxTree tree = parsed(std::string(reinterpret_cast<const char*>(data), size));
    const std::string problem = shapeProblem(tree);
    CST_CHECK(problem.empty(), problem.c_str());
    CST_CHECK(tree.diagnostics.size() <= 100, "too many diagnostics");
    CST_CHECK(tree.declarations.empty() == cst::dumpTree(tree).empty(), "the dump is not whole");
    return 0;
}
