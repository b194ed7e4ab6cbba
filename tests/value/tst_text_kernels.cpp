#include "engine/value/kernels.h"
#include "engine/value/unicode_case.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace cst;
using namespace std::string_literals;

class TextKernelsTest : public QObject {
    Q_OBJECT

private slots:
    void lettersOfAllScriptsAreMapped_data();
    void lettersOfAllScriptsAreMapped();
    void asciiIsMappedWithoutIcu();
    void bytesThatAreNoUtf8Stay();
    void longTextsAreMappedWhole();
    void threadsMayMapAtOnce();
    void blanksAtBothEndsAreTrimmed_data();
    void blanksAtBothEndsAreTrimmed();
    void allOccurrencesAreReplacedFromLeftToRight_data();
    void allOccurrencesAreReplacedFromLeftToRight();
    void lengthCountsCodePoints();
};

void TextKernelsTest::lettersOfAllScriptsAreMapped_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("upper");
    QTest::addColumn<QByteArray>("lower");
    const auto row = [](const char* text, const char* upper, const char* lower) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(upper) << QByteArray(lower);
    };
    row("", "", "");
    row("Hello, World 42! [`{@", "HELLO, WORLD 42! [`{@", "hello, world 42! [`{@");
    row("azAZ", "AZAZ", "azaz");
    row("Straße", "STRASSE", "straße");
    row("ΟΔΥΣΣΕΥΣ", "ΟΔΥΣΣΕΥΣ", "οδυσσευς");
    row("ΑΣ ΣΑΣ Σ", "ΑΣ ΣΑΣ Σ", "ας σας σ");
    row("Ölçü", "ÖLÇÜ", "ölçü");
    row("ısı İ i", "ISI İ I", "ısı i̇ i");  // root locale: not Turkish
    row("ﬁn", "FIN", "ﬁn");
    row("ŉ", "ʼN", "ŉ");
    row("Жук", "ЖУК", "жук");
    row("𐐨𐐀", "𐐀𐐀", "𐐨𐐨");
    row("日本語 🎉", "日本語 🎉", "日本語 🎉");
}

void TextKernelsTest::lettersOfAllScriptsAreMapped() {
    QFETCH(QByteArray, text);
    if (!unicodeCaseAvailable()) QSKIP("ICU is not installed");
    QTEST(QByteArray::fromStdString(std::string(uppercase(text.toStdString()).asText())), "upper");
    QTEST(QByteArray::fromStdString(std::string(lowercase(text.toStdString()).asText())), "lower");
}

void TextKernelsTest::asciiIsMappedWithoutIcu() {
    QCOMPARE(mapAscii("Straße @[`{", LetterCase::Upper), std::string("STRAßE @[`{"));
    QCOMPARE(mapAscii("ÄB Z@[`{", LetterCase::Lower), std::string("Äb z@[`{"));
}

void TextKernelsTest::bytesThatAreNoUtf8Stay() {
    if (!unicodeCaseAvailable()) QSKIP("ICU is not installed");
    QCOMPARE(std::string(uppercase("a\xFFß\xC3").asText()), std::string("A\xFFSS\xC3"));
}

void TextKernelsTest::longTextsAreMappedWhole() {
    if (!unicodeCaseAvailable()) QSKIP("ICU is not installed");
    std::string text;
    std::string upper;
    for (int i = 0; i < 20000; ++i) {
        text += "\u0390";  // two bytes; in capitals six: more than has room at first
        upper += "\u0399\u0308\u0301";
    }
    QVERIFY(uppercase(text).asText() == upper);
}

void TextKernelsTest::threadsMayMapAtOnce() {
    std::vector<std::string> found(4);
    {
        std::vector<std::jthread> threads;
        for (std::string& result : found) {
            threads.emplace_back([&result] {
                for (int i = 0; i < 100; ++i) result = uppercase("Größe").asText();
            });
        }
    }
    for (const std::string& result : found) QCOMPARE(result, found[0]);
}

void TextKernelsTest::blanksAtBothEndsAreTrimmed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("trimmed");
    QTest::newRow("nothing to do") << QByteArray("a b") << QByteArray("a b");
    QTest::newRow("blanks") << QByteArray("  a b \t\n") << QByteArray("a b");
    QTest::newRow("control characters") << QByteArray("\x01\x1F x\x0B") << QByteArray("x");
    QTest::newRow("only blanks") << QByteArray(" \r\n ") << QByteArray("");
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("no-break space stays")
        << QByteArray("\u00A0x\u00A0") << QByteArray("\u00A0x\u00A0");
    QTest::newRow("delete stays") << QByteArray("\x7Fx") << QByteArray("\x7Fx");
}

void TextKernelsTest::blanksAtBothEndsAreTrimmed() {
    QFETCH(QByteArray, text);
    const std::string owned = text.toStdString();
    QTEST(QByteArray::fromStdString(std::string(trim(owned))), "trimmed");
}

void TextKernelsTest::allOccurrencesAreReplacedFromLeftToRight_data() {
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("all") << QByteArrayList{"a-b-c", "-", "+"} << QByteArray("a+b+c");
    QTest::newRow("longer") << QByteArrayList{"aXbX", "X", "123"} << QByteArray("a123b123");
    QTest::newRow("to nothing") << QByteArrayList{"banana", "an", ""} << QByteArray("ba");
    QTest::newRow("overlapping") << QByteArrayList{"aaa", "aa", "b"} << QByteArray("ba");
    QTest::newRow("not again") << QByteArrayList{"ab", "a", "aa"} << QByteArray("aab");
    QTest::newRow("not found") << QByteArrayList{"abc", "x", "y"} << QByteArray("abc");
    QTest::newRow("empty target") << QByteArrayList{"abc", "", "y"} << QByteArray("abc");
    QTest::newRow("empty text") << QByteArrayList{"", "x", "y"} << QByteArray("");
    QTest::newRow("not a pattern") << QByteArrayList{"a.b*", ".b*", "$1"} << QByteArray("a$1");
}

void TextKernelsTest::allOccurrencesAreReplacedFromLeftToRight() {
    QFETCH(QByteArrayList, arguments);
    const std::string result = replaceAll(arguments[0].toStdString(), arguments[1].toStdString(),
                                          arguments[2].toStdString());
    QTEST(QByteArray::fromStdString(result), "result");
}

void TextKernelsTest::lengthCountsCodePoints() {
    QCOMPARE(countCodePoints(""), int64_t{0});
    QCOMPARE(countCodePoints("aß日🎉"), int64_t{4});
    QCOMPARE(countCodePoints("a\0b"s), int64_t{3});
}

QTEST_APPLESS_MAIN(TextKernelsTest)
#include "tst_text_kernels.moc"
