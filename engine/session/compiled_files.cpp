// A file: magic, the key's own tag (8 bytes), the registry's fingerprint, the build, the text, both
// with their size before them; the parts (compiled_file.h); the tag of all that. What stands before
// the parts is the same for every file of a text, so it is compared as a whole.

#include "engine/session/compiled_files.h"

#include "engine/session/compiled_file.h"
#include "engine/session/journal_place.h"
#include "engine/session/raw_bytes.h"

#include <cstdlib>
#include <cstring>
#include <sys/stat.h>

namespace cst {
namespace {

constexpr std::string_view kTextMagic = "CSTTEXT1";
constexpr std::string_view kSuffix = ".compiled";
constexpr std::size_t kMostFiles = 10'000;
constexpr std::size_t kMostFileBytes = 32UL << 20U;

/// Tells keys apart, and says nothing of the key.
uint64_t idOf(const SecretKey& key) {
    const KeyedTag tag = keyedHash(key, "which key is it");
    uint64_t id = 0;
    std::memcpy(&id, tag.data(), sizeof id);
    return id;
}

/// The parts of a head, as the views of a file.
struct Head {
    std::string_view key, registry, build, text;
    std::size_t size = 0;
};

std::optional<Head> readHead(std::string_view bytes) {
    if (!bytes.starts_with(kTextMagic)) {
        return std::nullopt;
    }
    std::string_view rest = bytes.substr(kTextMagic.size());
    const auto take = [&](std::size_t size, std::string_view& to) {
        const bool isThere = size <= rest.size();
        to = rest.substr(0, size);
        rest.remove_prefix(isThere ? size : rest.size());
        return isThere;
    };
    const auto takeSized = [&](std::string_view& to) {
        uint64_t size = 0;
        std::string_view digits;
        if (!take(sizeof size, digits)) {
            return false;
        }
        std::memcpy(&size, digits.data(), sizeof size);
        return take(size, to);
    };
    Head head;
    if (!take(sizeof(uint64_t), head.key) || !take(sizeof(Hash128), head.registry) ||
        !takeSized(head.build) || !takeSized(head.text)) {
        return std::nullopt;
    }
    head.size = bytes.size() - rest.size();
    return head;
}

std::string folderFrom(const char* variable, const char* below) {
    const char* const chosen = std::getenv(variable);
    const char* const home = std::getenv("HOME");
    if (chosen != nullptr && chosen[0] == '/') {
        return chosen;
    }
    return home != nullptr && home[0] == '/' ? std::string(home) + below : std::string();
}

}  // namespace

std::shared_ptr<CompiledFiles> CompiledFiles::ofUser() {
    const std::string folder = folderFrom("XDG_CACHE_HOME", "/.cache");
    const std::string keyPath = userKeyPath();
    if (folder.empty() || keyPath.empty() || buildId().empty()) {
        return nullptr;
    }
    return std::make_shared<CompiledFiles>(Place{folder + "/constellation/compiled", keyPath});
}

CompiledFiles::CompiledFiles(Place place, Limits limits)
    : place_(std::move(place)),
      limits_(limits),
      files_(place_.folder, kSuffix, {limits_.bytes, kMostFiles, kMostFileBytes}) {
    use_.isOn = !place_.build.empty();
}

/// Programs that differ have files of their own, so that they do not replace each other's.
std::string CompiledFiles::nameOf(const SourceText& text) const {
    return hashPair(hashBytes(place_.build), hashBytes(text.bytes())).hex();
}

std::string CompiledFiles::headOf(const SecretKey& key, const SourceText& text,
                                  const Registry& registry) const {
    std::string head(kTextMagic);
    appendRaw(head, idOf(key));
    appendRaw(head, registry.fingerprint());
    appendRaw(head, uint64_t{place_.build.size()});
    head += place_.build;
    appendRaw(head, uint64_t{text.size()});
    head += text.bytes();
    return head;
}

/// Looked for once. Nothing if there is none, and none can be made.
std::optional<SecretKey> CompiledFiles::key() {
    const std::lock_guard lock(mutex_);
    if (!key_) {
        key_ = userKey(place_.keyPath);
        use_.note = key_->ok() ? (*key_)->note : key_->error().message;
    }
    return key_->ok() ? std::optional((*key_)->bytes) : std::nullopt;
}

std::shared_ptr<Snapshot> CompiledFiles::missed(FileMiss why) {
    const std::lock_guard lock(mutex_);
    ++use_.misses[static_cast<std::size_t>(why)];
    switch (why) {
    case FileMiss::Damaged: use_.note = "a damaged file was not used"; break;
    case FileMiss::OtherKey: use_.note = "a file with another key was not used"; break;
    default: break;
    }
    return nullptr;
}

std::shared_ptr<Snapshot> CompiledFiles::find(const SourceTextPtr& text,
                                              const std::shared_ptr<TypeTable>& types,
                                              const std::shared_ptr<const Registry>& registry) {
    const std::string name = nameOf(*text);
    std::optional<std::string> read = files_.read(name);
    if (!read) {
        return missed(FileMiss::NotThere);
    }
    const auto bytes = std::make_shared<std::string>(std::move(*read));
    const std::optional<SecretKey> key = this->key();
    const std::optional<Head> head = readHead(*bytes);
    if (!key || !head || bytes->size() - head->size < sizeof(KeyedTag)) {
        return missed(key ? FileMiss::Damaged : FileMiss::OtherKey);
    }
    const uint64_t id = idOf(*key);
    const Hash128 fingerprint = registry->fingerprint();
    if (head->build != place_.build) {
        return missed(FileMiss::OtherBuild);
    }
    if (std::memcmp(head->key.data(), &id, sizeof id) != 0) {
        return missed(FileMiss::OtherKey);
    }
    if (std::memcmp(head->registry.data(), &fingerprint, sizeof fingerprint) != 0) {
        return missed(FileMiss::OtherModules);
    }
    if (head->text != text->bytes()) {
        return missed(FileMiss::Damaged);  // its name is made of the text
    }
    const std::size_t begin = head->size;
    KeyedTag tag;
    std::memcpy(tag.data(), bytes->data() + bytes->size() - tag.size(), tag.size());
    bytes->resize(bytes->size() - tag.size());
    if (!isSameTag(keyedHash(*key, *bytes), tag)) {
        return missed(FileMiss::Damaged);
    }
    std::optional<CompiledParts> parts =
        decodeParts(bytes, begin, *types, registry->signatures().size(), text->size());
    if (!parts) {
        return missed(FileMiss::Damaged);
    }
    files_.touch(name);
    {
        const std::lock_guard lock(mutex_);
        known_.insert(name);
        ++use_.hits;
    }
    return snapshotOf(std::move(*parts), text, types, registry);
}

void CompiledFiles::store(const Snapshot& compiled, const Registry& registry) {
    const SourceText& text = *compiled.text;
    const std::string name = nameOf(text);
    if (!compiled.compiled || !takes(text)) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        if (known_.contains(name)) {
            return;
        }
    }
    const std::optional<SecretKey> key = this->key();
    if (!key) {
        return;
    }
    std::string bytes = headOf(*key, text, registry);
    encodeParts(bytes, partsOf(compiled), *compiled.types);
    appendRaw(bytes, keyedHash(*key, bytes));
    if (bytes.size() > kMostFileBytes) {
        return;
    }
    makePrivateFolders(place_.folder);
    const auto oldest =
        std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() - limits_.age);
    const Status status = files_.write(name, bytes, [&](const std::string& path) {
        struct stat about {};
        return ::lstat(path.c_str(), &about) == 0 && about.st_mtime < oldest;
    });
    const std::lock_guard lock(mutex_);
    if (status.ok()) {
        ++use_.written;
        known_.insert(name);
    } else {
        use_.note = status.error().message;
    }
}

CompiledFilesUse CompiledFiles::use() const {
    const CacheFolder::Use files = files_.use();
    const std::lock_guard lock(mutex_);
    CompiledFilesUse use = use_;
    use.evictions = files.evictions;
    use.entries = files.entries;
    use.bytes = files.bytes;
    return use;
}

}  // namespace cst
