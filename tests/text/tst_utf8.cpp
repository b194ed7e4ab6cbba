#include "engine/text/utf8.h"

#include <QTest>

#include <string>

namespace {

/// Encodes by the table of RFC 3629, written apart from the decoder under test.
std::string encoded(char32_t code) {
    const auto tail = [&](unsigned shift) {
        return static_cast<char>(0x80 | (code >> shift & 0x3F));
    };
    if (code < 0x80) {
        return {static_cast<char>(code)};
    }
    if (code < 0x800) {
        return {static_cast<char>(0xC0 | code >> 6), tail(0)};
    }
    if (code < 0x10000) {
        return {static_cast<char>(0xE0 | code >> 12), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0 | code >> 18), tail(12), tail(6), tail(0)};
}

}  // namespace

class Utf8Test : public QObject {
    Q_OBJECT

private slots:
    void everyWellFormedLengthIsDecoded_data();
    void everyWellFormedLengthIsDecoded();
    void whatIsNotWellFormedIsOneInvalidByte_data();
    void whatIsNotWellFormedIsOneInvalidByte();
    void countingTakesAnInvalidByteAsOne();
    void everyCodePointSurvivesTheRoundTrip();
    void oneHighByteAnywhereIsNotAscii();
};

void Utf8Test::everyWellFormedLengthIsDecoded_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<uint>("codePoint");
    QTest::newRow("one byte") << std::string("A") << 0x41U;
    QTest::newRow("NUL") << std::string(1, '\0') << 0U;
    QTest::newRow("two bytes") << std::string("ß") << 0xDFU;
    QTest::newRow("three bytes") << std::string("日") << 0x65E5U;
    QTest::newRow("four bytes") << std::string("😀") << 0x1F600U;
    QTest::newRow("the last one") << std::string("\xF4\x8F\xBF\xBF") << 0x10FFFFU;
}

void Utf8Test::everyWellFormedLengthIsDecoded() {
    QFETCH(std::string, bytes);
    QFETCH(uint, codePoint);
    const cst::Utf8Step step = cst::utf8Decode(bytes, 0);
    QVERIFY(step.valid);
    QCOMPARE(static_cast<uint>(step.codePoint), codePoint);
    QCOMPARE(std::size_t{step.length}, bytes.size());
}

void Utf8Test::whatIsNotWellFormedIsOneInvalidByte_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("continuation alone") << std::string("\x80");
    QTest::newRow("overlong two") << std::string("\xC0\x80");
    QTest::newRow("overlong three") << std::string("\xE0\x80\x80");
    QTest::newRow("overlong four") << std::string("\xF0\x80\x80\x80");
    QTest::newRow("surrogate") << std::string("\xED\xA0\x80");
    QTest::newRow("above the last") << std::string("\xF4\x90\x80\x80");
    QTest::newRow("cut short") << std::string("\xE6\x97");
    QTest::newRow("interrupted") << std::string("\xE6\x97z");
    QTest::newRow("no lead byte") << std::string("\xFF");
}

void Utf8Test::whatIsNotWellFormedIsOneInvalidByte() {
    QFETCH(std::string, bytes);
    const cst::Utf8Step step = cst::utf8Decode(bytes, 0);
    QVERIFY(!step.valid);
    QCOMPARE(int{step.length}, 1);
    QVERIFY(!cst::utf8Valid(bytes));
}

void Utf8Test::countingTakesAnInvalidByteAsOne() {
    QCOMPARE(cst::utf8Count(""), std::size_t{0});
    QCOMPARE(cst::utf8Count("plain"), std::size_t{5});
    QCOMPARE(cst::utf8Count("naïve 日本 😀"), std::size_t{10});
    QCOMPARE(cst::utf8Count("a\xFF\xE6z"), std::size_t{4});
}

void Utf8Test::everyCodePointSurvivesTheRoundTrip() {
    for (char32_t code = 0; code <= 0x10FFFF; ++code) {
        if (code >= 0xD800 && code < 0xE000) {
            continue;
        }
        const std::string bytes = encoded(code);
        const cst::Utf8Step step = cst::utf8Decode(bytes, 0);
        if (!step.valid || step.codePoint != code || step.length != bytes.size()) {
            QFAIL(qPrintable(QStringLiteral("U+%1").arg(uint{code}, 4, 16)));
        }
    }
}

void Utf8Test::oneHighByteAnywhereIsNotAscii() {
    for (std::size_t length = 0; length < 20; ++length) {
        const std::string plain(length, '\x7F');
        QVERIFY(cst::isAscii(plain));
        for (std::size_t i = 0; i < length; ++i) {
            std::string high = plain;
            high[i] = '\x80';
            QVERIFY(!cst::isAscii(high));
        }
    }
}

QTEST_APPLESS_MAIN(Utf8Test)
#include "tst_utf8.moc"
