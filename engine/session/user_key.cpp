#include "engine/session/user_key.h"

#include "engine/session/descriptor.h"
#include "engine/session/file_io.h"
#include "engine/session/journal_place.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {
namespace {

Error keyProblem(const std::string& path) {
    return {"file", "cannot keep a key in " + path + ": " + std::strerror(errno), path};
}

/// Nothing if there is none, or it cannot be relied on; then `note` says why.
std::optional<SecretKey> readKey(const std::string& path, std::string& note) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (file.fd < 0 && errno == ENOENT) {
        return std::nullopt;
    }
    struct stat about {};
    SecretKey key;
    if (file.fd < 0 || ::fstat(file.fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        note = "the key " + path + " could not be read and was replaced";
    } else if (about.st_uid != ::geteuid() || (about.st_mode & 077U) != 0) {
        note = "others could read the key " + path + ": it was replaced";
    } else if (about.st_size != static_cast<off_t>(key.size()) ||
               ::read(file.fd, key.data(), key.size()) != static_cast<ssize_t>(key.size())) {
        note = "the key " + path + " had another size: it was replaced";
    } else {
        return key;
    }
    return std::nullopt;
}

/// Beside, then renamed: nobody ever sees half a key.
bool writeKey(const std::string& path, const SecretKey& key) {
    const std::string temporary = path + "." + std::to_string(::getpid());
    ::unlink(temporary.c_str());  // of a dead process
    {
        const Descriptor file{
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        if (file.fd < 0) {
            return false;
        }
        if (::write(file.fd, key.data(), key.size()) != static_cast<ssize_t>(key.size())) {
            ::unlink(temporary.c_str());
            return false;
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(temporary.c_str());
        errno = reason;
        return false;
    }
    return true;
}

}  // namespace

std::string userKeyPath() {
    const char* const chosen = std::getenv("XDG_STATE_HOME");
    const char* const home = std::getenv("HOME");
    if (chosen != nullptr && chosen[0] == '/') {
        return std::string(chosen) + "/constellation/key";
    }
    return home != nullptr && home[0] == '/' ? std::string(home) + "/.local/state/constellation/key"
                                             : std::string();
}

Result<UserKey> userKey(const std::string& path) {
    UserKey key;
    if (const auto found = readKey(path, key.note)) {
        key.bytes = *found;
        return key;
    }
    const std::string folder = folderOf(path);
    makePrivateFolders(folder);
    // One process at a time makes a key; who comes second finds that of the first.
    const Descriptor lock{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (lock.fd < 0 || ::flock(lock.fd, LOCK_EX) != 0) {
        return keyProblem(path);
    }
    std::string note;
    if (const auto found = readKey(path, note)) {
        key.bytes = *found;
        return key;
    }
    if (::getrandom(key.bytes.data(), key.bytes.size(), 0) !=
            static_cast<ssize_t>(key.bytes.size()) ||
        !writeKey(path, key.bytes)) {
        return keyProblem(path);
    }
    return key;
}

}  // namespace cst
