#include "engine/session/journal_file.h"

#include "engine/session/file_io.h"
#include "engine/session/journal_place.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {

namespace {

/// Of a new journal until it is whole. One owner: who has the lock of the journal of that name.
constexpr const char* kNew = ".new";
constexpr int kTries = 5;

Error problem(const std::string& path) {
    return {"file", path + ": " + std::strerror(errno), path};
}

int create(const std::string& path) {
    // Whoever removes a journal removes an empty folder too: perhaps the one just made.
    int fd = -1;
    for (int i = 0; i < kTries && fd < 0; ++i) {
        makePrivateFolders(folderOf(path));
        ::unlink(path.c_str());
        fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0 && errno != ENOENT && errno != EEXIST) {
            break;
        }
    }
    return fd;
}

bool writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

Result<std::unique_ptr<JournalFile>> JournalFile::write(const std::string& path,
                                                        const JournalStart& start,
                                                        std::string_view text,
                                                        const std::optional<Hash128>& saving,
                                                        const std::optional<PinnedPlaces>& places) {
    const std::string fresh = path + kNew;
    const int fd = create(fresh);
    if (fd < 0) {
        return problem(folderOf(path));
    }
    std::unique_ptr<JournalFile> file(new JournalFile(path, fd));
    std::string bytes;
    file->encoder_.start(bytes, start);
    file->encoder_.text(bytes, text);
    if (saving) {
        file->encoder_.save(bytes, *saving);
    }
    if (places) {
        file->encoder_.places(bytes, *places);
    }
    const bool isWritten = ::flock(fd, LOCK_EX | LOCK_NB) == 0 && writeAll(fd, bytes) &&
                           ::fdatasync(fd) == 0 && ::rename(fresh.c_str(), path.c_str()) == 0;
    if (!isWritten) {
        const Error error = problem(folderOf(path));
        ::unlink(fresh.c_str());
        return error;
    }
    const int folder = ::open(folderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);  // the name itself, should the power fail
        ::close(folder);
    }
    return file;
}

JournalFile::~JournalFile() {
    ::close(fd_);
}

Status JournalFile::append(std::string_view record) {
    if (!writeAll(fd_, record) || ::fdatasync(fd_) != 0) {
        return problem(folderOf(path_));
    }
    return success();
}

Status JournalFile::append(const JournalEdit& edit) {
    std::string record;
    encoder_.edit(record, edit);
    return append(record);
}

Status JournalFile::appendSave(const Hash128& text) {
    std::string record;
    encoder_.save(record, text);
    return append(record);
}

Status JournalFile::appendPlaces(const PinnedPlaces& places) {
    std::string record;
    encoder_.places(record, places);
    return append(record);
}

bool JournalFile::isThere() const {
    struct stat info {};
    return ::fstat(fd_, &info) == 0 && info.st_nlink > 0;
}

void JournalFile::remove() {
    if (isThere()) {
        removeJournal(path_);
    }
}

void removeJournal(const std::string& path) {
    ::unlink(path.c_str());
    ::unlink((path + kNew).c_str());
    if (::rmdir(folderOf(path).c_str()) == 0) {
        ::rmdir(folderOf(folderOf(path)).c_str());  // `.constellation`, unless it has more
    }
}

}  // namespace cst
