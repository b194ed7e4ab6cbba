#include "engine/run/disk_cache.h"

#include "engine/base/hash.h"
#include "engine/value/binary.h"
#include "engine/value/written_size.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

// A file: magic, hash of all that follows, expiry, size of the key, the key, the value in its
// binary form. Numbers are little-endian, as everything that this program writes.

namespace cst {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "CSTCALL1";
constexpr std::string_view kSuffix = ".call";

struct Head {
    char magic[8];
    Hash128 hash;  // of what follows it
    int64_t expiresNs;
    uint64_t keyBytes;
};
static_assert(sizeof(Head) == 40);
constexpr std::size_t kHashed = offsetof(Head, expiresNs);

Error problem(const char* what, const std::string& path) {
    return {"file", std::string("cannot ") + what + " " + path + ": " + std::strerror(errno), path};
}

struct Descriptor {
    int fd = -1;
    ~Descriptor() {
        if (fd >= 0) {
            ::close(fd);
        }
    }
};

/// Empty if it cannot be read, or is larger than anything that was written here.
std::string readFile(const std::string& path) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    struct stat about {};
    const bool isFile = file.fd >= 0 && ::fstat(file.fd, &about) == 0 && S_ISREG(about.st_mode);
    if (!isFile || static_cast<uint64_t>(about.st_size) > DiskCache::kMaxEntryBytes) {
        return {};
    }
    std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t count = 0;
    while (count < bytes.size()) {
        const ssize_t got = ::read(file.fd, bytes.data() + count, bytes.size() - count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return {};
        }
        count += static_cast<std::size_t>(got);
    }
    return bytes;
}

/// By its head alone: what is damaged stays, and is found out when it is asked for.
bool hasExpired(const std::string& path, std::chrono::nanoseconds now) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    Head head{};
    return file.fd >= 0 && ::read(file.fd, &head, sizeof head) == sizeof head &&
           std::string_view(head.magic, sizeof head.magic) == kMagic &&
           now.count() > head.expiresNs;
}

Status writeAll(int fd, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return problem("write to", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return success();
}

}  // namespace

std::string DiskCache::pathOf(std::string_view key) const {
    return folder_ + "/" + hashBytes(key).hex() + std::string(kSuffix);
}

std::optional<Value> DiskCache::find(std::string_view key, const TypeTable& types, TypeId type,
                                     std::chrono::nanoseconds now) {
    const std::string path = pathOf(key);
    const std::string bytes = readFile(path);
    bool hasExpired = false;
    const auto result = [&]() -> std::optional<Value> {
        Head head{};
        if (bytes.size() < sizeof head) {
            return std::nullopt;
        }
        std::memcpy(&head, bytes.data(), sizeof head);
        const std::string_view rest = std::string_view(bytes).substr(sizeof head);
        const bool isWhole = std::string_view(head.magic, sizeof head.magic) == kMagic &&
                             head.hash == hashBytes(std::string_view(bytes).substr(kHashed)) &&
                             head.keyBytes <= rest.size() && rest.substr(0, head.keyBytes) == key;
        hasExpired = isWhole && now.count() > head.expiresNs;
        if (!isWhole || hasExpired) {
            return std::nullopt;
        }
        Result<Value> value = decodeBinary(types, type, rest.substr(head.keyBytes));
        return value.ok() ? std::optional<Value>(std::move(*value)) : std::nullopt;
    }();
    const std::lock_guard lock(mutex_);
    if (hasExpired && ::unlink(path.c_str()) == 0 && knownFor_ > 0) {
        use_.entries -= std::min<uint64_t>(use_.entries, 1);
        use_.bytes -= std::min<uint64_t>(use_.bytes, bytes.size());
    }
    ++(result ? use_.hits : use_.misses);
    return result;
}

