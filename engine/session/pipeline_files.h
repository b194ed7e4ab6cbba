#pragma once

#include "engine/session/session.h"

namespace cst {

struct SaveRequest {
    std::string path;
    std::string bytes;
    uint64_t token = 0;
    std::optional<FileStamp> overwrites;  // only what looks so; nothing = whatever is there
};

/// The files of the pipelines of a session, with what lies beside them: samples, and where a person
/// has put nodes. Remembers what it has written last: that is nobody else's.
/// Threads: one at a time. Each call reads or writes disk.
class PipelineFiles {
public:
    Session::Observer::LoadedFile load(const std::string& path) const;
    /// `newest`: the text that is shown now, null = none. If that is what is saved, the places of
    /// its nodes are saved too.
    Session::Observer::SavedFile save(const SaveRequest& request, const SnapshotPtr& newest);

private:
    std::string lastSavedPath_;
    FileStamp lastSaved_;
};

}  // namespace cst
