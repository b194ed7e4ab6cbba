#include "engine/profile/budget.h"

#include <QTest>

using namespace cst;

namespace {

Profile profileOf() {
    Profile profile;
    profile.total.count = 10;
    profile.total.p95Us = 6000;
    profile.total.p50Us = 4000;
    ProfileNode& node = profile.nodes.emplace_back();
    node.key = "fetch";
    node.times.count = 10;
    node.times.p50Us = 20;
    node.waitUs = 15;
    profile.nodes.emplace_back().key = "idle";
    return profile;
}

QString told(const char* json) {
    const Result<Budget> budget = readBudget(json);
    if (!budget.ok()) {
        return QString::fromStdString(budget.error().path + " | " + budget.error().message);
    }
    QStringList lines;
    for (const BudgetBreach& breach : breaches(profileOf(), *budget)) {
        lines += QString::fromStdString(breach.message);
    }
    return lines.join('\n');
}

}  // namespace

class TestBudget : public QObject {
    Q_OBJECT

private slots:
    void eachPromiseIsLookedAt_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* json, const char* message) {
            QTest::newRow(name) << json << message;
        };
        row("all kept", R"({"version":1,"total":{"p95Us":6000},"nodes":{"fetch":{"p50Us":20}}})",
            "");
        row("the whole run", R"({"version":1,"total":{"p95Us":5000,"p50Us":4000}})",
            "the whole run: p95Us is 6000 µs, the budget is 5000 µs");
        row("a node", R"({"version":1,"nodes":{"fetch":{"p50Us":19.5}}})",
            "`fetch`: p50Us is 20 µs, the budget is 19.5 µs");
        row("its wait", R"({"version":1,"nodes":{"fetch":{"waitUs":14}}})",
            "`fetch`: waitUs is 15 µs, the budget is 14 µs");
        row("not measured", R"({"version":1,"nodes":{"fetch":{"cpuUs":14}}})",
            "`fetch`: cpuUs was not measured");
        row("never ran", R"({"version":1,"nodes":{"idle":{"p50Us":14}}})",
            "`idle`: p50Us was not measured");
        row("no such node", R"({"version":1,"nodes":{"fetsh":{"p50Us":14}}})",
            "`fetsh`: the pipeline has no such node; did you mean `fetch`?");
        row("two of them", R"({"version":1,"total":{"p95Us":1},"nodes":{"nothing":{"p50Us":14}}})",
            "the whole run: p95Us is 6000 µs, the budget is 1 µs\n"
            "`nothing`: the pipeline has no such node");
        row("empty", R"({"version":1})", "");
    }
    void eachPromiseIsLookedAt() {
        QFETCH(QString, json);
        QFETCH(QString, message);
        QCOMPARE(told(json.toUtf8().constData()), message);
    }

    void whatNobodyKnowsIsNotPassedOver_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("start");
        const auto row = [](const char* name, const char* json, const char* start) {
            QTest::newRow(name) << json << start;
        };
        row("no JSON", "{", " | the budget is no JSON: something is wrong at line 1, column 2");
        row("a list", "[]", " | expected an object");
        row("no version", "{}", "version | expected version 1");
        row("a later version", R"({"version":2})", "version | expected version 1");
        row("a member", R"({"version":1,"node":{}})",
            "node | unknown member `node`; did you mean `nodes`?");
        row("a measure", R"({"version":1,"total":{"p90Us":1}})",
            "total.p90Us | there is no measure `p90Us`; did you mean `p50Us`?");
        row("of nodes only", R"({"version":1,"total":{"waitUs":1}})",
            "total.waitUs | there is no measure `waitUs`");
        row("a measure of a node", R"({"version":1,"nodes":{"fetch":{"median":1}}})",
            "nodes.fetch.median | there is no measure `median`: there are meanUs, minUs");
        row("a text", R"({"version":1,"total":{"p50Us":"1ms"}})", "total.p50Us | expected a time");
        row("null", R"({"version":1,"total":{"p50Us":null}})", "total.p50Us | expected a time");
        row("negative", R"({"version":1,"total":{"p50Us":-1}})", "total.p50Us | expected a time");
        row("a number for a node", R"({"version":1,"nodes":{"fetch":20}})",
            "nodes.fetch | expected an object");
        row("a list of nodes", R"({"version":1,"nodes":[]})", "nodes | expected an object");
        row("twice", R"({"version":1,"total":{"p50Us":1,"p50Us":2}})",
            "total.p50Us | the key `p50Us` stands twice");
    }
    void whatNobodyKnowsIsNotPassedOver() {
        QFETCH(QString, json);
        QFETCH(QString, start);
        const QString message = told(json.toUtf8().constData());
        QVERIFY2(message.startsWith(start), qPrintable(message));
    }
};

QTEST_APPLESS_MAIN(TestBudget)
#include "tst_budget.moc"
