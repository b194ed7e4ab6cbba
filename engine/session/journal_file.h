#pragma once

#include "engine/base/result.h"
#include "engine/session/journal.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cst {

/// A journal on the disk that this process writes. As long as this lives nobody else takes it for
/// one that was left behind (flock). Destroying it leaves the file. Not thread safe; waits for the
/// disk.
class JournalFile {
public:
    /// Begins a journal with a text, and perhaps one that is being saved, and places. What stands
    /// at `path` is replaced at once and as a whole, so it has to be a journal of ours or one that
    /// we have locked. Makes the folder.
    static Result<std::unique_ptr<JournalFile>>
    write(const std::string& path, const JournalStart& start, std::string_view text,
          const std::optional<Hash128>& saving = {}, const std::optional<PinnedPlaces>& = {});
    ~JournalFile();
    JournalFile(const JournalFile&) = delete;
    JournalFile& operator=(const JournalFile&) = delete;

    // On the disk when these return. After an error the end of the file may be torn: write another.
    Status append(const JournalEdit& edit);
    Status appendSave(const Hash128& text);
    Status appendPlaces(const PinnedPlaces& places);

    const std::string& path() const { return path_; }
    /// false if somebody has deleted it, with its folder perhaps: it is "safe to delete".
    bool isThere() const;
    /// Deletes it, and its folder if nothing else is in there.
    void remove();

private:
    JournalFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
    Status append(std::string_view record);

    const std::string path_;
    const int fd_;  // holds the lock
    JournalEncoder encoder_;
};

/// Deletes a journal and what writing it may have left beside it, then the folders that were made
/// for it, if they are empty. Nothing happens if there is none.
void removeJournal(const std::string& path);

}  // namespace cst
