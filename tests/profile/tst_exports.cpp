// What is exported, read by other parsers and held against the rules that the formats publish.

#include "engine/profile/export_chrome.h"
#include "engine/profile/export_collapsed.h"
#include "engine/profile/export_csv.h"
#include "engine/profile/export_speedscope.h"
#include "engine/text/utf8.h"
#include "tests/profile/random_trace.h"

#include <nlohmann/json.hpp>
#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace cst;
using Json = nlohmann::ordered_json;

namespace {

/// "" = a trace that keeps the rules of the Trace Event Format; else what it breaks.
std::string brokenChrome(const Json& document) {
    struct Thread {
        std::vector<double> open;
        double last = -1e300;
        bool named = false;
        int64_t process = 0;
    };
    std::map<int64_t, Thread> threads;
    std::set<int64_t> namedProcesses;
    for (const Json& event : document.at("traceEvents")) {
        const std::string phase = event.at("ph");
        const int64_t process = event.at("pid");
        const int64_t tid = event.at("tid");
        if (phase == "M") {
            const std::string name = event.at("name");
            if (name == "process_name") {
                namedProcesses.insert(process);
                if (event.at("args").at("name").get<std::string>().empty())
                    return "process: no name";
            } else if (name == "thread_name") {
                if (std::exchange(threads[tid].named, true)) return "a thread named twice";
                threads[tid].process = process;
            }
            continue;
        }
        Thread& thread = threads[tid];
        if (!thread.named || thread.process != process) return "a thread without a name";
        if (namedProcesses.count(process) == 0) return "a process without a name";
        const double ts = event.at("ts");
        if (ts < thread.last) return "not in the order of time";
        thread.last = ts;
        if (phase == "B") {
            if (event.at("name").get<std::string>().empty()) return "no name";
            if (!event.at("args").is_object() || !event.at("cat").is_string()) return "no args";
            thread.open.push_back(ts);
        } else if (phase == "E") {
            if (thread.open.empty()) return "an end without a beginning";
            thread.open.pop_back();
        } else {
            return "phase " + phase;
        }
    }
    for (const auto& [tid, thread] : threads) {
        if (!thread.open.empty()) return "a beginning without an end";
    }
    return "";
}

/// "" = keeps the rules of speedscope's file-format-spec.ts and of its importer.
std::string brokenSpeedscope(const Json& document) {
    if (document.at("$schema") != "https://www.speedscope.app/file-format-schema.json")
        return "schema";
    const std::size_t frames = document.at("shared").at("frames").size();
    for (const Json& frame : document.at("shared").at("frames")) {
        if (!frame.at("name").is_string()) return "a frame without a name";
    }
    for (const Json& profile : document.at("profiles")) {
        if (profile.at("type") != "evented" || profile.at("unit") != "nanoseconds") return "type";
        if (!profile.at("name").is_string()) return "no name";
        std::vector<std::size_t> open;
        int64_t last = profile.at("startValue");
        for (const Json& event : profile.at("events")) {
            const int64_t at = event.at("at");
            const std::size_t frame = event.at("frame");
            if (at < last || at > profile.at("endValue").get<int64_t>()) return "order";
            if (frame >= frames) return "no such frame";
            last = at;
            if (event.at("type") == "O") {
                open.push_back(frame);
            } else if (event.at("type") != "C" || open.empty() || open.back() != frame) {
                return "closes what is not open";
            } else {
                open.pop_back();
            }
        }
        if (!open.empty()) return "left open";
    }
    return "";
}

/// RFC 4180, by its grammar. Empty where the text breaks it.
std::vector<std::vector<std::string>> parsedCsv(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    std::size_t at = 0;
    while (at < text.size()) {
        std::vector<std::string>& row = rows.emplace_back();
        while (true) {
            std::string& cell = row.emplace_back();
            if (at < text.size() && text[at] == '"') {
                ++at;
                while (true) {
                    if (at >= text.size()) return {};
                    if (text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"') {
                        cell += '"';
                        at += 2;
                    } else if (text[at] == '"') {
                        ++at;
                        break;
                    } else {
                        cell += text[at++];
                    }
                }
            } else {
                while (at < text.size() && text[at] != ',' && text[at] != '\r') {
                    if (text[at] == '"' || text[at] == '\n') return {};
                    cell += text[at++];
                }
            }
            if (at < text.size() && text[at] == ',') {
                ++at;
                continue;
            }
            if (text.compare(at, 2, "\r\n") != 0) return {};
            at += 2;
            break;
        }
    }
    return rows;
}

Span span(int64_t start, int64_t end, uint32_t node, SpanKind kind = SpanKind::Completed) {
    Span made;
    made.startNs = start;
    made.endNs = end;
    made.label = node;
    made.node = node;
    made.kind = kind;
    made.run = 1;
    made.attempt = 1;
    return made;
}

/// `total` with `total/args.0` in it on one worker, and `total` at a throttle before.
Trace smallTrace() {
    Trace trace;
    trace.labels = {"total", "total/args.0", "run"};
    trace.nodes = {{"total", "prices", 3}, {"total/args.0", "prices", 3}};
    Span run = span(0, 10'000, 2, SpanKind::Phase);
    run.node = Span::kNone;
    trace.lanes = {
        {"phases", LaneKind::Phases, {{run}}},
        {"worker 1", LaneKind::Worker, {{span(1'000, 5'001, 0)}, {span(2'000, 2'500, 1)}}},
        {"waiting", LaneKind::Waiting, {{span(0, 1'000, 0, SpanKind::Throttle)}}}};
    trace.endNs = 10'000;
    return trace;
}

/// Spans that lie anyhow over each other: what a trace promises does not hold.
Trace crookedTrace(std::mt19937& random) {
    Trace trace = randomTrace(random);
    for (TraceLane& lane : trace.lanes) {
        for (std::vector<Span>& row : lane.rows) {
            for (Span& each : row) {
                each.startNs = static_cast<int64_t>(random() % 5000) - 100;
                each.endNs = each.startNs + static_cast<int64_t>(random() % 900) - 50;
                each.label = random() % 9 == 0 ? 1'000 : each.label;
                each.node = random() % 9 == 0 ? 1'000 : each.node;
            }
        }
    }
    return trace;
}

int64_t workNs(const Trace& trace) {
    int64_t ns = 0;  // of the outermost spans: what lies within one is counted once
    for (const TraceLane& lane : trace.lanes) {
        const bool counts = lane.kind == LaneKind::Worker || lane.kind == LaneKind::Waiting;
        for (std::size_t row = 0; counts && row < lane.rows.size(); ++row) {
            for (const Span& each : lane.rows[row]) {
                ns += row == 0 || lane.kind == LaneKind::Waiting ? each.endNs - each.startNs : 0;
            }
        }
    }
    return ns;
}

}  // namespace

class TestExports : public QObject {
    Q_OBJECT

private slots:
    void theChromeTraceNamesWhatRuns() {
        const Json json = Json::parse(chromeTrace(smallTrace()));
        QCOMPARE(brokenChrome(json), "");
        std::string told;
        for (const Json& event : json["traceEvents"]) {
            const std::string phase = event["ph"];
            if (event.value("name", "") == "process_name" ||
                event.value("name", "") == "thread_name") {
                told += event["args"]["name"].get<std::string>() + "\n";
            } else if (phase != "M") {
                told += phase + " " + event["ts"].dump() + " " + event.value("name", "") + "\n";
            }
        }
        QCOMPARE(told, "Constellation: phases\nConstellation: workers\nConstellation: waiting\n"
                       "phases\nB 0 run\nE 10 \n"
                       "worker 1\nB 1 total\nB 2 total/args.0\nE 2.5 \nE 5.001 \n"
                       "waiting\nB 0 total\nE 1 \n");
        const Json& wait = *std::find_if(json["traceEvents"].rbegin(), json["traceEvents"].rend(),
                                         [](const Json& each) { return each["ph"] == "B"; });
        QCOMPARE(wait["args"].dump(),
                 "{\"kind\":\"throttle\",\"node\":\"total\",\"group\":\"prices\","
                 "\"line\":3,\"run\":1,\"attempt\":1}");
    }

    void anyChromeTraceKeepsTheRules() {
        std::mt19937 random(21);
        for (int round = 0; round < 300; ++round) {
            const Trace trace = round % 2 == 0 ? randomTrace(random) : crookedTrace(random);
            const std::string text = chromeTrace(trace);
            QVERIFY(utf8Valid(text));
            QCOMPARE(brokenChrome(Json::parse(text)), "");
        }
    }

    void theChromeTraceLosesNoNanosecond() {
        Trace trace = smallTrace();
        const int64_t day = 86'400'000'000'001;
        trace.lanes[1].rows[0][0] = span(day, day + 1, 0);
        trace.lanes[1].rows[1].clear();
        const std::string text = chromeTrace(trace);
        QVERIFY(text.find("\"ts\":86400000000.001,") != std::string::npos);
        QVERIFY(text.find("\"ts\":86400000000.002}") != std::string::npos);
    }

    void speedscopeShowsAProfileForEachTrack() {
        const Json json = Json::parse(speedscope(smallTrace(), "fan \"out\".cst"));
        QCOMPARE(brokenSpeedscope(json), "");
        QCOMPARE(json["name"].get<std::string>(), "fan \"out\".cst");
        QCOMPARE(json["profiles"].size(), 3U);
        QCOMPARE(json["profiles"][1]["name"].get<std::string>(), "worker 1");
        std::string events;
        for (const Json& event : json["profiles"][1]["events"]) {
            events += event["type"].get<std::string>() + event["frame"].dump() + "@" +
                      event["at"].dump() + " ";
        }
        QCOMPARE(events, "O1@1000 O2@2000 C2@2500 C1@5001 ");
        std::string frames;
        for (const Json& frame : json["shared"]["frames"]) {
            frames +=
                frame["name"].get<std::string>() + ":" + frame.value("line", Json()).dump() + " ";
        }
        QCOMPARE(frames, "run:null total:3 total/args.0:3 total (throttle):3 ");
    }

    void anySpeedscopeFileKeepsTheRules() {
        std::mt19937 random(22);
        for (int round = 0; round < 300; ++round) {
            const Trace trace = round % 2 == 0 ? randomTrace(random) : crookedTrace(random);
            const std::string text = speedscope(trace, nastyNames()[random() % 17]);
            QVERIFY(utf8Valid(text));
            QCOMPARE(brokenSpeedscope(Json::parse(text)), "");
        }
    }

    void stacksAreCountedOnceAndWaitsApart() {
        QCOMPARE(
            collapsedStacks(smallTrace()),
            "prices;total 3501\nprices;total;[throttle] 1000\nprices;total;total/args.0 500\n");
    }

    void anyStacksAreOneLineEachAndAddUp() {
        std::mt19937 random(23);
        for (int round = 0; round < 300; ++round) {
            const Trace trace = randomTrace(random);
            const std::string text = collapsedStacks(trace);
            QVERIFY(utf8Valid(text));
            int64_t sum = 0;
            std::set<std::string> stacks;
            for (const QString& line :
                 QString::fromStdString(text).split('\n', Qt::SkipEmptyParts)) {
                const qsizetype blank = line.lastIndexOf(' ');
                bool isNumber = false;
                sum += line.mid(blank + 1).toLongLong(&isNumber);
                QVERIFY(isNumber);
                QVERIFY(stacks.insert(line.left(blank).toStdString()).second);
                QVERIFY(!line.left(blank).split(';').contains(QString()));
            }
            QCOMPARE(sum, workNs(trace));
        }
    }

    void theTableHoldsEachNodePhaseAndTheWhole() {
        std::mt19937 random(5);
        for (int round = 0; round < 100; ++round) {
            Profile profile = randomProfile(random);
            for (const std::string& name : nastyNames()) {
                profile.nodes.emplace_back().key = name;
            }
            const std::string text = profileCsv(profile);
            QVERIFY(utf8Valid(text));
            const auto rows = parsedCsv(text);
            QCOMPARE(rows.size(), 1 + profile.nodes.size() + profile.phases.size() + 1);
            for (const std::vector<std::string>& row : rows) {
                QCOMPARE(row.size(), rows[0].size());
            }
            for (std::size_t i = 0; i + nastyNames().size() < profile.nodes.size(); ++i) {
                const ProfileNode& node = profile.nodes[i];
                QCOMPARE(rows[i + 1][0], node.key);
                QCOMPARE(std::stod(rows[i + 1][6]), node.times.meanUs);
                QCOMPARE(rows[i + 1][12].empty(), node.cpuUs < 0);
                QCOMPARE(std::stod(rows[i + 1][19]), node.withoutUs);
            }
            QCOMPARE(rows.back()[0], "total");
        }
    }

    void noCellIsAFormula() {
        Profile profile;
        for (const std::string& name : nastyNames()) {
            profile.nodes.emplace_back().key = name;
            profile.nodes.back().label = name;
        }
        bool sawOne = false;
        for (const std::vector<std::string>& row : parsedCsv(profileCsv(profile))) {
            for (const std::string& cell : row) {
                QVERIFY(cell.empty() || std::string("=+-@\t\r").find(cell[0]) == std::string::npos);
                sawOne = sawOne || cell == "'=1+2";
            }
        }
        QVERIFY(sawOne);
    }

    void nothingIsExportedOfNothing() {
        QCOMPARE(brokenChrome(Json::parse(chromeTrace({}))), "");
        QCOMPARE(brokenSpeedscope(Json::parse(speedscope({}, ""))), "");
        QCOMPARE(collapsedStacks({}), "");
        QCOMPARE(parsedCsv(profileCsv({})).size(), 2U);
    }
};

QTEST_APPLESS_MAIN(TestExports)
#include "tst_exports.moc"
