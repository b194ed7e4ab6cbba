// Any text and any edits of it: what a document compiles to from the text before is what the text
// compiles to alone. The first bytes are the text, up to a 0; then come edits of four numbers, two
// bytes for the place, one for how much goes, one for how much comes, and what comes.

#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "tests/support/snapshot_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

constexpr std::size_t kMostEdits = 8;
constexpr std::size_t kEditHead = 4;

void compare(cst::DocumentCompiler& compiler, cst::Engine& engine, const std::string& text) {
    const auto source = std::make_shared<const cst::SourceText>(text);
    const std::string now = cst::test::snapshotText(*compiler.compile(source, 1));
    const std::string alone = cst::test::snapshotText(*engine.compile(source, 1, false));
    if (now != alone) {
        std::fprintf(stderr, "--- text\n%s\n--- alone\n%s\n--- edited\n%s\n", text.c_str(),
                     alone.c_str(), now.c_str());
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    static cst::Engine engine(1);
    const std::unique_ptr<cst::DocumentCompiler> compiler = engine.documentCompiler();
    const uint8_t* const end = data + size;
    const uint8_t* at = std::find(data, end, 0);
    std::string text(data, at);
    compare(*compiler, engine, text);
    at += at == end ? 0 : 1;
    for (std::size_t edit = 0; edit < kMostEdits && end - at >= std::ptrdiff_t{kEditHead}; ++edit) {
        const std::size_t place = (at[0] * 256U + at[1]) % (text.size() + 1);
        const std::size_t gone = at[2];
        const std::size_t come =
            std::min<std::size_t>(at[3], static_cast<std::size_t>(end - at) - kEditHead);
        text.replace(place, gone, reinterpret_cast<const char*>(at + kEditHead), come);
        at += kEditHead + come;
        compare(*compiler, engine, text);
    }
    return 0;
}
