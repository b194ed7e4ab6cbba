// What is exported, read by other parsers and held against the rules that the formats publish.

#include "engine/profile/export_chrome.h"
#include "engine/profile/export_collapsed.h"
#include "engine/profile/export_csv.h"
#include "engine/profile/export_speedscope.h"
#include "engine/profile/export_svg.h"
#include "engine/text/utf8.h"
#include "tests/profile/random_trace.h"

#include <nlohmann/json.hpp>
#include <QTest>
#include <QXmlStreamReader>

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

/// A span as it is drawn.
struct Box {
    QString kind, title;
    double left = 0, top = 0, width = 0, solid = 1;
};

/// The spans of a drawing; none if it is no XML, or has no size.
std::vector<Box> boxesOf(const std::string& svg) {
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    std::vector<Box> boxes;
    while (!xml.atEnd()) {
        xml.readNext();
        const QXmlStreamAttributes at = xml.attributes();
        const QString kind = at.value("class").toString();
        if (xml.isStartElement() && xml.name() == u"svg" && at.value("width").toDouble() <= 0) {
            return {};
        }
        if (xml.isStartElement() && xml.name() == u"rect" && kind.startsWith('k') &&
            at.value("height") == u"16") {
            boxes.push_back(
                {kind,
                 {},
                 at.value("x").toDouble(),
                 at.value("y").toDouble(),
                 at.value("width").toDouble(),
                 at.hasAttribute("fill-opacity") ? at.value("fill-opacity").toDouble() : 1});
        } else if (xml.isStartElement() && xml.name() == u"title") {
            boxes.back().title = xml.readElementText();
        }
    }
    return xml.hasError() ? std::vector<Box>() : boxes;
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

    void aDrawingHasABoxForEachSpan() {
        const std::vector<Box> boxes = boxesOf(timelineSvg(smallTrace(), {.width = 1000}));
        QCOMPARE(boxes.size(), 4U);
        QString told;
        for (const Box& box : boxes) {
            told += QStringLiteral("%1 %2+%3 %4\n")
                        .arg(box.kind)
                        .arg(box.left - 150)
                        .arg(box.width)
                        .arg(box.title);
        }
        // 10 ns a pixel, behind 150 pixels of names.
        QCOMPARE(told, QStringLiteral("k10 0+1000 run: 10.0 µs\n"
                                      "k0 100+400.1 total: 4.00 µs\n"
                                      "k0 200+50 total/args.0: 500 ns\n"
                                      "k6 0+100 total (throttle): 1.00 µs\n"));
        QVERIFY(boxes[2].top > boxes[1].top);  // what lies within it stands below
    }

    void aDrawingOfAPartIsCutThere() {
        const TraceView view{
            .fromNs = 2'000, .toNs = 3'000, .width = 1000, .rows = {{1, 0, 1}, {2, 0, 5}}};
        const std::vector<Box> boxes = boxesOf(timelineSvg(smallTrace(), view));
        QCOMPARE(boxes.size(), 1U);
        QCOMPARE(boxes[0].title, QStringLiteral("total: 4.00 µs"));
        QCOMPARE(boxes[0].left, 150.0);
        QCOMPARE(boxes[0].width, 1000.0);
    }

    void whatIsUnderAPixelIsFoldedAsSolidAsItIsBusy() {
        Trace trace;
        trace.labels = {"a"};
        trace.endNs = 1'000'000;
        trace.lanes = {{"worker 1", LaneKind::Worker, {{}}}};
        // 1,000 pixels of 1,000 ns: every other nanosecond is busy; in one pixel one has failed.
        for (int64_t at = 0; at < trace.endNs; at += 2) {
            Span each = span(at, at + 1, 0);
            each.kind = at == 500'500 ? SpanKind::Failed : SpanKind::Completed;
            trace.lanes[0].rows[0].push_back(each);
        }
        const std::vector<Box> boxes = boxesOf(timelineSvg(trace, {.width = 1000}));
        QCOMPARE(boxes.size(), 1000U);
        for (const Box& box : boxes) {
            QCOMPARE(box.width, 1.0);
            QVERIFY2(std::abs(box.solid - 0.5) < 0.011, qPrintable(QString::number(box.solid)));
            QCOMPARE(box.kind, box.left == 650 ? QStringLiteral("k1") : QStringLiteral("k0"));
        }
    }

    void anyDrawingIsXml() {
        std::mt19937 random(24);
        for (int round = 0; round < 200; ++round) {
            Trace trace = round % 2 == 0 ? randomTrace(random) : crookedTrace(random);
            trace.labels.emplace_back("no character: \xEF\xBF\xBF <b>&amp;</b> \"'");
            const std::string svg =
                timelineSvg(trace, {.fromNs = static_cast<int64_t>(random() % 2000),
                                    .toNs = static_cast<int64_t>(random() % 4000),
                                    .width = static_cast<double>(random() % 900)});
            QVERIFY(utf8Valid(svg));
            QXmlStreamReader xml(QByteArray::fromStdString(svg));
            while (!xml.atEnd()) xml.readNext();
            QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        }
    }

    void aDrawingIsBoundedWhateverTheTraceHolds() {
        Trace trace;
        trace.labels = {"a"};
        trace.endNs = 1'000'000;
        trace.lanes = {{"waiting", LaneKind::Waiting, {}}};
        for (int row = 0; row < 1'000; ++row) {
            trace.lanes[0].rows.push_back({span(0, trace.endNs, 0)});
        }
        const std::string svg = timelineSvg(trace);
        QCOMPARE(boxesOf(svg).size(), 400U);
        QVERIFY(svg.find("and 600 more rows") != std::string::npos);
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
                QCOMPARE(rows[i + 1][20].empty(), node.bytesIn < 0);
                QCOMPARE(rows[i + 1][21],
                         node.bytesOut < 0 ? std::string() : std::to_string(node.bytesOut));
                QCOMPARE(rows[0][22], "throttleWaitUs");
                QCOMPARE(rows[i + 1][22].empty(), !node.waits);
                if (node.waits) QCOMPARE(std::stod(rows[i + 1][22]), node.waits->throttleUs);
                if (node.waits) QCOMPARE(std::stod(rows[i + 1][26]), node.waits->ioUs);
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
        QCOMPARE(boxesOf(timelineSvg({})).size(), 0U);
        QVERIFY(timelineSvg({}).starts_with("<svg "));
        QCOMPARE(parsedCsv(profileCsv({})).size(), 2U);
    }
};

QTEST_APPLESS_MAIN(TestExports)
#include "tst_exports.moc"
