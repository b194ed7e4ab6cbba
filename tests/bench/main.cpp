// constellation-bench: measures rows of the performance table and judges them by goals.json.
//   constellation-bench --rows                 lists the rows
//   constellation-bench [--json] [PREFIX...]   measures those whose names start so

#include "engine/base/freed_memory.h"
#include "tests/bench/rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace cst::bench {

std::vector<Row> allRows() {
    std::vector<Row> all;
    for (const auto& rows : {engineRows, waitingRows, batchRows, registryRows, compileRows,
                             jsonRows, valueRows, lambdaRows, layoutRows, uiRows, startRows}) {
        for (Row& row : rows()) {
            all.push_back(std::move(row));
        }
    }
    return all;
}

namespace {

using Json = nlohmann::ordered_json;

Json judged(const Row& row, const Json& goals, const Result<Measured>& measured) {
    const Json& entry = goals.at(row.name);
    Json out;
    out["row"] = row.name;
    out["unit"] = entry.at("unit");
    out["ours"] = nullptr;
    out["p99"] = nullptr;
    out["peer"] = nullptr;
    out["peer_value"] = nullptr;
    out["ratio"] = nullptr;
    out["goals"] = Json::array();
    out["goal"] = "";
    out["met"] = false;
    out["error"] = nullptr;
    std::string summary;
    bool met = measured.ok();
    for (const Json& goal : entry.at("goals")) {
        const std::string what = goal.at("what");
        const std::string op = goal.at("op");
        const double limit = goal.at("limit");
        Json got = nullptr;
        bool holds = false;
        if (measured.ok()) {
            const bool isRatio = what == "ratio";
            const auto other = measured->others.find(what);
            const double value = what == "ours" ? measured->ours
                                 : isRatio      ? measured->ours / measured->peerValue
                                                : other->second;
            got = value;
            holds = op == "<=" ? value <= limit : op == "<" ? value < limit : value >= limit;
        }
        met = met && holds;
        char text[64];
        std::snprintf(text, sizeof text, "%s%s %s %g", summary.empty() ? "" : "; ", what.c_str(),
                      op.c_str(), limit);
        summary += text;
        out["goals"].push_back(
            {{"what", what}, {"op", op}, {"limit", limit}, {"got", got}, {"met", holds}});
    }
    out["goal"] = summary;
    out["met"] = met;
    if (!measured.ok()) {
        out["error"] = measured.error().message;
        return out;
    }
    out["ours"] = measured->ours;
    if (measured->p99 >= 0) {
        out["p99"] = measured->p99;
    }
    if (!measured->peer.empty()) {
        out["peer"] = measured->peer;
        out["peer_value"] = measured->peerValue;
        out["ratio"] = measured->ours / measured->peerValue;
    }
    return out;
}

void printForPeople(const Json& row) {
    if (!row["error"].is_null()) {
        std::printf("%-24s could not be measured: %s\n", row["row"].get<std::string>().c_str(),
                    row["error"].get<std::string>().c_str());
        return;
    }
    std::printf("%-24s %10.3f %-4s %-8s", row["row"].get<std::string>().c_str(),
                row["ours"].get<double>(), row["unit"].get<std::string>().c_str(),
                row["met"].get<bool>() ? "met" : "NOT MET");
    for (const Json& goal : row["goals"]) {
        std::printf("  %s %g (%s %g)", goal["what"].get<std::string>().c_str(),
                    goal["got"].get<double>(), goal["op"].get<std::string>().c_str(),
                    goal["limit"].get<double>());
    }
    std::printf("\n");
}

int benchMain(const std::vector<std::string>& words, const std::string& binFolder) {
    bool asJson = false;
    std::vector<std::string> prefixes;
    for (const std::string& word : words) {
        if (word == "--rows") {
            for (const Row& row : allRows()) {
                std::printf("%s\n", row.name.c_str());
            }
            return 0;
        }
        if (word == "--help" || word == "-h") {
            std::printf(
                "constellation-bench --rows              lists the rows\n"
                "constellation-bench [--json] [PREFIX...] measures those whose names start so\n");
            return 0;
        }
        if (word == "--json") {
            asJson = true;
        } else if (word.starts_with("-")) {
            std::fprintf(stderr, "constellation-bench: unknown option %s\n", word.c_str());
            return 64;
        } else {
            prefixes.push_back(word);
        }
    }
    ::setenv("QT_QPA_PLATFORM", "offscreen", 0);
    const Json goals = Json::parse(
#include "tests/bench/goals_text.inc"
    );
    bool allMeasured = true;
    bool any = false;
    for (const Row& row : allRows()) {
        const bool wanted = prefixes.empty() ||
                            std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) {
                                return row.name.starts_with(prefix);
                            });
        if (!wanted) {
            continue;
        }
        any = true;
        const Result<Measured> measured = measureRow(row, binFolder);
        const Json line = judged(row, goals, measured);
        allMeasured = allMeasured && measured.ok();
        if (asJson) {
            std::printf("%s\n", line.dump().c_str());
        } else {
            printForPeople(line);
        }
        std::fflush(stdout);
    }
    if (!any) {
        std::fprintf(stderr, "constellation-bench: no row starts so; --rows lists them\n");
        return 64;
    }
    return allMeasured ? 0 : 1;
}

}  // namespace
}  // namespace cst::bench

int main(int argc, char** argv) {
    cst::keepFreedMemory();  // as the programs do
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const int status = cst::bench::benchMain(std::vector<std::string>(argv + 1, argv + argc),
                                             self.parent_path().string());
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::fprintf(stderr, "constellation-bench: cannot write standard output: %s\n",
                     std::strerror(errno));
        return 66;
    }
    return status;
}
