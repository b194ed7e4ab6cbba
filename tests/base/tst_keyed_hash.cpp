#include "engine/base/keyed_hash.h"

#include <QTest>

#include <numeric>

// Tags as Python's hashlib.blake2b(bytes, key=key, digest_size=32) makes them.

using namespace cst;

namespace {

SecretKey key() {
    SecretKey bytes;
    std::iota(bytes.begin(), bytes.end(), uint8_t{0});
    return bytes;
}

std::string message(int size) {
    std::string bytes;
    for (int i = 0; i < size; ++i) {
        bytes.push_back(static_cast<char>(i % 251));
    }
    return bytes;
}

QByteArray hex(const KeyedTag& tag) {
    return QByteArray(reinterpret_cast<const char*>(tag.data()), static_cast<int>(tag.size()))
        .toHex();
}

}  // namespace

class KeyedHashTest : public QObject {
    Q_OBJECT

private slots:
    void theTagIsThatOfBlake2b_data();
    void theTagIsThatOfBlake2b();
    void anotherKeyGivesAnotherTag();
    void tagsAreTheSameOnlyIfEachByteIs();
};

void KeyedHashTest::theTagIsThatOfBlake2b_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("tag");
    const auto row = [](int size, const char* tag) {
        QTest::addRow("%d bytes", size) << size << QByteArray(tag);
    };
    row(0, "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d");
    row(1, "41ff93a4eaeebd3b78a93438a6f62a92ab5959c859e682b72c7def406197ca4d");
    row(64, "7f46f043d63dfb3c9b1102c8824b632cae1fce453e3c0e9dc9e7113f3c1acc36");
    row(127, "12879e69734944f25f9ed95cbfdbb3659a307e485ed8ec118ce7c60f107357f1");
    row(128, "138893f1631ef3165629515d6ed800da3771b7926dced294205c7507351deebc");
    row(129, "ca60f75cbb714330c046d8f28b4ed351a3ee81776bb02a96abb646fe573e3d5c");
    row(255, "5de94a8a1a2649b337aadbf67a17cc7f3ff63d6c70b84179a3db0614a1cab865");
    row(256, "da3bcd809850732f09afb9c749da4fc019f47d0ea35a28282f482ef5ffd91378");
    row(257, "2ab00e85cc9d8b39f1570b3bedf7aa7434624efdd07eb8b3a705dd65ffc4d87a");
    row(1000, "bf9c0d3a2590251349ad634ad07f03958d0be63d5f9533daf62752de734b2c76");
    row(65536, "8f58a5ab712511c62d2ced7c236723f931e431c1df6480f2a88a09d43720468c");
}

void KeyedHashTest::theTagIsThatOfBlake2b() {
    QFETCH(int, size);
    QFETCH(QByteArray, tag);
    QCOMPARE(hex(keyedHash(key(), message(size))), tag);
}

void KeyedHashTest::anotherKeyGivesAnotherTag() {
    SecretKey other = key();
    other.back() ^= 1U;
    QVERIFY(hex(keyedHash(other, message(1000))) != hex(keyedHash(key(), message(1000))));
}

void KeyedHashTest::tagsAreTheSameOnlyIfEachByteIs() {
    const KeyedTag tag = keyedHash(key(), message(10));
    QVERIFY(isSameTag(tag, tag));
    for (std::size_t i = 0; i < tag.size(); ++i) {
        KeyedTag other = tag;
        other[i] ^= 0x80U;
        QVERIFY(!isSameTag(tag, other));
    }
}

QTEST_GUILESS_MAIN(KeyedHashTest)
#include "tst_keyed_hash.moc"
