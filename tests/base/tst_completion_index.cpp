#include "engine/base/completion_index.h"

#include <QTest>

#include <random>

namespace {

using Names = std::vector<std::string>;

Names completed(const Names& names, std::string_view typed, std::size_t limit = 10) {
    cst::CompletionIndex index;
    for (const std::string& name : names) {
        index.add(name);
    }
    Names found;
    for (const cst::CompletionMatch& match : index.complete(typed, limit)) {
        found.push_back(names[match.index]);
    }
    return found;
}

}  // namespace

class CompletionIndexTest : public QObject {
    Q_OBJECT

private slots:
    void theLikeliestNameComesFirst_data();
    void theLikeliestNameComesFirst();
    void whatCannotBeMeantIsLeftOut_data();
    void whatCannotBeMeantIsLeftOut();
    void nothingTypedIsCompletedByAllInOrder();
    void theOrderOfAddingDoesNotMatter();
    void noMoreThanTheLimitAreGiven();
    void mistakesAreForgivenOnlyWhereLittleElseFits();
    void namesOfTwoIndicesAreComparedByTheirDistance();
    void anyBytesAreCompleted();
};

void CompletionIndexTest::theLikeliestNameComesFirst_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("names");  // in the order in which they should come
    const auto row = [](const char* name, const char* typed, const QStringList& names) {
        QTest::newRow(name) << QString(typed) << names;
    };
    row("the whole name", "map", {"map", "map-values", "re-map"});
    row("the last part counts as a name", "trim", {"stdlib.string.trim", "trim-left"});
    row("a beginning before a word", "list", {"list-sum", "a-list", "l-i-st"});
    row("a beginning of the last part", "mod", {"stdlib.math.modulo", "mod.math.add-x"});
    row("a word before single letters", "sum", {"list-sum", "s-u-m", "assume"});
    row("over a dot", "math.mo", {"stdlib.math.modulo", "stdlib.math.a-mo"});
    row("words begin at capitals", "calc", {"WordCalc", "scalc"});
    row("abbreviations by words", "sl", {"string-length", "absolute"});
    row("abbreviations over parts", "smm", {"stdlib.math.modulo", "summmary"});
    row("fewer steps before more", "ae", {"x-ae", "x-abe-a", "gabobe"});
    row("the same case before another", "Trim", {"Trim", "trim"});
    row("letters before mistakes", "reap", {"r-e-a-p", "replace"});
    row("one mistake before two", "replacd", {"replace", "repaced"});
    row("equal ones by alphabet", "a", {"a-1", "a-2", "a-3"});
}

void CompletionIndexTest::theLikeliestNameComesFirst() {
    QFETCH(QString, typed);
    QFETCH(QStringList, names);
    Names all;
    for (const QString& name : names) {
        all.push_back(name.toStdString());
    }
    const Names reversed(all.rbegin(), all.rend());
    QCOMPARE(completed(reversed, typed.toStdString()), all);
}

void CompletionIndexTest::whatCannotBeMeantIsLeftOut_data() {
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<std::string>("name");
    QTest::newRow("a letter that is missing") << std::string("xy") << std::string("x");
    QTest::newRow("letters in another order") << std::string("ba") << std::string("a-b");
    QTest::newRow("two mistakes in a short name") << std::string("mzzz") << std::string("map");
    QTest::newRow("three mistakes") << std::string("replxyz") << std::string("replace");
    QTest::newRow("very long") << std::string(1000, 'a') << std::string(1000, 'a');
}

void CompletionIndexTest::whatCannotBeMeantIsLeftOut() {
    QFETCH(std::string, typed);
    QFETCH(std::string, name);
    QCOMPARE(completed({name}, typed), Names{});
}

void CompletionIndexTest::nothingTypedIsCompletedByAllInOrder() {
    QCOMPARE(completed({"b", "a.c", "a"}, ""), (Names{"a", "a.c", "b"}));
}

void CompletionIndexTest::theOrderOfAddingDoesNotMatter() {
    Names names = {"list-sum", "list.sum", "lost-sum", "l-sum", "sum-list", "summary", "List"};
    const Names first = completed(names, "lsum");
    std::mt19937 random(1);
    for (int i = 0; i < 20; ++i) {
        std::shuffle(names.begin(), names.end(), random);
        QCOMPARE(completed(names, "lsum"), first);
    }
}

void CompletionIndexTest::noMoreThanTheLimitAreGiven() {
    QCOMPARE(completed({"a-3", "a-1", "a-2"}, "a", 2), (Names{"a-1", "a-2"}));
}

void CompletionIndexTest::mistakesAreForgivenOnlyWhereLittleElseFits() {
    QCOMPARE(completed({"replay-it", "replace-it"}, "replay", 2),
             (Names{"replay-it", "replace-it"}));
    QCOMPARE(completed({"replay-it", "replace-it"}, "replay", 1), Names{"replay-it"});
}

void CompletionIndexTest::namesOfTwoIndicesAreComparedByTheirDistance() {
    const auto distance = [](const char* name) {
        cst::CompletionIndex index;
        index.add(name);
        return index.complete("list", 1).at(0).distance;
    };
    QCOMPARE(distance("a.list-sum"), distance("listed"));
    const std::vector<const char*> nearToFar = {
        "list", "List", "list-sum", "List-sum", "list.a", "a-list", "l-i-s-t", "l-i-s-xt", "lisp"};
    for (std::size_t i = 1; i < nearToFar.size(); ++i) {
        QVERIFY2(distance(nearToFar[i - 1]) < distance(nearToFar[i]), nearToFar[i]);
    }
}

/// Whatever is typed, nothing is read that is not there (for the sanitizers).
void CompletionIndexTest::anyBytesAreCompleted() {
    std::mt19937 random(2);
    const auto text = [&](std::size_t most) {
        std::string bytes(random() % most, ' ');
        for (char& c : bytes) {
            c = random() % 3 == 0 ? static_cast<char>(random()) : "abAB-._"[random() % 7];
        }
        return bytes;
    };
    cst::CompletionIndex index;
    for (int i = 0; i < 200; ++i) {
        index.add(text(80));
    }
    for (int i = 0; i < 500; ++i) {
        QVERIFY(index.complete(text(90), 50).size() <= 50);
    }
}

QTEST_APPLESS_MAIN(CompletionIndexTest)
#include "tst_completion_index.moc"
