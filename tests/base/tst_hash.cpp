#include "engine/base/hash.h"

#include <QTest>

#include <string>
#include <unordered_map>

class HashTest : public QObject {
    Q_OBJECT

private slots:
    void theSameBytesHaveTheSameHash();
    void everyByteAndTheLengthCount();
    void hexIsThirtyTwoDigitsHighHalfFirst();
    void theHashIsThatOfTheReferenceLibrary();
    void hashesAreKeysOfHashTables();
};

void HashTest::theSameBytesHaveTheSameHash() {
    const std::string text(10'000, 'x');
    QVERIFY(cst::hashBytes(text) == cst::hashBytes(std::string(10'000, 'x').data(), text.size()));
}

void HashTest::everyByteAndTheLengthCount() {
    const std::string text = "out total = sum(orders)";
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string other = text;
        other[i] = static_cast<char>(other[i] ^ 1);
        QVERIFY(cst::hashBytes(other) != cst::hashBytes(text));
    }
    QVERIFY(cst::hashBytes(std::string("a\0", 2)) != cst::hashBytes("a"));
}

void HashTest::hexIsThirtyTwoDigitsHighHalfFirst() {
    QCOMPARE(cst::Hash128{}.hex(), std::string(32, '0'));
    const cst::Hash128 hash{.low = 0xab, .high = 1};
    QCOMPARE(hash.hex(), std::string("000000000000000100000000000000ab"));
}

void HashTest::theHashIsThatOfTheReferenceLibrary() {
    // XXH3_128bits("") as `xxhsum -H2 /dev/null` prints it: hashes are written into files.
    QCOMPARE(cst::hashBytes("").hex(), std::string("99aa06d3014798d86001c324468d497f"));
}

void HashTest::hashesAreKeysOfHashTables() {
    std::unordered_map<cst::Hash128, int> seen;
    seen[cst::hashBytes("a")] = 1;
    seen[cst::hashBytes("b")] = 2;
    QCOMPARE(seen.at(cst::hashBytes("b")), 2);
}

QTEST_APPLESS_MAIN(HashTest)
#include "tst_hash.moc"
