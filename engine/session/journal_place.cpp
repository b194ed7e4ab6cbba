#include "engine/session/journal_place.h"

#include "engine/base/hash.h"
#include "engine/session/file_io.h"

#include <algorithm>
#include <cstdlib>
#include <dirent.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {

namespace {

constexpr std::size_t kMostEntries = 4096;
constexpr std::size_t kDigits = 16;
const std::string kNeverSaved = "new";
constexpr std::string_view kBeside = "/.constellation/journal";

std::string nameOf(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::string digits(std::string_view text) {
    return hashBytes(text).hex().substr(0, kDigits);
}

/// By whatever links a file is opened, its journal lies beside the file itself.
std::string canonical(const std::string& path) {
    char* resolved = ::realpath(path.c_str(), nullptr);
    if (resolved == nullptr) {
        // Deleted, perhaps, but its folder may be there.
        const std::string folder = folderOf(path);
        resolved = folder.empty() ? nullptr : ::realpath(folder.c_str(), nullptr);
        const std::string found = resolved == nullptr ? folder : std::string(resolved);
        std::free(resolved);
        return found + "/" + nameOf(path);
    }
    std::string found = resolved;
    std::free(resolved);
    return found;
}

std::string linkOf(const std::string& stateFolder, const std::string& journal) {
    const bool isNeeded = !stateFolder.empty() && folderOf(journal) != stateFolder;
    return isNeeded ? stateFolder + "/" + nameOf(journal) : std::string();
}

}  // namespace

JournalPlaces::JournalPlaces(std::string stateFolder, const std::string& path) {
    if (!path.empty()) {
        const std::string file = canonical(path);
        candidates_.push_back({folderOf(file) + std::string(kBeside), digits(nameOf(file)) + "-"});
        if (!stateFolder.empty()) {
            candidates_.push_back({std::move(stateFolder), digits(file) + "-"});
        }
    } else if (!stateFolder.empty()) {
        candidates_.push_back({std::move(stateFolder), kNeverSaved + "-"});
    }
}

std::vector<std::string> JournalPlaces::newPaths() const {
    std::random_device device;
    std::string number;
    while (number.size() < kDigits) {
        number += "0123456789abcdef"[device() % 16];
    }
    std::vector<std::string> paths;
    for (const Candidate& each : candidates_) {
        paths.push_back(each.folder + "/" + each.prefix + number + std::string(kJournalSuffix));
    }
    return paths;
}

std::vector<std::string> journalsIn(const std::string& folder, const std::string& prefix) {
    std::vector<std::string> names;
    DIR* open = ::opendir(folder.c_str());
    if (open == nullptr) {
        return names;
    }
    for (std::size_t seen = 0; seen < kMostEntries; ++seen) {
        const dirent* entry = ::readdir(open);
        if (entry == nullptr) {
            break;
        }
        const std::string_view name = entry->d_name;
        if (name.starts_with(prefix) && name.ends_with(kJournalSuffix)) {
            names.emplace_back(name);
        }
    }
    ::closedir(open);
    std::sort(names.begin(), names.end());
    return names;
}

void makePrivateFolders(const std::string& folder) {
    // A pipeline whose folder was deleted does not bring it back.
    const std::size_t given = folder.ends_with(kBeside) ? folder.size() - kBeside.size() : 0;
    for (std::size_t end = given; end != std::string::npos;) {
        end = folder.find('/', end + 1);
        ::mkdir(folder.substr(0, end).c_str(), 0700);  // what is there already stays as it is
    }
}

void linkJournal(const std::string& stateFolder, const std::string& journal) {
    const std::string link = linkOf(stateFolder, journal);
    if (link.empty()) {
        return;
    }
    makePrivateFolders(stateFolder);
    ::unlink(link.c_str());
    if (::symlink(journal.c_str(), link.c_str()) != 0) {
        return;  // it is found when its file is opened
    }
}

void unlinkJournal(const std::string& stateFolder, const std::string& journal) {
    const std::string link = linkOf(stateFolder, journal);
    if (!link.empty()) {
        ::unlink(link.c_str());
        ::rmdir(stateFolder.c_str());  // if it was the last
    }
}

}  // namespace cst
