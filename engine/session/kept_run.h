#pragma once

#include "engine/profile/profile.h"
#include "engine/session/run_record.h"

#include <cstdint>
#include <memory>
#include <string>

namespace cst {

/// One run, or several that belong together, as the history keeps it, panels show it and two of are
/// compared. Immutable: any thread reads it.
struct KeptRun {
    enum class Kind : uint8_t {
        Run,       // a person asked for it
        Live,      // followed a key press
        Load,      // one after the other, or several at once
        Version,   // all that is known of one text, put together
        Baseline,  // saved with the project
        File,      // a saved profile that was opened
    };
    Kind kind = Kind::Run;
    std::string id;           // within its document's history; "" = is not kept there
    std::string title;        // of a run: its sample; of a file: its name; "" = nothing to say
    int64_t startedAtMs = 0;  // since the epoch; 0 = not known
    std::shared_ptr<const Profile> profile;  // never null; has the text, where that is known
    RunRecordPtr record;                     // null = no longer there: numbers only
    std::shared_ptr<const Trace> trace;      // of a load, which has no record; null = likewise
    /// Of two that were measured in turns: the same number, and the k-th run of one stands beside
    /// the k-th of the other. 0 = by itself.
    uint64_t turns = 0;
};
using KeptRunPtr = std::shared_ptr<const KeptRun>;

}  // namespace cst
