#pragma once

#include "engine/base/result.h"
#include "engine/history/history_line.h"

#include <string>
#include <vector>

namespace cst {

/// The runs of one document on the disk, a file each, in a folder of `.constellation/history`
/// beside it. What is damaged is passed over and named; nothing is lost with it. Two studios may
/// have the same one: each file is written as a whole under a name of its own. Everything waits for
/// the disk. Thread safe.
class HistoryFolder {
public:
    static constexpr std::size_t kMostRuns = 200;  // the oldest go
    static constexpr std::size_t kMostBytes = 64UL << 20U;

    /// Of the document at this path; "" = never saved: there is nothing, and nothing is kept.
    explicit HistoryFolder(const std::string& pipelinePath);

    const std::string& path() const { return path_; }  // "" = none

    struct Damaged {
        std::string file;  // its path
        std::string why;
    };
    struct Listed {
        std::vector<HistoryLine> lines;  // the newest first
        std::vector<Damaged> damaged;    // what cannot be read, likewise; stays where it is
    };
    /// Reads the first bytes of each file.
    Listed list() const;
    /// Errors: of readFile() and R007; the message names the file.
    Result<KeptRunPtr> read(const std::string& id) const;
    /// Its id must be one that newRunId() made.
    Status keep(const KeptRun& run) const;
    Status remove(const std::string& id) const;

private:
    struct File {
        std::string id;
        std::size_t bytes = 0;
    };
    std::vector<File> files() const;  // the newest first
    std::string fileOf(const std::string& id) const;

    std::string path_;
};

}  // namespace cst
