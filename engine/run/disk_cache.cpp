#include "engine/run/disk_cache.h"

#include "engine/base/hash.h"
#include "engine/value/binary.h"
#include "engine/value/written_size.h"

#include <cstring>
#include <fcntl.h>
#include <unistd.h>

// A file: magic, hash of all that follows, expiry, size of the key, the key, the value in its
// binary form. Numbers are little-endian, as everything that this program writes.

namespace cst {
namespace {

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

/// By its head alone: what is damaged stays, and is found out when it is asked for.
bool hasExpired(const std::string& path, std::chrono::nanoseconds now) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        return false;
    }
    Head head{};
    const bool isRead = ::read(fd, &head, sizeof head) == sizeof head;
    ::close(fd);
    return isRead && std::string_view(head.magic, sizeof head.magic) == kMagic &&
           now.count() > head.expiresNs;
}

}  // namespace

DiskCache::DiskCache(std::string folder)
    : files_(std::move(folder), kSuffix, {kMaxBytes, kMaxEntries, kMaxEntryBytes}) {}

std::optional<Value> DiskCache::find(std::string_view key, const TypeTable& types, TypeId type,
                                     std::chrono::nanoseconds now) {
    const std::string name = hashBytes(key).hex();
    const std::string bytes = files_.read(name).value_or("");
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
    if (hasExpired) {
        files_.remove(name, bytes.size());
    }
    ++(result ? hits_ : misses_);
    return result;
}

Status DiskCache::store(std::string_view key, const TypeTable& types, TypeId type,
                        const Value& value, std::chrono::nanoseconds now,
                        std::chrono::nanoseconds keepFor) {
    std::size_t room = kMaxEntryBytes / 2;
    if (key.size() > kMaxEntryBytes / 4 || !fitsWrittenOut(types, type, value, room)) {
        return Error{"file", "a result is too large for the cache on disk", folder()};
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

    return files_.write(hashBytes(key).hex(), bytes,
                        [&](const std::string& path) { return hasExpired(path, now); });
}

CacheUse DiskCache::use() const {
    const CacheFolder::Use use = files_.use();
    return {hits_, misses_, use.evictions, use.entries, use.bytes};
}

}  // namespace cst
