#include "engine/json/decode.h"
#include "engine/json/encode.h"
#include "engine/value/column.h"
#include "tests/support/counted_memory.h"

#include <QTest>

#include <string>

using namespace cst;
using namespace cst::test;

/// What decoding, encoding and holding values takes, counted by operator new.
class JsonMemoryTest : public QObject {
    Q_OBJECT

private slots:
    void decoding10MbPeaksBelowTwiceItsSize_data();
    void decoding10MbPeaksBelowTwiceItsSize();
    void unreadBytesTakeTheirOwnSize();
    void writingToASinkTakesNoMemoryOfTheText();
    void listsOfFloatsTakeEightBytesAFloat_data();
    void listsOfFloatsTakeEightBytesAFloat();
    void recordsOfFiveScalarsTakeTheirColumns();
    void whoTakesAListSeesTheMemoryOfWhoMadeIt();

private:
    static std::string records(std::size_t bytes);
    static TypeId recordsType(TypeTable& types);
};

std::string JsonMemoryTest::records(std::size_t bytes) {
    std::string json = "[";
    for (int id = 0; json.size() < bytes; ++id) {
        json +=
            (id == 0 ? R"({"id":)" : R"(,{"id":)") + std::to_string(id) +
            R"(,"count":17,"score":0.12345678901234567,"active":true,"tags":["new","checked"]})";
    }
    return json + "]";
}

TypeId JsonMemoryTest::recordsType(TypeTable& types) {
    return types.list(types.record({{"id", types::kInt},
                                    {"count", types::kInt},
                                    {"score", types::kFloat},
                                    {"active", types::kBoolean},
                                    {"tags", types.list(types::kString)}}));
}

void JsonMemoryTest::decoding10MbPeaksBelowTwiceItsSize_data() {
    QTest::addColumn<bool>("isRecords");
    QTest::newRow("records") << true;
    QTest::newRow("rows of floats") << false;
}

void JsonMemoryTest::decoding10MbPeaksBelowTwiceItsSize() {
    QFETCH(bool, isRecords);
    constexpr std::size_t kBytes = 10'000'000;
    TypeTable types;
    std::string json = records(kBytes);
    TypeId type = recordsType(types);
    if (!isRecords) {
        type = types.list(types.list(types::kFloat));
        json = "[";
        while (json.size() < kBytes) {
            json += json.size() == 1 ? "[" : ",[";
            for (int i = 0; i < 1535; ++i) json += "0.12345678901234567,";
            json += "-1.5]";
        }
        json += "]";
    }
    DecodedValue decoded;
    const MemoryUse use = memoryOf([&] {
        decoded = decodeValue(types, {"x", type, {}}, json, JsonLimits{});
    });
    QVERIFY(decoded.errors.empty());
    QVERIFY2(use.peak < 2 * json.size(), qPrintable(QString("%1 bytes").arg(use.peak)));
    QVERIFY(use.kept < json.size());
}

void JsonMemoryTest::unreadBytesTakeTheirOwnSize() {
    TypeTable types;
    const std::string json = R"({"x":)" + records(4'000'000) + "}";
    const JsonField field{"x", recordsType(types), {}, {{}}};
    DecodedInputs decoded;
    const MemoryUse use = memoryOf([&] { decoded = decodeInputs(types, {&field, 1}, json, {}); });
    QVERIFY(use.kept < json.size() * 5 / 4);
    QVERIFY(decoded.values[0].asList().size > 10'000);
}

void JsonMemoryTest::writingToASinkTakesNoMemoryOfTheText() {
    TypeTable types;
    const TypeId type = recordsType(types);
    const auto decoded = decodeValue(types, {"x", type, {}}, records(2'000'000), {});
    std::size_t bytes = 0;
    const auto count = [&](std::string_view piece) {
        bytes += piece.size();
        return true;
    };
    for (const bool isPretty : {false, true}) {
        bytes = 0;
        const MemoryUse use = memoryOf([&] {
            isPretty ? prettyValue(count, types, type, decoded.value)
                     : encodeValue(count, types, type, decoded.value);
        });
        QVERIFY(bytes >= 2'000'000);
        QVERIFY2(use.peak < 10'000, qPrintable(QString("%1 bytes").arg(use.peak)));
    }
}

void JsonMemoryTest::listsOfFloatsTakeEightBytesAFloat_data() {
    QTest::addColumn<uint32_t>("rows");
    QTest::addColumn<uint32_t>("floats");
    QTest::addColumn<qulonglong>("limit");
    QTest::newRow("10,000 floats") << 1U << 10'000U << qulonglong{81'000};
    QTest::newRow("1,000 x 1,536 floats") << 1000U << 1536U << qulonglong{12'400'000};
}

void JsonMemoryTest::listsOfFloatsTakeEightBytesAFloat() {
    QFETCH(uint32_t, rows);
    QFETCH(uint32_t, floats);
    QFETCH(qulonglong, limit);
    TypeTable types;
    Ref<Column> column;
    const MemoryUse use = memoryOf([&] {
        ColumnBuilder builder(types, types.list(types::kFloat));
        for (uint32_t row = 0; row < rows; ++row) {
            for (uint32_t i = 0; i < floats; ++i) builder.child(0).appendFloat(i);
            builder.closeList();
        }
        column = builder.finish();
    });
    QVERIFY2(use.kept <= limit, qPrintable(QString("%1 bytes").arg(use.kept)));
    QVERIFY(column->bytes() <= limit);
}

void JsonMemoryTest::recordsOfFiveScalarsTakeTheirColumns() {
    constexpr std::size_t kRows = 10'000;
    TypeTable types;
    const TypeId record = types.record({{"a", types::kInt},
                                        {"b", types::kFloat},
                                        {"c", types::kBoolean},
                                        {"d", types::kInt},
                                        {"e", types::kString}});
    Ref<Column> column;
    const std::string text = "twenty characters in";
    const MemoryUse use = memoryOf([&] {
        ColumnBuilder builder(types, record);
        for (std::size_t row = 0; row < kRows; ++row) {
            builder.child(0).appendInt(1);
            builder.child(1).appendFloat(1);
            builder.child(2).appendBool(true);
            builder.child(3).appendInt(2);
            builder.child(4).appendText(text);
            builder.closeRecord();
        }
        column = builder.finish();
    });
    QVERIFY2(use.kept <= 500'000 + kRows * text.size(),
             qPrintable(QString("%1 bytes").arg(use.kept)));
    QVERIFY(column->bytes() <= 500'000 + kRows * text.size());
}

void JsonMemoryTest::whoTakesAListSeesTheMemoryOfWhoMadeIt() {
    TypeTable types;
    const auto made = decodeValue(types, {"x", types.list(types::kFloat), {}}, "[1.5, 2.5]", {});
    const double* const memory = floatsOf(made.value.asList()).data();
    const MemoryUse use = memoryOf([&] {
        const Value taken = made.value;  // over an edge of the plan
        std::vector<Value> parts = {taken};
        const Value record = makeRecord(parts);             // in a field
        const Value field = record.asRecord().fields()[0];  // and out of it
        QVERIFY(floatsOf(field.asList()).data() == memory);
    });
    QVERIFY(use.peak < 200);
}

QTEST_APPLESS_MAIN(JsonMemoryTest)
#include "tst_json_memory.moc"
