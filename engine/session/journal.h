#pragma once

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/session/file_stamp.h"
#include "engine/session/layout_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Texts of more bytes are not journalled; as much as Session::load() reads.
inline constexpr std::size_t kMaxJournalledText = 256UL << 20U;
/// A journal of more bytes is not read. The writer begins a new one long before.
inline constexpr std::size_t kMaxJournalBytes = 3 * kMaxJournalledText;

/// Which document a journal is about, and what its file had when the journal began.
struct JournalStart {
    std::string path;  // absolute; "" = never saved
    std::string name;  // what the document is called
    FileStamp stamp;   // of the file; all zero = none
    Hash128 base;      // of the text that is on the disk, or that a new document began with
};

/// One change of a text. Bytes.
struct JournalEdit {
    uint64_t offset = 0;
    uint64_t removed = 0;
    std::string_view inserted;  // of whoever made it
};

/// The one range that differs. Cost: O(bytes).
JournalEdit editBetween(std::string_view before, std::string_view after);

/// Appends the bytes of one journal, in the order in which they stand in the file: start(), text(),
/// then edits. Not thread safe.
///
///   file   = "CSTJOURN", version (u32), records
///   record = size of the payload (u32), kind (u8), payload, check (u64)
///
/// `check` is a hash of the check before it and of the record, so that a record only counts where
/// it was written. All little-endian.
class JournalEncoder {
public:
    void start(std::string& out, const JournalStart& start);
    void text(std::string& out, std::string_view text);
    void edit(std::string& out, const JournalEdit& edit);
    /// A text of this hash was handed over to be saved: the file may have it from now on.
    void save(std::string& out, const Hash128& text);
    /// Where a person has put nodes, which the file beside the pipeline does not say.
    void places(std::string& out, const PinnedPlaces& places);

private:
    void record(std::string& out, uint8_t kind, std::string_view payload);

    uint64_t check_ = 0;  // of the last record
};

/// What a journal says, as far as it can be read.
struct JournalContent {
    JournalStart start;
    std::string text;
    std::vector<Hash128> saves;  // the last few texts that were to be saved
    uint64_t edits = 0;
    /// Where a person has put nodes; nothing = as the file beside the pipeline says.
    std::optional<PinnedPlaces> places;
    /// Records behind a bad one were given up. Not said of a last record that is torn: that one was
    /// being written when the program ended.
    bool isDamaged = false;

    bool hasChanges() const;  // the text is another one than at the start
    /// Is this text the file's as the journal knows it? Else somebody else has written it.
    bool knows(const Hash128& onDisk) const;
};

/// In:     any bytes.
/// Out:    everything up to the last good record.
/// Errors: no journal, another version, not one text in it.
/// Cost:   O(bytes) and the moving of text by its edits, which is bounded. Nothing is allocated
///         that is not in the bytes.
Result<JournalContent> decodeJournal(std::string_view bytes);

/// By how much bytes are moved at most when the edits of one journal are applied: some seconds.
inline constexpr uint64_t kMaxJournalMoves = 16UL << 30U;

}  // namespace cst
