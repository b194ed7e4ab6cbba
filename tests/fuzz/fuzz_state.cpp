// Any bytes as the state file of a pipeline that has inputs and nodes of many types: reading never
// crashes and never reads outside of them, and what it takes can be written again in as many bytes.
// The header and the hash are made to fit, so that the content is what is fuzzed.

#include "engine/base/hash.h"
#include "engine/session/engine.h"
#include "engine/session/saved_state.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

constexpr std::size_t kHashAt = 12;
constexpr std::size_t kHeader = 28;
constexpr std::size_t kContent = kHeader + sizeof(cst::Hash128);  // behind the structural hash

struct Fixture {
    cst::Engine engine{1};
    cst::SnapshotPtr compiled;
    std::string start;

    Fixture() {
        const auto text = std::make_shared<const cst::SourceText>(
            "in i: Int\n"
            "in l: List<{ a: Int, b: Optional<String>, c: List<{ d: Float, e: Boolean }> }>\n"
            "in m: Map<String, List<Int>>\n"
            "in u: Int | String | { a: Int }\n"
            "a = add(i, 1)\nb = \"${a}\"\nc = { l: l, u: u }\nd = [m, m]\ne = u when a > 1\n"
            "out b\nout c\nout d\nout e\n");
        compiled = engine.compile(text, 1, false);
        if (compiled->errorCount > 0) std::abort();
        cst::SavedState state;
        state.structure = structureOf(*compiled);
        start = encodeState(*compiled, state).substr(0, kContent);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    static const Fixture fixture;
    std::string bytes = fixture.start;
    bytes.append(reinterpret_cast<const char*>(data), size);
    const cst::Hash128 hash = cst::hashBytes(std::string_view(bytes).substr(kHeader));
    std::memcpy(bytes.data() + kHashAt, &hash, sizeof hash);
    const auto state = cst::decodeState(*fixture.compiled, bytes);
    if (state.ok() && encodeState(*fixture.compiled, *state).size() != bytes.size()) std::abort();
    return 0;
}
