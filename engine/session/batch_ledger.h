#pragma once

#include "engine/base/hash.h"
#include "engine/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// What a batch has written down of itself beside OUT, which holds plain results and does not say
/// what they come from: the pipeline, the values that are the same for every record, and at some
/// records the hash of the data up to there. So a batch that goes on knows that it goes on with
/// its own.
///
///     constellation batch 1
///     pipeline 3f0c…
///     values 77ab…
///     1 b2d9…
///     24 04fe…
///
/// A line that is no such line, as a kill leaves one, ends it. Not thread safe.
class BatchLedger {
public:
    struct Identity {
        Hash128 pipeline;  // its structure
        Hash128 values;    // given for every record, examples included
        friend bool operator==(const Identity&, const Identity&) = default;
    };
    struct Mark {
        uint64_t records = 0;
        uint64_t chain = 0;  // of the data up to here: Record::end
    };
    struct Content {
        Identity identity;
        std::vector<Mark> marks;  // by records
    };

    BatchLedger() = default;
    ~BatchLedger();
    BatchLedger(const BatchLedger&) = delete;
    BatchLedger& operator=(const BatchLedger&) = delete;

    /// Nothing: there is none. Errors: "file"; "input" where it is something else.
    static Result<std::optional<Content>> read(const std::string& path);
    /// Replaces what is there, as a whole. Errors: "file".
    Status begin(const std::string& path, const Content& content);
    /// So many records of the data have their lines in OUT. Written down at once, but only where
    /// the last mark is some way behind: there are a few hundred of them however long OUT gets.
    void reached(Mark mark);
    /// As reached(), whatever the way: a batch ends here.
    void ended(Mark mark);

private:
    void append(Mark mark);

    int fd_ = -1;  // -1 also: a mark could not be written, so no other may stand behind it
    uint64_t last_ = 0;
};

/// `results.jsonl` → `results.jsonl.progress`: no two OUT share one.
std::string batchLedgerPath(std::string_view outPath);

}  // namespace cst
