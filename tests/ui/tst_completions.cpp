// What is offered for a place in a text, with the real compiler and no window.

#include "engine/session/engine.h"
#include "ui/editor/completions.h"

#include <QTest>

using namespace cst;

namespace {

/// The text with `|` where the cursor stands.
struct Place {
    explicit Place(std::string marked) : cursor(static_cast<uint32_t>(marked.find('|'))) {
        marked.erase(cursor, 1);
        snapshot = engine.compile(std::make_shared<const SourceText>(marked), 1, false);
        completions = Completions(snapshot, cursor);
    }
    std::string typed() const {
        const uint32_t begin = completions.word().begin;
        return std::string(snapshot->text->slice({begin, cursor}));
    }
    std::vector<Proposal> ranked() const { return completions.rank(typed(), 200); }

    Engine engine{1};
    uint32_t cursor;
    SnapshotPtr snapshot;
    Completions completions;
};

/// The names that come first, as many as are expected; of none expected all.
QStringList offered(const std::string& text, qsizetype count) {
    QStringList names;
    for (const Proposal& one : Place(text).ranked()) {
        if (count == 0 || names.size() < count) {
            names.append(QString::fromStdString(one.name));
        }
    }
    return names;
}

}  // namespace

class CompletionsTest : public QObject {
    Q_OBJECT

private slots:
    void theBestFitComesFirst_data();
    void theBestFitComesFirst();
    void whatCannotStandThereIsNotOffered_data();
    void whatCannotStandThereIsNotOffered();
    void theWholeWordUnderTheCursorIsReplaced_data();
    void theWholeWordUnderTheCursorIsReplaced();
    void aFunctionComesWithItsSignature();
    void aNameComesWithItsType();
    void aFunctionIsWrittenAsItCanBeCalled_data();
    void aFunctionIsWrittenAsItCanBeCalled();
};

void CompletionsTest::theBestFitComesFirst_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("first");
    const auto row = [](const char* name, const char* text, const QStringList& first) {
        QTest::newRow(name) << QByteArray(text) << first;
    };
    row("a function by its beginning", "x = filt|", {"filter"});
    row("a name before a function that fits as well", "in fill: Int\nx = fil|", {"fill", "filter"});
    row("a better fit before a name", "in x-filter: Int\ny = filt|",
        {"filter", "FilterGreaterThan", "x-filter"});
    row("a keyword by its beginning", "x = otherw|", {"otherwise"});
    row("a keyword that is a function too", "x = no|", {"not", "stdlib.bool.not"});
    row("a name by its letters", "in customer-segment: Int\nx = cseg|", {"customer-segment"});
    row("all names before the rest", "in b: Int\na = b\nx = |", {"a", "b"});
    row("a declaration at the beginning of a line", "typ|", {"type"});
    row("within a string's braces", "in order: Int\nx = \"${ord|}\"\nout x", {"order"});
    row("what lies after a broken line", "in order: Int\ny = = 3\nx = ord|\nout x", {"order"});

    const char* const kOrder = "in order: { id: Int, customer: { name: String, age: Int } }\n";
    const auto member = [&](const char* name, const char* text, const QStringList& first) {
        QTest::newRow(name) << QByteArray(kOrder) + text << first;
    };
    member("fields of a record", "x = order.|\nout x", {"customer", "id"});
    member("fields of a field", "x = order.customer.|\nout x", {"age", "name"});
    member("a field by its letters", "x = order.cu|", {"customer"});
    member("fields at the end of the text", "x = order.|", {"customer", "id"});
    member("fields of a statement", "y = order.customer\nx = y.|", {"age", "name"});
    row("fields of a list's elements", "in os: List<{ id: Int, at: Int }>\nx = os.|", {"at", "id"});
    row("fields of what a lambda is given",
        "in os: List<{ id: Int, at: Int }>\nx = filter(os, (o) => o.a|)\nout x", {"at"});
    row("a lambda's parameter", "in os: List<Int>\nx = filter(os, (one) => on|)\nout x", {"one"});

    row("types of an input", "in x: Flo|", {"Float"});
    row("a declared type", "type Order = { id: Int }\nin x: Ord|", {"Order"});
    row("types of a field", "type Order = {\n  id: Int,\n  at: Str|\n}", {"String"});
    row("types between angles", "in x: Map<String, Bool|>", {"Boolean"});
    row("namespaces", "use stdlib.ma|", {"stdlib.math"});
    row("functions of a namespace", "x = stdlib.math.mod|", {"stdlib.math.modulo"});
    row("functions of an alias", "use stdlib.math as m\nx = m.mod|", {"m.modulo"});
    row("outputs", "in ax: Int\nin ay: Int\nout a|", {"ax", "ay"});
}

