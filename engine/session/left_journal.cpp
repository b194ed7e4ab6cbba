#include "engine/session/left_journal.h"

#include "engine/session/file_io.h"
#include "engine/session/journal_file.h"
#include "engine/session/journal_place.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {

namespace {

/// A link may point to nothing for a moment: it is made before its journal.
constexpr std::time_t kLinkGraceSeconds = 60;

/// `path` with its links resolved, "" if it leads nowhere.
std::string realPath(const std::string& path) {
    char* found = ::realpath(path.c_str(), nullptr);
    const std::string result = found == nullptr ? std::string() : std::string(found);
    std::free(found);
    return result;
}

/// Deletes a link to a journal that is gone. One whose folder is gone may come back with its disk.
void dropDeadLink(const std::string& link) {
    struct stat info {};
    if (::lstat(link.c_str(), &info) != 0 || !S_ISLNK(info.st_mode) ||
        info.st_mtim.tv_sec + kLinkGraceSeconds > std::time(nullptr)) {
        return;
    }
    std::string target(4096, '\0');
    const ssize_t size = ::readlink(link.c_str(), target.data(), target.size());
    target.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    if (fileExists(folderOf(target))) {
        ::unlink(link.c_str());
        removeJournal(target);  // what a beginning may have left
    }
}

/// Does the journal hold what no file holds?
bool isWorthKeeping(const JournalContent& content) {
    const std::string& path = content.start.path;
    if (path.empty()) {
        return content.hasChanges() || (content.places && !content.places->empty());
    }
    if (content.places && *content.places != loadPlaces(path).places) {
        return true;
    }
    if (!content.hasChanges()) {
        return false;
    }
    const Result<std::string> onDisk = readFile(path, kMaxJournalledText);
    return !onDisk.ok() || *onDisk != content.text;
}

class Finder {
public:
    Finder(std::string stateFolder, const std::vector<std::string>& except)
        : stateFolder_(std::move(stateFolder)) {
        for (const std::string& path : except) {
            if (!path.empty()) {
                excepted_.emplace_back(stateFolder_, path);
            }
        }
    }

    /// `document`: what the journal lies beside, "" = as it says.
    void look(const std::string& at, const std::string& document) {
        const std::string journal = realPath(at);
        if (journal.empty()) {
            dropDeadLink(at);
            return;
        }
        if (isExcepted(at) || isExcepted(journal)) {
            return;  // not even locked for a moment: somebody else may be looking just now
        }
        Result<LockedFile> locked = LockedFile::open(journal, kMaxJournalBytes);
        if (!locked.ok()) {
            if (locked.error().code != "locked") {
                result_.notes.push_back("The journal of unsaved text " + journal +
                                        " cannot be read: " + locked.error().message + ".");
            }
            return;
        }
        Result<JournalContent> content = decodeJournal(locked->takeBytes());
        if (!content.ok()) {
            setAside(at, journal, content.error().message);
            return;
        }
        if (!document.empty()) {
            content->start.path = document;
        }
        if (!isWorthKeeping(*content)) {
            removeJournal(journal);
            unlinkJournal(stateFolder_, journal);
            return;
        }
        const int64_t modifiedNs = stampOf(journal).modifiedNs;
        result_.found.push_back(std::make_shared<const LeftJournal>(
            LeftJournal{std::move(*content), journal, modifiedNs, std::move(*locked)}));
    }

    LeftJournals take() {
        std::stable_sort(result_.found.begin(), result_.found.end(),
                         [](const LeftJournalPtr& a, const LeftJournalPtr& b) {
                             return a->modifiedNs > b->modifiedNs;
                         });
        return std::move(result_);
    }

private:
    bool isExcepted(const std::string& journal) const {
        const std::size_t slash = journal.rfind('/');
        const std::string_view folder = std::string_view(journal).substr(0, slash);
        const std::string_view name = std::string_view(journal).substr(slash + 1);
        for (const JournalPlaces& document : excepted_) {
            for (const JournalPlaces::Candidate& place : document.candidates()) {
                if (folder == place.folder && name.starts_with(place.prefix)) {
                    return true;
                }
            }
        }
        return false;
    }
    void setAside(const std::string& at, const std::string& journal, const std::string& why) {
        const std::string aside = journal + ".unreadable";
        const bool isMoved = ::rename(journal.c_str(), aside.c_str()) == 0;
        if (isMoved && at != journal) {
            ::unlink(at.c_str());
        }
        result_.notes.push_back("A journal of unsaved text cannot be read: " + why +
                                ". It is kept as " + (isMoved ? aside : journal) + ".");
    }

    const std::string stateFolder_;
    std::vector<JournalPlaces> excepted_;
    LeftJournals result_;
};

}  // namespace

LeftJournals findLeftJournals(const std::string& stateFolder,
                              const std::vector<std::string>& except) {
    Finder finder(stateFolder, except);
    for (const std::string& name : journalsIn(stateFolder, "")) {
        finder.look(stateFolder + "/" + name, "");
    }
    return finder.take();
}

LeftJournals findLeftJournalsOf(const std::string& stateFolder, const std::string& path) {
    Finder finder(stateFolder, {});
    const JournalPlaces places(stateFolder, path);
    for (const JournalPlaces::Candidate& place : places.candidates()) {
        for (const std::string& name : journalsIn(place.folder, place.prefix)) {
            finder.look(place.folder + "/" + name, path);
        }
    }
    return finder.take();
}

}  // namespace cst
