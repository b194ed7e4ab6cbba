#include "ui/samples/cell_json.h"
#include "ui/samples/json_places.h"
#include "ui/samples/record_table_model.h"
#include "ui/shell/theme.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace cst;

class SamplesJsonTest : public QObject {
    Q_OBJECT

private slots:
    void typedTextBecomesJsonByItsType_data();
    void typedTextBecomesJsonByItsType();
    void jsonBecomesTextWithoutItsQuotes();
    void theFaultsOfAPartAreThoseBelowItsPath();
    void aPathIsFoundInTheText_data();
    void aPathIsFoundInTheText();
    void theEndOfWhatIsJsonIsFound_data();
    void theEndOfWhatIsJsonIsFound();
    void deepNestingIsMalformedAndNoCrash();
    void aTableOfRecordsIsAWellBehavedModel();

private:
    TypeTable types_;
};

void SamplesJsonTest::typedTextBecomesJsonByItsType_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("json");  // empty = no value
    QTest::newRow("a text is taken literally") << "String"
                                               << "12"
                                               << "\"12\"";
    QTest::newRow("quotes and backslashes of a text") << "String"
                                                      << "a\"b\\"
                                                      << R"("a\"b\\")";
    QTest::newRow("an empty text is a text") << "String"
                                             << ""
                                             << "\"\"";
    QTest::newRow("a whole number") << "Int"
                                    << " 12 "
                                    << "12";
    QTest::newRow("a number that no machine word holds") << "Int"
                                                         << "123456789012345678901234567890"
                                                         << "123456789012345678901234567890";
    QTest::newRow("a fraction keeps its digits") << "Float"
                                                 << "1.10"
                                                 << "1.10";
    QTest::newRow("nothing is no number") << "Int"
                                          << "  "
                                          << "";
    QTest::newRow("what is no number is refused with its text") << "Int"
                                                                << "ten"
                                                                << "\"ten\"";
    QTest::newRow("nothing can be smuggled in") << "Int"
                                                << "1, \"b\": 2"
                                                << R"("1, \"b\": 2")";
    QTest::newRow("true") << "Boolean"
                          << "true"
                          << "true";
    QTest::newRow("an empty optional is none") << "Optional<String>"
                                               << ""
                                               << "";
    QTest::newRow("an optional with a value") << "Optional<Int>"
                                              << "3"
                                              << "3";
}

void SamplesJsonTest::typedTextBecomesJsonByItsType() {
    QFETCH(QString, type);
    QFETCH(QString, text);
    const TypeId id = type == "String"             ? types::kString
                      : type == "Int"              ? types::kInt
                      : type == "Float"            ? types::kFloat
                      : type == "Boolean"          ? types::kBoolean
                      : type == "Optional<String>" ? types_.optional(types::kString)
                                                   : types_.optional(types::kInt);
    QTEST(QString::fromStdString(jsonOfText(types_, id, text).value_or("")), "json");
}

void SamplesJsonTest::jsonBecomesTextWithoutItsQuotes() {
    QCOMPARE(textOfJson(R"("a\nb")"), QStringLiteral("a\nb"));
    QCOMPARE(textOfJson("1.5"), QStringLiteral("1.5"));
    QCOMPARE(textOfJson("null"), QString());
    QCOMPARE(textOfJson("[1,2]"), QStringLiteral("[1,2]"));
}

void SamplesJsonTest::theFaultsOfAPartAreThoseBelowItsPath() {
    const std::vector<Error> faults = {
        {"R007", "a", ".total"}, {"R007", "b", ".totals"}, {"R007", "c", ".total[2].x"}};
    const std::vector<Error> below = faultsBelow(faults, ".total");
    QCOMPARE(below.size(), std::size_t(2));
    QCOMPARE(below[0].path, std::string());
    QCOMPARE(below[1].path, std::string("[2].x"));
}

void SamplesJsonTest::aPathIsFoundInTheText_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");
    const QString orders = R"([{"id": "a", "at": [1, 2]}, {"id": "ä", "at": []}])";
    QTest::newRow("the whole") << orders << "" << orders;
    QTest::newRow("an element") << orders << "[1]"
                                << R"({"id": "ä", "at": []})";
    QTest::newRow("a member") << orders << "[1].id"
                              << R"("ä")";
    QTest::newRow("deeper") << orders << "[0].at[1]"
                            << "2";
    QTest::newRow("a missing member is at its record") << orders << "[1].total"
                                                       << R"({"id": "ä", "at": []})";
    QTest::newRow("a key in quotes") << R"({"m": {"a b": true}})"
                                     << R"(.m["a b"])"
                                     << "true";
}

void SamplesJsonTest::aPathIsFoundInTheText() {
    QFETCH(QString, json);
    QFETCH(QString, path);
    const auto place = placeAtPath(json, path.toStdString());
    QVERIFY(place);
    QTEST(json.mid(place->begin, place->length), "value");
}

void SamplesJsonTest::theEndOfWhatIsJsonIsFound_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<int>("at");  // -1 = it is well-formed
    QTest::newRow("well-formed") << R"({"a": [1, -2.5e3, "x", null, false]})" << -1;
    QTest::newRow("a trailing comma") << "[1, 2, ]" << 7;
    QTest::newRow("a missing comma") << "[1 2]" << 3;
    QTest::newRow("a bare word") << "[1, two]" << 4;
    QTest::newRow("something behind it") << "{} x" << 3;
    QTest::newRow("a text without its end") << "[\"abc" << 4;
    QTest::newRow("a list without its end") << "[1, 2" << 4;
}

void SamplesJsonTest::theEndOfWhatIsJsonIsFound() {
    QFETCH(QString, json);
    const auto place = malformedPlace(json);
    QTEST(place ? static_cast<int>(place->begin) : -1, "at");
}

void SamplesJsonTest::deepNestingIsMalformedAndNoCrash() {
    QVERIFY(!malformedPlace(QString(200, u'[') + QString(200, u']')));
    QVERIFY(malformedPlace(QString(100'000, u'[')));
}

void SamplesJsonTest::aTableOfRecordsIsAWellBehavedModel() {
    Theme theme;
    const TypeId order = types_.record({{"id", types::kString},
                                        {"total", types::kFloat},
                                        {"paid", types_.optional(types::kBoolean)}});
    RecordTableModel model(theme, types_, order, nullptr);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(!model.json());
    model.setJson(R"([{"id": "a", "total": 1.50, "paid": null}, {"id": "b", "total": 2}])");
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.json().value(),
             std::string(R"([{"id": "a", "total": 1.5}, {"id": "b", "total": 2}])"));
    model.appendRow();
    QVERIFY(model.setData(model.index(2, 0), "c", Qt::EditRole));
    model.removeAt(0);
    QCOMPARE(model.json().value(), std::string(R"([{"id": "b", "total": 2}, {"id": "c"}])"));
    const std::vector<Error> faults = {{"R007", "missing", "[1].total"}};
    model.showFaults(faults);
    QCOMPARE(model.index(1, 1).data(Qt::ToolTipRole).toString(), QStringLiteral("missing"));
    QCOMPARE(model.index(0, 1).data(Qt::ToolTipRole).toString(), QString());
    model.setJson("[]");
    QCOMPARE(model.json().value(), std::string("[]"));
}

QTEST_MAIN(SamplesJsonTest)
#include "tst_samples_json.moc"