void CompletionsTest::theBestFitComesFirst() {
    QFETCH(QByteArray, text);
    QFETCH(QStringList, first);
    QCOMPARE(offered(text.toStdString(), first.size()), first);
}

void CompletionsTest::whatCannotStandThereIsNotOffered_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("name");  // "" = nothing at all is offered
    const auto row = [](const char* name, const char* text, const char* left) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(left);
    };
    row("in a comment", "# fil|", "");
    row("at the end of a comment", "x = 1  # |\nout x", "");
    row("in a string", "x = \"fil|\"", "");
    row("in a string behind a value", "in a: Int\nx = \"${a} fil|\"", "");
    row("in a string that is not closed", "x = \"fil|\nout x", "");
    row("in a number", "x = 12|", "");
    row("a name that is new", "in fil|", "");
    row("the name of a field", "in x: { fil|", "");
    row("an annotation", "@ex|", "");
    row("a field of a number", "in a: Int\nx = a.|", "");
    row("a name of itself", "total = |\nout total", "total");
    row("a name that is declared below", "x = |\ny = 1\nout y", "y");
    row("a parameter outside its lambda",
        "in os: List<Int>\nx = filter(os, (one) => one > 1)\ny = on|", "one");
    row("a function where a type stands", "in x: fil|", "filter");
    row("a keyword as an output", "in x: Int\nout i|", "if");
    row("a keyword behind a dot", "x = stdlib.math.|", "if");
}

void CompletionsTest::whatCannotStandThereIsNotOffered() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, name);
    const QStringList all = offered(text.toStdString(), 0);
    if (name.isEmpty()) {
        QCOMPARE(all, QStringList());
    } else {
        QVERIFY(!all.contains(QString::fromUtf8(name)));
    }
}

void CompletionsTest::theWholeWordUnderTheCursorIsReplaced_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](const char* name, const char* text, const char* word) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(word);
    };
    row("at its end", "x = fil|\n", "fil");
    row("in its middle", "x = f|il(a)\n", "fil");
    row("with hyphens", "x = list-le|ngth(a)\n", "list-length");
    row("with one that ends it so far", "x = list-|\n", "list-");
    row("without an arrow", "x = match a { b|-> 1 }\n", "b");
    row("behind a dot", "in a: { bc: Int }\nx = a.b|c\n", "bc");
    row("with its namespace", "x = stdlib.ma|\n", "stdlib.ma");
    row("none", "x = |\n", "");
}

void CompletionsTest::theWholeWordUnderTheCursorIsReplaced() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, word);
    const Place place(text.toStdString());
    QCOMPARE(QByteArray::fromStdString(
                 std::string(place.snapshot->text->slice(place.completions.word()))),
             word);
}

void CompletionsTest::aFunctionComesWithItsSignature() {
    const Proposal filter = Place("x = filter|").ranked().at(0);
    QCOMPARE(filter.kind, Proposal::Kind::Function);
    QCOMPARE(filter.detail, std::string("(items: List<T>, predicate: (T) => Boolean) -> List<T>"));
}

void CompletionsTest::aNameComesWithItsType() {
    const Proposal order = Place("in order: List<Int>\nx = order|").ranked().at(0);
    QCOMPARE(order.kind, Proposal::Kind::Name);
    QCOMPARE(order.detail, std::string("List<Int>"));
    QCOMPARE(Place("in order: { id: Int }\nx = order.|").ranked().at(0).detail, std::string("Int"));
    QCOMPARE(Place("in orders: List<{ id: Int }>\nx = orders.|").ranked().at(0).detail,
             std::string("List<Int>"));
}

void CompletionsTest::aFunctionIsWrittenAsItCanBeCalled_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char* name, const char* text, const char* written) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(written);
    };
    row("shortly", "x = modul|", "modulo");
    row("shortly if it is imported", "use stdlib.math\nx = modul|", "modulo");
    row("in full if others are", "use stdlib.string\nx = modul|", "stdlib.math.modulo");
    row("by an alias", "use stdlib.math as m\nx = modul|", "m.modulo");
    row("in full if its name is a keyword", "x = bool.and|", "stdlib.bool.and");
    row("in full if that was begun", "x = stdlib.math.modul|", "stdlib.math.modulo");
    row("shortly without a namespace", "use stdlib.math\nx = WordCou|", "WordCount");
}

void CompletionsTest::aFunctionIsWrittenAsItCanBeCalled() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, written);
    QCOMPARE(QByteArray::fromStdString(Place(text.toStdString()).ranked().at(0).text), written);
}

QTEST_APPLESS_MAIN(CompletionsTest)
#include "tst_completions.moc"
