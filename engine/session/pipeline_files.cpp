#include "engine/session/pipeline_files.h"

#include "engine/session/file_io.h"
#include "engine/session/layout_file.h"
#include "engine/session/layout_keeper.h"

namespace cst {

namespace {

constexpr std::size_t kMaxFileBytes = 256UL << 20U;

Result<SampleSet> samplesBeside(const std::string& path) {
    const std::string samplesPath = samplesPathFor(path);
    if (!fileExists(samplesPath)) {
        return SampleSet{};
    }
    const Result<std::string> json = readFile(samplesPath, kMaxFileBytes);
    return json.ok() ? parseSamples(*json) : Result<SampleSet>(json.error());
}

}  // namespace

Session::Observer::LoadedFile PipelineFiles::load(const std::string& path) const {
    Result<SampleSet> samples = samplesBeside(path);
    const FileStamp stamp = stampOf(path);  // before the bytes: what changes meanwhile is noticed
    return {path, readFile(path, kMaxFileBytes), std::move(samples), stamp,
            loadPlaces(path).places};
}

Session::Observer::SavedFile PipelineFiles::save(const SaveRequest& request,
                                                 const SnapshotPtr& newest) {
    const FileStamp before = stampOf(request.path);
    Session::Observer::SavedFile saved{request.path, request.token, success()};
    // What we wrote last is nobody else's, even if whoever asks has not heard of it yet.
    const bool isOurs = request.path == lastSavedPath_ && before == lastSaved_;
    saved.isOverwriteRefused =
        request.overwrites && before != FileStamp() && before != *request.overwrites && !isOurs;
    saved.status = saved.isOverwriteRefused
                       ? Error{"file", "it was changed by another program", request.path}
                       : writeFile(request.path, request.bytes);
    saved.stamp = stampOf(request.path);
    if (saved.status.ok()) {
        lastSavedPath_ = request.path;
        lastSaved_ = saved.stamp;
        if (newest && newest->text->bytes() == request.bytes) {
            saved.layout = savePlaces(request.path, placesOf(*newest));
        }
    }
    return saved;
}

}  // namespace cst
