#pragma once

#include "engine/session/pipeline_files.h"
#include "engine/session/session.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace cst {

struct NewText {
    uint64_t document = 0;
    Revision revision = 0;
    std::string bytes;
    std::optional<PinnedPlaces> places;  // of a document that is opened
};
struct FileToLoad {
    std::string path;
};
using FileWork = std::variant<FileToLoad, SaveRequest>;
struct Inspection {
    uint64_t document = 0;
    NodeIdentity node;
    std::function<void(NodeValuePtr)> answer;
};

/// What the engine thread of a session has been asked for, and told, since it last looked: it takes
/// all of it at once. Of what overwrites each other only the newest is there. Not thread safe:
/// whose it is guards it.
struct SessionMail {
    std::optional<NewText> text;
    std::vector<std::pair<uint64_t, Arranging>> arrangings;  // with their documents
    std::optional<std::pair<uint64_t, GraphLook>> look;
    std::optional<std::pair<LayoutInput, Layout>> madeLayout;
    std::optional<RunRequest> run;
    bool stops = false;  // of a run that has not begun: it begins, and ends at once
    std::optional<std::optional<RunRequest>> live;
    std::optional<LoadRequest> load;
    bool stopsLoad = false;
    std::optional<PairRequest> pair;
    bool stopsPair = false;
    bool runEnded = false;
    bool outputEnded = false;  // alone it is no work: it is told a little later
    bool tellsLoad = false;    // of the engine
    std::vector<FileWork> files;
    std::vector<Inspection> inspections;
    std::vector<RunRecordPtr> records;                          // made, and not told
    std::unordered_map<uint64_t, std::string> statisticsPaths;  // by document

    bool hasWork() const {
        return text || !arrangings.empty() || look || madeLayout || run || stops || live || load ||
               stopsLoad || pair || stopsPair || runEnded || tellsLoad || !files.empty() ||
               !inspections.empty() || !records.empty() || !statisticsPaths.empty();
    }
    /// The text was given up for a newer one, which stands in `to`: what was asked of it is asked
    /// of that, and what stops it stands behind it again.
    void passOn(SessionMail& to) {
        passOn(run, stops, to.run, to.stops);
        passOn(load, stopsLoad, to.load, to.stopsLoad);
        passOn(pair, stopsPair, to.pair, to.stopsPair);
    }

private:
    template <class Request>
    static void passOn(std::optional<Request>& request, bool stop, std::optional<Request>& newer,
                       bool& stopsNewer) {
        if (request && !newer) {
            newer = std::move(request);
            stopsNewer = stopsNewer || stop;
        }
        request.reset();
    }
};

}  // namespace cst
