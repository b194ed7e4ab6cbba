#include "engine/session/samples.h"

#include <QTest>

class SamplesTest : public QObject {
    Q_OBJECT

private slots:
    void aFileOfSamplesIsReadAndWrittenBack();
    void aWrongFileSaysWhatIsWrongAndWhere_data();
    void aWrongFileSaysWhatIsWrongAndWhere();
    void valuesAgreeWithinTheTolerance_data();
    void valuesAgreeWithinTheTolerance();
    void samplesStandBesideTheirPipeline();
};

void SamplesTest::aFileOfSamplesIsReadAndWrittenBack() {
    const auto set = cst::parseSamples(
        R"({"version":1,"samples":[{"name":"rush","inputs":{"x":1},"expect":{"y":[1.5]},"tolerance":0.1},)"
        R"({"name":"empty"}]})");
    QVERIFY(set.ok());
    QCOMPARE(set->samples.size(), std::size_t{2});
    QCOMPARE(set->samples[0].inputsJson, std::string(R"({"x":1})"));
    QCOMPARE(set->samples[0].expect.at(0).second, std::string("[1.5]"));
    const auto again = cst::parseSamples(cst::printSamples(*set));
    QVERIFY(again.ok());
    QCOMPARE(again->samples[0].name, std::string("rush"));
    QCOMPARE(again->samples[0].tolerance, 0.1);
}

void SamplesTest::aWrongFileSaysWhatIsWrongAndWhere_data() {
    QTest::addColumn<std::string>("json");
    QTest::addColumn<std::string>("path");
    const auto row = [](const char* json, const char* path) {
        QTest::addRow("%s", json) << std::string(json) << std::string(path);
    };
    row("", "");
    row("[]", "");
    row("{\"samples\":[]}", "version");
    row("{\"version\":2,\"samples\":[]}", "version");
    row("{\"version\":1,\"samples\":[{}]}", "samples[0]");
    row("{\"version\":1,\"samples\":[{\"name\":\"a\",\"inputs\":1}]}", "samples[0].inputs");
    row("{\"version\":1,\"samples\":[{\"name\":\"a\",\"tolerance\":-1}]}", "samples[0].tolerance");
    row("{\"version\":1,\"samples\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "samples[1].name");
    QTest::addRow("deep") << std::string(100000, '[') << std::string();
}

void SamplesTest::aWrongFileSaysWhatIsWrongAndWhere() {
    QFETCH(std::string, json);
    QFETCH(std::string, path);
    const auto set = cst::parseSamples(json);
    QVERIFY(!set.ok());
    QCOMPARE(set.error().path, path);
    QVERIFY(!set.error().message.empty());
}

void SamplesTest::valuesAgreeWithinTheTolerance_data() {
    QTest::addColumn<std::string>("expected");
    QTest::addColumn<std::string>("got");
    QTest::addColumn<double>("tolerance");
    QTest::addColumn<bool>("agree");
    const auto row = [](const char* expected, const char* got, double tolerance, bool agree) {
        QTest::addRow("%s / %s ± %g", expected, got, tolerance)
            << std::string(expected) << std::string(got) << tolerance << agree;
    };
    row("1", "1.0", 0, true);
    row("1", "1.05", 0.1, true);
    row("1", "1.05", 0.01, false);
    row("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", 0, true);
    row("{\"a\":1}", "{\"a\":1,\"b\":2}", 0, false);
    row("[1,2]", "[2,1]", 0, false);
    row("true", "1", 0, false);
    row("null", "null", 0, true);
    row("9007199254740993", "9007199254740992", 0, false);
}

void SamplesTest::valuesAgreeWithinTheTolerance() {
    QFETCH(std::string, expected);
    QFETCH(std::string, got);
    QFETCH(double, tolerance);
    QFETCH(bool, agree);
    QCOMPARE(cst::jsonAgrees(expected, got, tolerance), agree);
}

void SamplesTest::samplesStandBesideTheirPipeline() {
    QCOMPARE(cst::samplesPathFor("a/b.cst"), std::string("a/b.samples.json"));
    QCOMPARE(cst::samplesPathFor("odd"), std::string("odd.samples.json"));
}

QTEST_APPLESS_MAIN(SamplesTest)
#include "tst_samples.moc"
