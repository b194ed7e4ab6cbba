#include "engine/history/history_folder.h"

#include "engine/history/history_file.h"
#include "engine/session/file_io.h"
#include "engine/session/project_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {
namespace {

constexpr std::string_view kSuffix = ".run";
constexpr std::size_t kMostEntries = 4096;  // that are looked at

/// The first bytes of a file; "" if there are none to be had.
std::string startOf(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return "";
    }
    std::string start(kMaxHistoryLine, '\0');
    const ssize_t count = ::read(fd, start.data(), start.size());
    ::close(fd);
    start.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return start;
}

}  // namespace

HistoryFolder::HistoryFolder(const std::string& pipelinePath)
    : path_(projectPath(pipelinePath, "history")) {}

std::string HistoryFolder::fileOf(const std::string& id) const {
    return path_ + "/" + id + std::string(kSuffix);
}

std::vector<HistoryFolder::File> HistoryFolder::files() const {
    std::vector<File> files;
    DIR* open = path_.empty() ? nullptr : ::opendir(path_.c_str());
    if (open == nullptr) {
        return files;
    }
    for (std::size_t seen = 0; seen < kMostEntries; ++seen) {
        const dirent* entry = ::readdir(open);
        if (entry == nullptr) {
            break;
        }
        const std::string name = entry->d_name;
        struct stat info {};
        if (!name.ends_with(kSuffix) || ::stat((path_ + "/" + name).c_str(), &info) != 0) {
            continue;
        }
        std::string id = name.substr(0, name.size() - kSuffix.size());
        if (isRunId(id) && S_ISREG(info.st_mode)) {
            files.push_back({std::move(id), static_cast<std::size_t>(info.st_size)});
        }
    }
    ::closedir(open);
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.id > b.id; });
    return files;
}

HistoryFolder::Listed HistoryFolder::list() const {
    Listed listed;
    for (const File& file : files()) {
        Result<HistoryLine> line = readHistoryLine(startOf(fileOf(file.id)));
        if (line.ok() && line->id == file.id) {
            listed.lines.push_back(std::move(*line));
        } else {
            listed.damaged.push_back(
                {fileOf(file.id), line.ok() ? "it tells of another run" : line.error().message});
        }
    }
    return listed;
}

Result<KeptRunPtr> HistoryFolder::read(const std::string& id) const {
    if (path_.empty() || !isRunId(id)) {
        return Error{"file", "there is no such run", id};
    }
    const Result<std::string> bytes = readFile(fileOf(id), kMostBytes);
    if (!bytes.ok()) {
        return bytes.error();
    }
    Result<KeptRunPtr> run = readHistoryRun(*bytes);
    if (!run.ok()) {
        return Error{run.error().code, fileOf(id) + " cannot be read: " + run.error().message,
                     run.error().path};
    }
    return run;
}

Status HistoryFolder::keep(const KeptRun& run) const {
    if (path_.empty()) {
        return success();
    }
    CST_CHECK(isRunId(run.id), "a run is kept under a name of its own");
    const std::string bytes = historyBytes(lineOf(run), *run.profile);
    if (bytes.size() > kMostBytes) {
        return Error{"file", "its numbers take more than all of the history may", run.id};
    }
    makeProjectFolders(fileOf(run.id));
    if (Status written = writeFile(fileOf(run.id), bytes); !written.ok()) {
        return written;
    }
    std::size_t kept = 0, room = kMostBytes;
    for (const File& file : files()) {
        if (++kept > kMostRuns || file.bytes > room) {
            room = 0;  // what is older goes too
            ::unlink(fileOf(file.id).c_str());
        } else {
            room -= file.bytes;
        }
    }
    return success();
}

Status HistoryFolder::remove(const std::string& id) const {
    if (path_.empty() || !isRunId(id)) {
        return success();
    }
    if (::unlink(fileOf(id).c_str()) != 0 && errno != ENOENT) {
        return Error{"file", "cannot remove " + fileOf(id) + ": " + std::strerror(errno), id};
    }
    return success();
}

}  // namespace cst
