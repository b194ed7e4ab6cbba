#include "engine/text/source_text.h"

#include <QTest>

#include <string>

using cst::LineColumn;
using cst::SourceText;

class SourceTextTest : public QObject {
    Q_OBJECT

private slots:
    void anEmptyTextHasOneLine();
    void aLineEndBelongsToTheLineItEnds();
    void columnsCountCodePoints();
    void anOffsetBehindTheEndIsTheEnd();
    void aByteOrderMarkHasNoColumn();
    void linesComeWithoutTheirLineEnds();
    void theLongestLineIsKnown();
    void everyOffsetLiesOnTheLineThatHoldsIt();
};

void SourceTextTest::anEmptyTextHasOneLine() {
    const SourceText text("");
    QCOMPARE(text.lineCount(), 1U);
    QVERIFY((text.position(0) == LineColumn{1, 1}));
    QVERIFY(text.lineText(1).empty());
}

void SourceTextTest::aLineEndBelongsToTheLineItEnds() {
    const SourceText text("ab\ncd\n");
    QCOMPARE(text.lineCount(), 3U);
    QVERIFY((text.position(2) == LineColumn{1, 3}));
    QVERIFY((text.position(3) == LineColumn{2, 1}));
    QVERIFY((text.position(6) == LineColumn{3, 1}));
}

void SourceTextTest::columnsCountCodePoints() {
    const std::string bytes = "日本 x\xFFy";
    const SourceText text(bytes);
    const auto at = [&](char c) { return static_cast<uint32_t>(bytes.find(c)); };
    QVERIFY((text.position(at('x')) == LineColumn{1, 4}));
    QVERIFY((text.position(at('y')) == LineColumn{1, 6}));
}

void SourceTextTest::anOffsetBehindTheEndIsTheEnd() {
    const SourceText text("ab");
    QVERIFY((text.position(99) == LineColumn{1, 3}));
}

void SourceTextTest::aByteOrderMarkHasNoColumn() {
    const SourceText text("\xEF\xBB\xBFin x\nout x");
    QVERIFY((text.position(3) == LineColumn{1, 1}));
    QVERIFY((text.position(6) == LineColumn{1, 4}));
    QVERIFY((text.position(0) == LineColumn{1, 1}));
    QVERIFY((text.position(8) == LineColumn{2, 1}));
    QCOMPARE(std::string(text.lineText(1)), std::string("in x"));
}

void SourceTextTest::linesComeWithoutTheirLineEnds() {
    const SourceText text("a\r\nb\n\nd\r");
    QCOMPARE(std::string(text.lineText(1)), std::string("a"));
    QCOMPARE(std::string(text.lineText(2)), std::string("b"));
    QCOMPARE(std::string(text.lineText(3)), std::string());
    QCOMPARE(std::string(text.lineText(4)), std::string("d"));
}

void SourceTextTest::theLongestLineIsKnown() {
    QCOMPARE(SourceText("a\nbcd\nef").longestLine(), 3U);
    QCOMPARE(SourceText("a\nb\nefgh").longestLine(), 4U);
}

void SourceTextTest::everyOffsetLiesOnTheLineThatHoldsIt() {
    const SourceText text("one\n\ntwo\r\nthree\n");
    for (uint32_t offset = 0; offset <= text.size(); ++offset) {
        const uint32_t line = text.line(offset);
        QVERIFY(text.lineStart(line) <= offset);
        QVERIFY(line == text.lineCount() || offset < text.lineStart(line + 1));
        QCOMPARE(text.position(offset).line, line);
    }
}

QTEST_APPLESS_MAIN(SourceTextTest)
#include "tst_source_text.moc"
