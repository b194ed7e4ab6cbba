#include "engine/base/hash.h"
#include "engine/value/binary.h"
#include "engine/value/kernels.h"
#include "tests/types/random_type.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"
#include "tests/value/random_value.h"

#include <QTest>

#include <cstring>

using namespace cst;
using namespace cst::test;

class BinaryTest : public QObject {
    Q_OBJECT

private slots:
    void randomValuesRoundTrip();
    void numbersStandSideBySide();
    void everythingElseIsRefused_data();
    void everythingElseIsRefused();
    void whatIsCutShortIsRefused();
    void hostileSizesAreRefusedAndNeverAllocated();
    void randomDamageBehindAGoodHashNeverCrashes();

private:
    static std::string encoded(const TypeTable& types, TypeId type, const Value& value) {
        std::string out;
        encodeBinary(out, types, type, value);
        return out;
    }
    /// The hash put right, as an attacker would.
    static std::string hashed(std::string bytes) {
        constexpr std::size_t kHash = 24;
        constexpr std::size_t kHeader = 40;
        const Hash128 hash = hashBytes(std::string_view(bytes).substr(kHeader));
        std::memcpy(bytes.data() + kHash, &hash, sizeof hash);
        return bytes;
    }
};

void BinaryTest::randomValuesRoundTrip() {
    for (uint32_t seed = 0; seed < 3000; ++seed) {
        TypeTable types;
        RandomType random(types, seed);
        const TypeId type = random.next();
        const Value value = randomValue(random, types, type);
        const std::string bytes = encoded(types, type, value);
        const Result<Value> back = decodeBinary(types, type, bytes);
        QVERIFY2(back.ok(), types.text(type).c_str());
        QVERIFY2(equals(types, type, value, *back), types.text(type).c_str());
        QVERIFY(encoded(types, type, *back) == bytes);
    }
}

void BinaryTest::numbersStandSideBySide() {
    TypeTable types;
    ColumnBuilder floats(types, types::kFloat);
    for (int i = 0; i < 1000; ++i) floats.appendFloat(i);
    const std::string bytes =
        encoded(types, types.list(types::kFloat), makeList(floats.finish(), 100, 800));
    QCOMPARE(bytes.size(), std::size_t{40 + 4 + 800 * 8});
}

void BinaryTest::everythingElseIsRefused_data() {
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("why");
    QTest::newRow("another format") << 0 << "something else";
    QTest::newRow("another version") << 4 << "another version";
    QTest::newRow("another type") << 8 << "another type";
    QTest::newRow("another hash") << 24 << "damaged";
    QTest::newRow("another content") << 44 << "damaged";
}

void BinaryTest::everythingElseIsRefused() {
    QFETCH(int, at);
    QFETCH(QString, why);
    TypeTable types;
    std::string bytes = encoded(types, types::kInt, Value::ofInt(5));
    bytes[static_cast<std::size_t>(at)] ^= 1;
    const Result<Value> back = decodeBinary(types, types::kInt, bytes);
    QVERIFY(!back.ok());
    QVERIFY2(back.error().message.find(why.toStdString()) != std::string::npos,
             back.error().message.c_str());
}

void BinaryTest::whatIsCutShortIsRefused() {
    for (uint32_t seed = 0; seed < 100; ++seed) {
        TypeTable types;
        RandomType random(types, seed);
        const TypeId type = random.next();
        const std::string bytes = encoded(types, type, randomValue(random, types, type));
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            QVERIFY(!decodeBinary(types, type, bytes.substr(0, size)).ok());
            if (size >= 40) QVERIFY(!decodeBinary(types, type, hashed(bytes.substr(0, size))).ok());
        }
        QVERIFY(!decodeBinary(types, type, hashed(bytes + '\0')).ok());
    }
}

void BinaryTest::hostileSizesAreRefusedAndNeverAllocated() {
    TypeTable types;
    const std::pair<TypeId, Value> cases[] = {
        {types.list(types::kFloat), makeList(emptyColumn(types, types::kFloat))},
        {types.list(types::kString), makeList(emptyColumn(types, types::kString))},
        {types.list(types.list(types::kInt)),
         makeList(emptyColumn(types, types.list(types::kInt)))},
        {types::kString, Value::ofText("")},
    };
    for (const auto& [type, value] : cases) {
        std::string bytes = encoded(types, type, value);
        for (std::size_t i = 40; i < bytes.size(); ++i) bytes[i] = '\xFF';
        QVERIFY(!decodeBinary(types, type, hashed(bytes)).ok());
        bytes[40] = '\xFE';
        QVERIFY(!decodeBinary(types, type, hashed(bytes)).ok());
    }
}

void BinaryTest::randomDamageBehindAGoodHashNeverCrashes() {
    for (uint32_t seed = 0; seed < 3000; ++seed) {
        TypeTable types;
        RandomType random(types, seed);
        const TypeId type = random.next();
        std::string bytes = encoded(types, type, randomValue(random, types, type));
        if (bytes.size() == 40) continue;
        for (uint32_t n = 1 + random.below(3); n > 0; --n) {
            const auto content = static_cast<uint32_t>(bytes.size() - 40);
            bytes[40 + random.below(content)] = static_cast<char>(random.below(6));
        }
        const Result<Value> back = decodeBinary(types, type, hashed(bytes));
        if (back.ok()) QVERIFY(encoded(types, type, *back).size() == bytes.size());
    }
}

QTEST_APPLESS_MAIN(BinaryTest)
#include "tst_binary.moc"