Status DiskCache::store(std::string_view key, const TypeTable& types, TypeId type,
                        const Value& value, std::chrono::nanoseconds now,
                        std::chrono::nanoseconds keepFor) {
    std::size_t room = kMaxEntryBytes / 2;
    if (key.size() > kMaxEntryBytes / 4 || !fitsWrittenOut(types, type, value, room)) {
        return Error{"file", "a result is too large for the cache on disk", folder_};
    }
    std::string bytes(sizeof(Head), '\0');
    bytes += key;
    encodeBinary(bytes, types, type, value);
    Head head{};
    std::memcpy(head.magic, kMagic.data(), sizeof head.magic);
    head.expiresNs = (now + keepFor).count();
    head.keyBytes = key.size();
    std::memcpy(bytes.data(), &head, sizeof head);
    head.hash = hashBytes(std::string_view(bytes).substr(kHashed));
    std::memcpy(bytes.data(), &head, sizeof head);

    std::error_code failed;
    fs::create_directories(folder_, failed);
    uint64_t number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = ++written_;
    }
    const std::string path = pathOf(key);
    const std::string temporary =
        path + "." + std::to_string(::getpid()) + "." + std::to_string(number);
    {
        const Descriptor file{
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        // The folder, not the file: that has another name each time.
        if (file.fd < 0) {
            return problem("write to", folder_);
        }
        if (Status status = writeAll(file.fd, bytes, folder_); !status.ok()) {
            ::unlink(temporary.c_str());
            return status;
        }
    }
    struct stat before {};
    const bool isNew = ::stat(path.c_str(), &before) != 0;
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const Error error = problem("write to", folder_);
        ::unlink(temporary.c_str());
        return error;
    }
    const std::lock_guard lock(mutex_);
    if (knownFor_ == 0) {
        look(now);
    } else {
        --knownFor_;
        use_.entries += isNew ? 1 : 0;
        use_.bytes += bytes.size();
        use_.bytes -= isNew ? 0 : std::min<uint64_t>(use_.bytes, before.st_size);
    }
    if (use_.bytes > kMaxBytes || use_.entries > kMaxEntries) {
        makeRoom();
    }
    return success();
}

/// Reads the head of each file, of which there are at most kMaxEntries: some 10 us each.
void DiskCache::look(std::chrono::nanoseconds now) {
    use_.entries = 0;
    use_.bytes = 0;
    std::error_code failed;
    for (fs::directory_iterator file(folder_, failed), end; !failed && file != end;
         file.increment(failed)) {
        if (file->path().extension() == kSuffix) {
            std::error_code none;
            if (hasExpired(file->path().string(), now)) {
                fs::remove(file->path(), none);
                ++use_.evictions;
                continue;
            }
            const uint64_t size = file->file_size(none);
            use_.bytes += none ? 0 : size;
            ++use_.entries;
        }
    }
    constexpr uint32_t kLookEvery = 1000;
    knownFor_ = kLookEvery;
}

/// The oldest go, a tenth more than has to, so that it is not done each time. What a process left
/// half written goes too, once it is an hour old.
void DiskCache::makeRoom() {
    struct File {
        fs::path path;
        fs::file_time_type written;
        uint64_t bytes;
    };
    std::vector<File> files;
    std::error_code failed;
    for (fs::directory_iterator file(folder_, failed), end; !failed && file != end;
         file.increment(failed)) {
        std::error_code none;
        const fs::file_time_type written = file->last_write_time(none);
        const uint64_t bytes = none ? 0 : file->file_size(none);
        if (none) {
            continue;
        }
        if (file->path().extension() == kSuffix) {
            files.push_back({file->path(), written, bytes});
        } else if (file->path().filename().string().find(kSuffix) != std::string::npos &&
                   fs::file_time_type::clock::now() - written > std::chrono::hours(1)) {
            fs::remove(file->path(), none);
        }
    }
    std::sort(files.begin(), files.end(),
              [](const File& a, const File& b) { return a.written < b.written; });
    use_.entries = files.size();
    use_.bytes = 0;
    for (const File& file : files) {
        use_.bytes += file.bytes;
    }
    for (const File& file : files) {
        if (use_.bytes <= kMaxBytes / 10 * 9 && use_.entries <= kMaxEntries / 10 * 9) {
            break;
        }
        std::error_code none;
        fs::remove(file.path, none);
        use_.bytes -= file.bytes;
        --use_.entries;
        ++use_.evictions;
    }
}

CacheUse DiskCache::use() const {
    const std::lock_guard lock(mutex_);
    return use_;
}

}  // namespace cst
