#include "engine/base/suggest.h"

#include <QTest>

#include <array>

namespace {

using Names = std::vector<std::string>;

std::vector<std::string> near(std::string_view name, std::vector<std::string_view> candidates) {
    return cst::suggest(name, candidates);
}

}  // namespace

class SuggestTest : public QObject {
    Q_OBJECT

private slots:
    void namesWithinTwoEditsAreOffered_data();
    void namesWithinTwoEditsAreOffered();
    void aNameThatDiffersInCaseAloneComesFirst();
    void nearerNamesComeFirstAndTiesAreAlphabetical();
    void atMostThreeAreOffered();
    void theNameItselfIsNotOffered();
    void aNameInSeveralScopesIsOfferedOnce();
    void absurdlyLongNamesYieldNothing();
};

void SuggestTest::namesWithinTwoEditsAreOffered_data() {
    QTest::addColumn<std::string>("written");
    QTest::addColumn<std::string>("candidate");
    QTest::addColumn<bool>("offered");
    QTest::newRow("one letter left out") << std::string("timout") << std::string("timeout") << true;
    QTest::newRow("one letter wrong") << std::string("cashe") << std::string("cache") << true;
    QTest::newRow("one letter too many") << std::string("retrry") << std::string("retry") << true;
    QTest::newRow("two letters swapped") << std::string("lenght") << std::string("length") << true;
    QTest::newRow("three edits") << std::string("abcdef") << std::string("abcxyz") << false;
    QTest::newRow("two edits in a short name") << std::string("abc") << std::string("axy") << false;
    QTest::newRow("one edit in a short name") << std::string("abc") << std::string("abd") << true;
    QTest::newRow("case counts for nothing")
        << std::string("TIMOUT") << std::string("timeout") << true;
    QTest::newRow("far too long") << std::string("a") << std::string("abcdefgh") << false;
    QTest::newRow("nothing written") << std::string() << std::string("a") << false;
}

void SuggestTest::namesWithinTwoEditsAreOffered() {
    QFETCH(std::string, written);
    QFETCH(std::string, candidate);
    QFETCH(bool, offered);
    QCOMPARE(near(written, {candidate}), offered ? Names{candidate} : Names{});
}

void SuggestTest::aNameThatDiffersInCaseAloneComesFirst() {
    QCOMPARE(near("userID", {"userIX", "userId"}), (Names{"userId", "userIX"}));
}

void SuggestTest::nearerNamesComeFirstAndTiesAreAlphabetical() {
    QCOMPARE(near("total", {"totem", "zotal", "totals"}), (Names{"totals", "zotal", "totem"}));
}

void SuggestTest::atMostThreeAreOffered() {
    QCOMPARE(near("name", {"name4", "name3", "name2", "name1"}),
             (Names{"name1", "name2", "name3"}));
}

void SuggestTest::theNameItselfIsNotOffered() {
    QCOMPARE(near("total", {"total"}), Names{});
}

void SuggestTest::aNameInSeveralScopesIsOfferedOnce() {
    QCOMPARE(near("totl", {"total", "total"}), Names{"total"});
}

void SuggestTest::absurdlyLongNamesYieldNothing() {
    const std::string name(1'000'000, 'a');
    const std::string other(1'000'001, 'a');
    QCOMPARE(near(name, {other}), Names{});
}

QTEST_APPLESS_MAIN(SuggestTest)
#include "tst_suggest.moc"
