#pragma once

#include "engine/base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace cst {

/// A folder of files that may go at any time: bounded, each written beside and renamed, the ones
/// that were written or touched longest ago go first. Blocks its thread. Thread safe; other
/// processes may use the folder at the same time.
class CacheFolder {
public:
    struct Limits {
        std::size_t bytes = 0;
        std::size_t entries = 0;
        std::size_t entryBytes = 0;  // larger files are not read
    };
    struct Use {
        uint64_t evictions = 0;
        uint64_t entries = 0;
        uint64_t bytes = 0;
    };
    /// By the path of a file: may it go?
    using HasExpired = std::function<bool(const std::string&)>;

    /// `suffix`: of its files, whatever else lies in the folder; outlives it.
    CacheFolder(std::string folder, std::string_view suffix, Limits limits)
        : folder_(std::move(folder)), suffix_(suffix), limits_(limits) {}

    std::string pathOf(std::string_view name) const;
    /// Nothing if it is not there; empty if it cannot be read, or is larger than anything that was
    /// written here.
    std::optional<std::string> read(std::string_view name) const;
    /// What has expired goes when the folder is looked through: with the first file that is
    /// written, and every thousandth. Errors: code "file", why nothing was kept.
    Status write(std::string_view name, std::string_view bytes, const HasExpired& hasExpired);
    void remove(std::string_view name, std::size_t bytes);
    /// It is the last one to go.
    void touch(std::string_view name) const;
    /// As far as it is known: entries and bytes from the first file on that was written.
    Use use() const;
    const std::string& folder() const { return folder_; }

private:
    void look(const HasExpired& hasExpired);
    void makeRoom();

    const std::string folder_;
    const std::string_view suffix_;
    const Limits limits_;
    mutable std::mutex mutex_;
    Use use_;  // guarded by mutex_, like all below
    /// Files that may be written until the folder is looked through again; use_ knows what lies
    /// there but for what other processes did since. 0 = nobody has looked yet.
    uint32_t knownFor_ = 0;
    uint64_t written_ = 0;  // files, ever: their temporary names differ
};

}  // namespace cst
