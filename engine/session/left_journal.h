#pragma once

#include "engine/session/file_io.h"
#include "engine/session/journal.h"

#include <memory>
#include <string>
#include <vector>

namespace cst {

/// A journal whose writer is dead, with text in it that is in no file. As long as this lives no
/// other studio takes it. Immutable: any thread.
struct LeftJournal {
    JournalContent content;
    std::string journal;     // its path
    int64_t modifiedNs = 0;  // of the journal: about when the last key was pressed
    LockedFile lock;

    const std::string& path() const { return content.start.path; }  // of the document; "" = never
};
using LeftJournalPtr = std::shared_ptr<const LeftJournal>;

struct LeftJournals {
    std::vector<LeftJournalPtr> found;  // the newest first
    std::vector<std::string> notes;     // of what cannot be read, a sentence each
};

/// All that the state folder knows of, but those of the documents at `except`, which others look
/// for. Journals that hold nothing but what is on the disk are deleted, those that cannot be read
/// are set aside under another name and told of once; neither stops anything. Waits for the disk.
LeftJournals findLeftJournals(const std::string& stateFolder,
                              const std::vector<std::string>& except = {});

/// Those of one file, whoever left them, in whatever folder they lie.
LeftJournals findLeftJournalsOf(const std::string& stateFolder, const std::string& path);

}  // namespace cst
