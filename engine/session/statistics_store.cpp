#include "engine/session/statistics_store.h"

#include "engine/session/file_io.h"
#include "engine/session/lasting_hashes.h"
#include "engine/session/project_folder.h"

#include <cstdio>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace cst {
namespace {

std::string fileOf(const std::string& pipelinePath) {
    const std::string path = projectPath(pipelinePath, "statistics");
    return path.empty() ? path : path + ".json";
}

}  // namespace

Result<std::vector<SavedStatistics>> loadStatistics(const std::string& pipelinePath) {
    const std::string file = fileOf(pipelinePath);
    if (file.empty() || !fileExists(file)) {
        return std::vector<SavedStatistics>();
    }
    const Result<std::string> bytes = readFile(file, kMaxStatisticsBytes);
    return bytes.ok() ? readStatistics(*bytes)
                      : Result<std::vector<SavedStatistics>>(bytes.error());
}

std::string setStatisticsAside(const std::string& pipelinePath) {
    const std::string file = fileOf(pipelinePath), aside = file + ".damaged";
    return !file.empty() && std::rename(file.c_str(), aside.c_str()) == 0 ? aside : "";
}

Status saveStatistics(const std::string& pipelinePath, const RunSnapshot& run,
                      std::vector<SavedStatistics> others) {
    const std::string file = fileOf(pipelinePath);
    if (file.empty() || !run.compiled || run.nodes.size() != run.compiled->graph->nodes.size()) {
        return success();
    }
    const Graph& graph = *run.compiled->graph;
    const auto isKnown = [&](uint32_t node) { return run.nodes[node].statistics != nullptr; };
    const auto hashes = lastingHashes(*run.compiled, *run.compiled->plan, isKnown);
    std::vector<SavedStatistics> saved;
    std::unordered_set<std::string_view> keys;
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        const auto hash = hashes.find(node);
        const bool isFirst = keys.insert(graph.nodes[NodeId(node)].key).second;
        if (isKnown(node) && hash != hashes.end() && isFirst) {
            saved.push_back({std::string(graph.nodes[NodeId(node)].key), hash->second,
                             run.nodes[node].statistics});
        }
    }
    for (SavedStatistics& other : others) {
        if (keys.find(other.key) == keys.end()) {
            saved.push_back(std::move(other));
        }
    }
    makeProjectFolders(file);
    return writeFile(file, statisticsJson(saved));
}

}  // namespace cst
