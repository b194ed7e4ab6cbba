// Any bytes as a journal, and any edits as a journal with good checks: reading never crashes, never
// makes up a text that was not in the bytes, and does of the edits exactly those that fit.

#include "engine/session/journal.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void readAnything(std::string_view bytes) {
    const cst::Result<cst::JournalContent> read = cst::decodeJournal(bytes);
    if (!read.ok()) {
        require(!read.error().message.empty());
        return;
    }
    require(read->text.size() <= bytes.size());
    // What was read can be written, and is the same then.
    std::string again;
    cst::JournalEncoder encoder;
    encoder.start(again, read->start);
    encoder.text(again, read->text);
    if (read->places) {
        encoder.places(again, *read->places);
    }
    const cst::Result<cst::JournalContent> back = cst::decodeJournal(again);
    require(back.ok() && back->places == read->places && back->text == read->text &&
            back->start.path == read->start.path && back->hasChanges() == read->hasChanges() &&
            !back->isDamaged);
}

/// The input as edits: offset (u16), removed (u8), size of what is inserted (u8), that.
void readEdits(std::string_view input) {
    std::string bytes;
    std::string expected = "in a: Int\n";
    bool fits = true;
    uint64_t edits = 0;
    cst::JournalEncoder encoder;
    encoder.start(bytes, {"/x.cst", "x.cst", {}, {}});
    encoder.text(bytes, expected);
    while (input.size() >= 4) {
        uint16_t offset = 0;
        std::memcpy(&offset, input.data(), sizeof offset);
        const auto removed = static_cast<uint8_t>(input[2]);
        const std::string_view inserted = input.substr(4, static_cast<uint8_t>(input[3]));
        input.remove_prefix(4 + inserted.size());
        encoder.edit(bytes, {offset, removed, inserted});
        fits = fits && offset <= expected.size() && removed <= expected.size() - offset;
        if (fits) {
            const std::string before = expected;
            expected.replace(offset, removed, inserted);
            ++edits;
            // The smallest edit leads to the same text.
            const cst::JournalEdit edit = cst::editBetween(before, expected);
            std::string made = before;
            made.replace(edit.offset, edit.removed, edit.inserted);
            require(made == expected);
        }
    }
    const cst::Result<cst::JournalContent> read = cst::decodeJournal(bytes);
    require(read.ok() && read->text == expected && read->edits == edits);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    readAnything(bytes);
    readEdits(bytes);
    return 0;
}
