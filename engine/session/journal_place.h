#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Where journals lie. That of a file in `.constellation/journal` beside it, or, where nothing can
/// be written there, in the state folder; that of a document that was never saved in the state
/// folder. The state folder also has a link to each journal that lies elsewhere, under the same
/// name, so that after a crash all are found without a search of the disk.
///
/// The name of a journal begins with a hash of what it is about, by which it is found when the file
/// is opened, and ends with a number that no other has: two studios may have the same file open.
class JournalPlaces {
public:
    /// `stateFolder` "" = there is none; `path` is absolute, "" = never saved.
    JournalPlaces(std::string stateFolder, const std::string& path);

    struct Candidate {
        std::string folder;
        std::string prefix;  // of the names of its journals in there
    };
    /// The best one first.
    const std::vector<Candidate>& candidates() const { return candidates_; }

    /// A path in each of them, with a number that was never used.
    std::vector<std::string> newPaths() const;

private:
    std::vector<Candidate> candidates_;
};

/// Every name of a journal ends with it.
inline constexpr std::string_view kJournalSuffix = ".journal";

/// Names in a folder that begin and end like this, sorted. At most some thousands are looked at.
std::vector<std::string> journalsIn(const std::string& folder, const std::string& prefix);

/// Makes a folder of journals and those above it, for the owner only: what is typed is nobody
/// else's business. The folder of a pipeline itself is not made.
void makePrivateFolders(const std::string& folder);

// The link to a journal, if it lies outside of the state folder. Errors are not told: a journal
// without it is still found when its file is opened.
void linkJournal(const std::string& stateFolder, const std::string& journal);
void unlinkJournal(const std::string& stateFolder, const std::string& journal);

}  // namespace cst
