#include "engine/session/journal.h"

#include "engine/session/raw_bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace cst {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand");

namespace {

constexpr std::string_view kJournalMagic = "CSTJOURN";
constexpr uint32_t kJournalVersion = 2;  // saved: a new number for every change of the form
constexpr uint32_t kFirstRead = 1;       // that one had no places
constexpr std::size_t kSavesKept = 8;

enum EntryKind : uint8_t {
    Start = 1,
    Text = 2,
    Edit = 3,
    Save = 4,
    Places = 5
};  // saved: as they are

void appendText(std::string& out, std::string_view text) {
    appendRaw(out, static_cast<uint32_t>(text.size()));
    out += text;
}

/// Every function says false where the bytes are not as written.
class JournalReader {
public:
    explicit JournalReader(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    bool number(T& to) {
        if (bytes_.size() < sizeof to) {
            return false;
        }
        std::memcpy(&to, bytes_.data(), sizeof to);
        bytes_.remove_prefix(sizeof to);
        return true;
    }
    bool bytes(std::size_t size, std::string_view& to) {
        if (size > bytes_.size()) {
            return false;
        }
        to = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return true;
    }
    bool text(std::string& to) {
        uint32_t size = 0;
        std::string_view found;
        if (!number(size) || !bytes(size, found)) {
            return false;
        }
        to = found;
        return true;
    }
    std::string_view rest() const { return bytes_; }

private:
    std::string_view bytes_;  // what is left
};

uint64_t checkOf(uint64_t before, uint8_t kind, std::string_view payload) {
    // Of large payloads a hash goes in, so that nothing is copied.
    std::string seed;
    appendRaw(seed, before);
    appendRaw(seed, kind);
    appendRaw(seed, uint64_t{payload.size()});
    appendRaw(seed, hashBytes(payload));
    return hashBytes(seed).low;
}

bool readStart(JournalReader reader, JournalStart& to) {
    return reader.text(to.path) && reader.text(to.name) && reader.number(to.stamp.inode) &&
           reader.number(to.stamp.modifiedNs) && reader.number(to.stamp.bytes) &&
           reader.number(to.base) && reader.rest().empty();
}

/// Takes records as they come; false where one does not follow from those before.
class Replay {
public:
    bool take(uint8_t kind, std::string_view payload) {
        JournalReader reader(payload);
        if (kind == Start) {
            return !std::exchange(hasStart_, true) && readStart(reader, content.start);
        }
        if (!hasStart_) {
            return false;
        }
        if (kind == Text) {
            if (payload.size() > kMaxJournalledText) {
                return false;
            }
            content.text = payload;
            hasText = true;
            return true;
        }
        if (kind == Save) {
            Hash128 hash;
            if (!reader.number(hash) || !reader.rest().empty()) {
                return false;
            }
            if (content.saves.size() == kSavesKept) {
                content.saves.erase(content.saves.begin());
            }
            content.saves.push_back(hash);
            return true;
        }
        if (kind == Places) {
            content.places = readPlaces(payload).places;
            return true;
        }
        return kind == Edit && hasText && takeEdit(reader);
    }

    JournalContent content;
    bool hasText = false;

private:
    bool takeEdit(JournalReader reader) {
        JournalEdit edit;
        std::string& text = content.text;
        if (!reader.number(edit.offset) || !reader.number(edit.removed) ||
            edit.offset > text.size() || edit.removed > text.size() - edit.offset) {
            return false;
        }
        edit.inserted = reader.rest();
        moved_ += text.size() - edit.offset + edit.inserted.size();
        const std::size_t size = text.size() - edit.removed + edit.inserted.size();
        if (size > kMaxJournalledText || moved_ > kMaxJournalMoves) {
            return false;
        }
        text.replace(edit.offset, edit.removed, edit.inserted);
        ++content.edits;
        return true;
    }

    bool hasStart_ = false;
    uint64_t moved_ = 0;
};

Error unreadable(std::string why) {
    return {"journal", std::move(why), ""};
}

}  // namespace

JournalEdit editBetween(std::string_view before, std::string_view after) {
    const std::size_t shorter = std::min(before.size(), after.size());
    const auto front = std::mismatch(before.begin(), before.begin() + shorter, after.begin()).first;
    const std::size_t begin = static_cast<std::size_t>(front - before.begin());
    const std::size_t room = shorter - begin;
    const auto back = std::mismatch(before.rbegin(), before.rbegin() + room, after.rbegin()).first;
    const std::size_t end = static_cast<std::size_t>(back - before.rbegin());
    return {begin, before.size() - begin - end, after.substr(begin, after.size() - begin - end)};
}

void JournalEncoder::record(std::string& out, uint8_t kind, std::string_view payload) {
    appendRaw(out, static_cast<uint32_t>(payload.size()));
    appendRaw(out, kind);
    out += payload;
    check_ = checkOf(check_, kind, payload);
    appendRaw(out, check_);
}

void JournalEncoder::start(std::string& out, const JournalStart& start) {
    std::string payload;
    appendText(payload, start.path);
    appendText(payload, start.name);
    appendRaw(payload, start.stamp.inode);
    appendRaw(payload, start.stamp.modifiedNs);
    appendRaw(payload, start.stamp.bytes);
    appendRaw(payload, start.base);
    out += kJournalMagic;
    appendRaw(out, kJournalVersion);
    record(out, Start, payload);
}

void JournalEncoder::text(std::string& out, std::string_view text) {
    record(out, Text, text);
}

void JournalEncoder::edit(std::string& out, const JournalEdit& edit) {
    std::string payload;
    appendRaw(payload, edit.offset);
    appendRaw(payload, edit.removed);
    payload += edit.inserted;
    record(out, Edit, payload);
}

void JournalEncoder::save(std::string& out, const Hash128& text) {
    std::string payload;
    appendRaw(payload, text);
    record(out, Save, payload);
}

void JournalEncoder::places(std::string& out, const PinnedPlaces& places) {
    record(out, Places, printPlaces(places));
}

bool JournalContent::hasChanges() const {
    return hashBytes(text) != start.base;
}

bool JournalContent::knows(const Hash128& onDisk) const {
    return onDisk == start.base || std::find(saves.begin(), saves.end(), onDisk) != saves.end();
}

Result<JournalContent> decodeJournal(std::string_view bytes) {
    if (!bytes.starts_with(kJournalMagic)) {
        return unreadable("it is no journal");
    }
    JournalReader reader(bytes.substr(kJournalMagic.size()));
    uint32_t version = 0;
    if (!reader.number(version)) {
        return unreadable("it is cut short");
    }
    if (version < kFirstRead || version > kJournalVersion) {
        return unreadable("it was written by another version of this program");
    }
    Replay replay;
    uint64_t check = 0;
    while (!reader.rest().empty()) {
        uint32_t size = 0;
        uint8_t kind = 0;
        std::string_view payload;
        uint64_t written = 0;
        const bool isWhole = reader.number(size) && reader.number(kind) &&
                             reader.bytes(size, payload) && reader.number(written);
        if (!isWhole) {
            break;  // torn
        }
        check = checkOf(check, kind, payload);
        if (written != check || !replay.take(kind, payload)) {
            replay.content.isDamaged = !reader.rest().empty();
            break;
        }
    }
    if (!replay.hasText) {
        return unreadable("it is damaged");
    }
    return std::move(replay.content);
}

}  // namespace cst
