#include "engine/layout/drawings.h"
#include "engine/session/engine.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

// Any bytes compile to a snapshot: parser, checker, lowering, layout and drawing.

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    static cst::Engine engine(1);
    auto text = std::make_shared<const cst::SourceText>(
        std::string(reinterpret_cast<const char*>(data), size));
    const auto snapshot = engine.compile(std::move(text), 1, true);
    if (snapshot->graph->nodes.size() != snapshot->layout->boxes.size() ||
        cst::drawDot(*snapshot->graph, *snapshot->types).empty()) {
        __builtin_trap();
    }
    return 0;
}
