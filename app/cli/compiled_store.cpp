#include "app/cli/compiled_store.h"

#include "app/cli/files.h"

namespace cst {

std::shared_ptr<CompiledFiles> compiledFiles(bool usesCaches) {
    return usesCaches ? CompiledFiles::ofUser() : nullptr;
}

void keepCompiled(Engine& engine, const Snapshot& compiled) {
    flushOutput();
    engine.keep(compiled);
    if (const std::string note = engine.load().files.note; !note.empty()) {
        complain("note: compiled texts are not kept as they should be: " + note);
    }
}

}  // namespace cst
