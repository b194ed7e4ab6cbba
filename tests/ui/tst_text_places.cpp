// Bytes, columns and shortened lines: the only places where offsets become something else.

#include "ui/editor/long_lines.h"
#include "ui/editor/text_offsets.h"
#include "ui/shell/session_bridge.h"

#include <QTest>

using namespace cst;

class TextPlacesTest : public QObject {
    Q_OBJECT

private slots:
    void columnsCountCodePoints_data();
    void columnsCountCodePoints();
    void aMarkIsAtLeastOneCharacterLong_data();
    void aMarkIsAtLeastOneCharacterLong();
    void onlyLongLinesLoseTheirTails();
    void aTailBeginsBetweenCodePoints();
    void aPreviewKnowsWhereItsBytesComeFrom();
    void aLineMayBeAsLongAsTheLimit();
};

void TextPlacesTest::columnsCountCodePoints_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("column");
    QTest::newRow("start") << QByteArray("abc") << 0 << 1;
    QTest::newRow("ASCII") << QByteArray("abc") << 2 << 3;
    QTest::newRow("two bytes") << QByteArray("é=") << 2 << 2;
    QTest::newRow("four bytes") << QByteArray("😀=") << 4 << 2;
    QTest::newRow("an invalid byte counts as one") << QByteArray("\xff\xff=") << 2 << 3;
    QTest::newRow("behind the end") << QByteArray("ab") << 9 << 3;
}

void TextPlacesTest::columnsCountCodePoints() {
    QFETCH(QByteArray, line);
    QFETCH(int, offset);
    QFETCH(int, column);
    QCOMPARE(static_cast<int>(columnOfByte(line.toStdString(), static_cast<std::size_t>(offset))),
             column);
}

void TextPlacesTest::aMarkIsAtLeastOneCharacterLong_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("shownBegin");
    QTest::addColumn<int>("shownEnd");
    QTest::newRow("as it is") << QByteArray("abc") << 0 << 2 << 0 << 2;
    QTest::newRow("empty") << QByteArray("abc") << 1 << 1 << 1 << 2;
    QTest::newRow("before é") << QByteArray("aéc") << 1 << 1 << 1 << 3;
    QTest::newRow("at the end of a line") << QByteArray("ab\nc") << 2 << 2 << 1 << 2;
    QTest::newRow("at the end of the text") << QByteArray("aé") << 3 << 3 << 1 << 3;
    QTest::newRow("behind four bytes") << QByteArray("a😀") << 5 << 5 << 1 << 5;
    QTest::newRow("behind an invalid byte") << QByteArray("aé\xa9") << 4 << 4 << 3 << 4;
    QTest::newRow("an empty line") << QByteArray("a\n\nb") << 2 << 2 << 2 << 3;
    QTest::newRow("behind the text") << QByteArray("ab") << 7 << 9 << 1 << 2;
    QTest::newRow("no text") << QByteArray("") << 0 << 0 << 0 << 0;
}

void TextPlacesTest::aMarkIsAtLeastOneCharacterLong() {
    QFETCH(QByteArray, text);
    QFETCH(int, begin);
    QFETCH(int, end);
    QFETCH(int, shownBegin);
    QFETCH(int, shownEnd);
    const SourceRange shown = visibleRange(
        text.toStdString(), {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    QCOMPARE(static_cast<int>(shown.begin), shownBegin);
    QCOMPARE(static_cast<int>(shown.end), shownEnd);
}

void TextPlacesTest::onlyLongLinesLoseTheirTails() {
    const std::string text = "short\n" + std::string(5'000, 'a') + "\nshort\n";
    QVERIFY(hiddenTails(text, 5'000).empty());
    const std::vector<SourceRange> tails = hiddenTails(text, 4'999);
    QCOMPARE(tails.size(), std::size_t(1));
    QCOMPARE(tails[0], (SourceRange{6 + kShownOfLongLine, 6 + 5'000}));
}

void TextPlacesTest::aTailBeginsBetweenCodePoints() {
    std::string text(kShownOfLongLine - 1, 'a');
    text += "😀" + std::string(3'000, 'b');
    const std::vector<SourceRange> tails = hiddenTails(text, 3'000);
    QCOMPARE(tails.size(), std::size_t(1));
    QCOMPARE(std::size_t(tails[0].begin), kShownOfLongLine - 1);
}

void TextPlacesTest::aPreviewKnowsWhereItsBytesComeFrom() {
    const std::string text = "one\n" + std::string(5'000, 'a') + "\ntwo";
    const LongLinePreview preview(text, 4'000);
    QCOMPARE(preview.shown(), "one\n" + std::string(kShownOfLongLine, 'a') + "\ntwo");
    QCOMPARE(preview.longestLine(), 5'000U);
    QCOMPARE(preview.lineOfLongest(), 2U);
    QVERIFY(!preview.isCut());

    const auto size = static_cast<uint32_t>(text.size());
    const SourceRange two = preview.toShown({size - 3, size});
    QCOMPARE(preview.shown().substr(two.begin, two.length()), std::string("two"));
    QCOMPARE(preview.toText(two.begin), size - 3);
    // What is not shown falls on the cut.
    QCOMPARE(preview.toShown({4'500, 4'600}),
             (SourceRange{4 + kShownOfLongLine, 4 + kShownOfLongLine}));
    QCOMPARE(preview.pick(text).substr(0, 3), std::string("one"));
    QCOMPARE(preview.pick(text).size(), preview.shown().size());
}

void TextPlacesTest::aLineMayBeAsLongAsTheLimit() {
    QVERIFY(!hasLineOver("", 3));
    QVERIFY(!hasLineOver("abc\nabc\n", 3));
    QVERIFY(hasLineOver("abc\nabcd", 3));
    QVERIFY(hasLineOver("abcd\nabc", 3));
}

QTEST_APPLESS_MAIN(TextPlacesTest)
#include "tst_text_places.moc"
