#include "engine/session/build_id.h"

#include <cstdint>
#include <cstring>
#include <elf.h>
#include <link.h>

namespace cst {
namespace {

constexpr std::size_t padded(std::size_t size) {
    return (size + 3) / 4 * 4;
}

/// Called with the program first, then with its shared libraries.
int lookAtNotes(dl_phdr_info* program, std::size_t, void* found) {
    for (int i = 0; i < program->dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = program->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE) {
            continue;
        }
        const auto* at = reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr);
        const char* const end = at + segment.p_memsz;
        while (end - at >= static_cast<std::ptrdiff_t>(sizeof(ElfW(Nhdr)))) {
            ElfW(Nhdr) note;
            std::memcpy(&note, at, sizeof note);
            const char* const name = at + sizeof note;
            const char* const content = name + padded(note.n_namesz);
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU &&
                std::memcmp(name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0) {
                static_cast<std::string*>(found)->assign(content, note.n_descsz);
                return 1;
            }
            at = content + padded(note.n_descsz);
        }
    }
    return 1;  // what the libraries have is of no interest
}

}  // namespace

const std::string& buildId() {
    static const std::string kId = [] {
        std::string id;
        ::dl_iterate_phdr(lookAtNotes, &id);
        return id;
    }();
    return kId;
}

}  // namespace cst
