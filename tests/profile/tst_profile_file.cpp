#include "engine/profile/profile_file.h"
#include "tests/profile/random_trace.h"

#include <nlohmann/json.hpp>
#include <QTest>

#include <cmath>
#include <limits>

using namespace cst;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kSmall = R"({"format":"constellation-profile","version":1,"nodes":[)"
                               R"({"key":"a","count":2,"p50Us":1.5,"lastUs":[1.5,2]}]})";

std::vector<std::string> keysOf(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) {
        keys.push_back(key);
    }
    return keys;
}

/// kSmall with one piece of it replaced.
std::string with(const std::string& piece, const std::string& instead) {
    std::string text = kSmall;
    const std::size_t at = text.find(piece);
    return at == std::string::npos ? "" : text.replace(at, piece.size(), instead);
}

}  // namespace

class TestProfileFile : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenIsReadAgain() {
        std::mt19937 random(11);
        for (int round = 0; round < 300; ++round) {
            const std::string json = profileJson(randomProfile(random));
            const Result<Profile> read = readProfile(json);
            QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
            QCOMPARE(profileJson(*read), json);
        }
    }

    void everyFieldComesBack() {
        std::mt19937 random(3);
        Profile saved = randomProfile(random);
        saved.hasCache = true;
        saved.nodes = {ProfileNode{"total/args.0", "add", "stdlib.math.add", "prices", 7,
                                   TimeSummary{3, 1, 2, 3, 4, 5, 6, {1.25F, 0.1F}}, 8, 9, 10, 11,
                                   0.5, true, 12, 13, 14, 15, "00112233445566778899aabbccddeeff",
                                   NodeWaits{1, 2, 3, 0, 3.5}}};
        saved.workUs = 16;
        saved.isPart = true;
        saved.idle = {{"else", IdleWhy::NotRun}, {"sum", IdleWhy::Part}, {"k", IdleWhy::Constant}};
        const Result<Profile> read = readProfile(profileJson(saved));
        QVERIFY(read.ok());
        const ProfileNode& node = read->nodes.at(0);
        QCOMPARE(node.key, "total/args.0");
        QCOMPARE(node.label, "add");
        QCOMPARE(node.module, "stdlib.math.add");
        QCOMPARE(node.group, "prices");
        QCOMPARE(node.line, 7U);
        QCOMPARE(node.times.count, 3U);
        QCOMPARE((std::vector{node.times.meanUs, node.times.minUs, node.times.p50Us,
                              node.times.p95Us, node.times.p99Us, node.times.maxUs}),
                 (std::vector<double>{1, 2, 3, 4, 5, 6}));
        QCOMPARE(node.times.lastUs, (std::vector{1.25F, 0.1F}));
        QCOMPARE((std::vector{node.cpuUs, node.waitUs, node.queueUs, node.savedUs, node.share,
                              node.slackUs, node.withoutUs}),
                 (std::vector<double>{8, 9, 10, 11, 0.5, 12, 13}));
        QVERIFY(node.critical);
        QVERIFY(node.waits);
        QCOMPARE((std::vector{node.waits->throttleUs, node.waits->permitUs, node.waits->retryUs,
                              node.waits->cacheUs, node.waits->ioUs}),
                 (std::vector<double>{1, 2, 3, 0, 3.5}));
        QCOMPARE(node.bytesIn, int64_t{14});
        QCOMPARE(node.bytesOut, int64_t{15});
        QCOMPARE(read->workUs, 16.0);
        QVERIFY(read->isPart);
        QCOMPARE(read->idle.size(), std::size_t{3});
        QCOMPARE(read->idle[0].key, "else");
        QVERIFY(read->idle[0].why == IdleWhy::NotRun && read->idle[1].why == IdleWhy::Part &&
                read->idle[2].why == IdleWhy::Constant);
        QCOMPARE(node.ownHash, "00112233445566778899aabbccddeeff");
        QCOMPARE(read->source, saved.source);
        QCOMPARE(read->sourceHash, saved.sourceHash);
        QCOMPARE(read->threads, saved.threads);
        QCOMPARE(read->runs, saved.runs);
        QCOMPARE(read->cache.bytes, saved.cache.bytes);
        QCOMPARE(read->pool.hits, saved.pool.hits);
        QCOMPARE(read->allocations, saved.allocations);
        QCOMPARE(read->overheadPercent, saved.overheadPercent);
        QCOMPARE(read->total.lastUs, saved.total.lastUs);
    }

    void aFileOfAnOlderVersionDoesNotTellWhatItsNodesWaitedFor() {
        Profile saved;
        saved.nodes.emplace_back().key = "a";
        saved.nodes[0].waitUs = 9;
        Json json = Json::parse(profileJson(saved));
        for (const WaitName& wait : kWaitNames) json["nodes"][0].erase(wait.name);
        const Result<Profile> read = readProfile(json.dump());
        QVERIFY(read.ok());
        QCOMPARE(read->nodes.at(0).waitUs, 9.0);
        QVERIFY(!read->nodes[0].waits);
        QCOMPARE(read->nodes[0].heldUs(), 0.0);
    }

    void noKeyOfTheInterfaceIsMissing() {
        Profile profile;
        profile.nodes.emplace_back().key = "a";
        const Json json = Json::parse(profileJson(profile));
        QCOMPARE(keysOf(json), (std::vector<std::string>{
                                   "format", "version", "sourceHash", "threads", "runs", "nodes",
                                   "phases", "cache", "pool", "allocations", "overheadPercent",
                                   "total", "workUs", "isPart", "source", "idle"}));
        QCOMPARE(keysOf(json["nodes"][0]),
                 (std::vector<std::string>{
                     "key",          "count",        "meanUs",      "minUs",   "p50Us",
                     "p95Us",        "p99Us",        "maxUs",       "cpuUs",   "waitUs",
                     "share",        "critical",     "slackUs",     "lastUs",  "label",
                     "module",       "group",        "line",        "queueUs", "savedUs",
                     "withoutUs",    "bytesIn",      "bytesOut",    "ownHash", "throttleWaitUs",
                     "permitWaitUs", "retryDelayUs", "cacheWaitUs", "ioWaitUs"}));
        QCOMPARE(keysOf(json["phases"]),
                 (std::vector<std::string>{"parse", "check", "plan", "decode", "run", "encode"}));
        QVERIFY(json["nodes"][0]["cpuUs"].is_null());
        QVERIFY(json["nodes"][0]["ownHash"].is_null());
        QVERIFY(json["nodes"][0]["throttleWaitUs"].is_null());
        QVERIFY(json["phases"]["parse"].is_null());
        QCOMPARE(keysOf(json["cache"]),
                 (std::vector<std::string>{"hits", "misses", "evictions", "bytes"}));
    }

    void whatWasNotCountedIsNull() {
        Profile profile;
        profile.nodes.emplace_back().key = "a";
        const Json none = Json::parse(profileJson(profile));
        QVERIFY(none["cache"]["hits"].is_null());
        QVERIFY(none["cache"]["bytes"].is_null());
        QVERIFY(none["nodes"][0]["savedUs"].is_null());
        QVERIFY(none["allocations"].is_null());
        QVERIFY(none["workUs"].is_null());
        QVERIFY(none["nodes"][0]["bytesOut"].is_null());
        QCOMPARE(readProfile(profileJson(profile))->workUs, -1.0);
        QCOMPARE(readProfile(profileJson(profile))->nodes[0].bytesOut, int64_t{-1});
        QVERIFY(!readProfile(profileJson(profile))->hasCache);

        profile.hasCache = true;
        profile.allocations = 3;
        const Json counted = Json::parse(profileJson(profile));
        QCOMPARE(counted["cache"]["hits"].get<int>(), 0);
        QCOMPARE(counted["nodes"][0]["savedUs"].get<int>(), 0);
        QCOMPARE(counted["allocations"].get<int>(), 3);
        QVERIFY(readProfile(profileJson(profile))->hasCache);
    }

    void aProfileIsKnownByWhatItHolds_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<bool>("isProfile");
        const auto row = [](const char* name, std::string bytes, bool isProfile) {
            QTest::newRow(name) << std::move(bytes) << isProfile;
        };
        row("as we write it", profileJson({}), true);
        row("small", kSmall, true);
        row("with blanks", "\r\n { \"format\" :\n \"constellation-profile\" }", true);
        row("behind other keys", R"({"version":1,"format":"constellation-profile"})", true);
        row("cut", std::string(kSmall).substr(0, 40), true);
        row("empty", "", false);
        row("another format", R"({"format":"constellation"})", false);
        row("as a value of another key", R"({"kind":"constellation-profile"})", false);
        row("only the word", R"({"constellation-profile")", false);
        row("a pipeline that tells of it", "# {\"format\":\"constellation-profile\"}\nout a\n",
            false);
    }

    void aProfileIsKnownByWhatItHolds() {
        QFETCH(std::string, bytes);
        QFETCH(bool, isProfile);
        QCOMPARE(isSavedProfile(bytes), isProfile);
    }

    void whatCannotBeSavedIsMadeReadable() {
        Profile profile;
        ProfileNode& node = profile.nodes.emplace_back();
        node.key = "no utf8 \xff";
        node.times.meanUs = std::nan("");
        node.times.maxUs = std::numeric_limits<double>::infinity();
        node.slackUs = -1e-12;
        node.share = 1.0000001;
        node.times.lastUs.assign(200, 1.0F);
        node.times.lastUs.back() = 2.0F;
        const Result<Profile> read = readProfile(profileJson(profile));
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QCOMPARE(read->nodes[0].key, "no utf8 \xEF\xBF\xBD");
        QCOMPARE(read->nodes[0].times.meanUs, 0.0);
        QCOMPARE(read->nodes[0].slackUs, 0.0);
        QCOMPARE(read->nodes[0].share, 1.0);
        QCOMPARE(read->nodes[0].times.lastUs.size(), 128U);
        QCOMPARE(read->nodes[0].times.lastUs.back(), 2.0F);
    }

    void aProfileOfAnotherProgramMayLackTheRest() {
        const Result<Profile> read = readProfile(with("\"count\":2", "\"count\":2,\"mine\":[{}]"));
        QVERIFY(read.ok());
        QCOMPARE(read->nodes.size(), 1U);
        QCOMPARE(read->nodes[0].cpuUs, -1.0);
        QCOMPARE(read->nodes[0].bytesIn, int64_t{-1});
        QCOMPARE(read->workUs, -1.0);
        QVERIFY(!read->isPart);
    }

    void whatIsWrongIsToldWithItsPlace_data() {
        QTest::addColumn<std::string>("json");
        QTest::addColumn<std::string>("path");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, std::string json, std::string path, QString message) {
            QTest::newRow(name) << std::move(json) << std::move(path) << message;
        };
        row("empty", "", "", "line 1, column 1");
        row("no JSON", "{\n  \"format\" 1}", "", "line 2, column 12");
        row("cut", std::string(kSmall).substr(0, 40), "", "no JSON");
        row("more behind it", std::string(kSmall) + "{}", "", "no JSON");
        row("no UTF-8", with("\"a\"", "\"\xff\""), "", "no JSON");
        row("a list", "[]", "", "expected an object");
        row("another format", with("constellation-profile", "x"), "format", "no saved profile");
        row("a later version", with("\"version\":1", "\"version\":2"), "version", "version 1");
        row("version as text", with("\"version\":1", "\"version\":\"1\""), "version",
            "whole number");
        row("no nodes", R"({"format":"constellation-profile","version":1})", "nodes", "missing");
        row("nodes no list",
            with("[{", "{\"x\":{").replace(with("[{", "{\"x\":{").find("}]}"), 3, "}}}"), "nodes",
            "expected a list");
        row("a node that is none", with("\"nodes\":[", "\"nodes\":[7,"), "nodes[0]",
            "expected an object");
        row("no key", with("\"key\":\"a\",", ""), "nodes[0].key", "missing");
        row("an empty key", with("\"a\"", "\"\""), "nodes[0].key", "empty");
        row("key as number", with("\"a\"", "5"), "nodes[0].key", "expected a text");
        row("two nodes of a key",
            with("]}]}", "]},{\"key\":\"a\",\"count\":0,\"p50Us\":0,\"lastUs\":[]}]}"),
            "nodes[1].key", "already");
        row("negative", with("1.5,\"l", "-1.5,\"l"), "nodes[0].p50Us", "microseconds");
        row("a text for a time", with("1.5,\"l", "\"1.5\",\"l"), "nodes[0].p50Us", "microseconds");
        row("longer than ever", with("1.5,\"l", "1e300,\"l"), "nodes[0].p50Us", "microseconds");
        row("no double", with("1.5,\"l", "1e999,\"l"), "", "no JSON");
        row("NaN", with("1.5,\"l", "NaN,\"l"), "", "no JSON");
        row("half a run", with("\"count\":2", "\"count\":2.5"), "nodes[0].count", "whole number");
        row("negative runs", with("\"count\":2", "\"count\":-2"), "nodes[0].count", "whole number");
        row("a time among them", with("[1.5,2]", "[1.5,[]]"), "nodes[0].lastUs[1]", "microseconds");
        std::string many = "[0";
        for (int i = 0; i < 128; ++i) {
            many += ",0";
        }
        row("129 times", with("[1.5,2]", many + "]"), "nodes[0].lastUs", "at most 128");
        row("share", with("\"count\":2", "\"count\":2,\"share\":1.1"), "nodes[0].share", "0 to 1");
        row("critical", with("\"count\":2", "\"count\":2,\"critical\":1"), "nodes[0].critical",
            "true");
        row("line", with("\"count\":2", "\"count\":2,\"line\":5000000000"), "nodes[0].line",
            "2^32");
        row("a key twice", with("\"count\":2", "\"count\":2,\"count\":3"), "nodes[0].count",
            "twice");
        row("more bytes than there are",
            with("\"count\":2", "\"count\":2,\"bytesIn\":9000000000000000000"), "nodes[0].bytesIn",
            "bytes");
        row("a size below nothing", with("\"count\":2", "\"count\":2,\"bytesOut\":-1"),
            "nodes[0].bytesOut", "whole number");
        row("no hash", with("\"count\":2", "\"count\":2,\"ownHash\":\"12AB\""), "nodes[0].ownHash",
            "32 digits");
        row("work that never ends", with("\"version\":1", "\"version\":1,\"workUs\":1e300"),
            "workUs", "microseconds");
        row("phase", with("\"version\":1", "\"version\":1,\"phases\":{\"run\":[]}"), "phases.run",
            "expected an object");
        row("cache", with("\"version\":1", "\"version\":1,\"cache\":{\"hits\":-1}"), "cache.hits",
            "whole number");
        row("idle for no reason",
            with("\"version\":1", "\"version\":1,\"idle\":[{\"key\":\"a\",\"why\":\"?\"}]"),
            "idle[0].why", "not run");
        row("too deep", std::string(1'000'000, '['), "", "deeper");
    }
    void whatIsWrongIsToldWithItsPlace() {
        QFETCH(std::string, json);
        QFETCH(std::string, path);
        QFETCH(QString, message);
        const Result<Profile> read = readProfile(json);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().path, path);
        QVERIFY2(QString::fromStdString(read.error().message).contains(message),
                 read.error().message.c_str());
        QCOMPARE(read.error().code, "R007");
    }

    void aFileThatIsTooLargeIsNotRead() {
        const Result<Profile> read = readProfile(std::string(kMaxProfileBytes + 1, ' '));
        QVERIFY(!read.ok());
        QVERIFY(read.error().message.find("256 MiB") != std::string::npos);
    }

    void aFileOfMoreValuesThanAnyProfileHasIsNotRead() {
        std::string json = "[0";
        for (int i = 0; i < 20'000'000; ++i) {
            json += ",0";
        }
        const Result<Profile> read = readProfile(json + "]");
        QVERIFY(!read.ok());
        QVERIFY(read.error().message.find("more than 20000000 values") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestProfileFile)
#include "tst_profile_file.moc"
