#include "engine/session/layout_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

// The file beside a pipeline that says where a person has put its nodes.

class LayoutFileTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsPrintedIsReadAgain();
    void aLineOfAFileIsOneNode_data();
    void aLineOfAFileIsOneNode();
    void itLiesBesideThePipeline_data();
    void itLiesBesideThePipeline();
    void aFileWithoutPlacesIsTakenAway();
    void anyBytesAreRead();
};

using cst::LayoutPoint;
using cst::PinnedPlaces;

void LayoutFileTest::whatIsPrintedIsReadAgain() {
    const PinnedPlaces places{
        {"out:total", {12, -3}}, {"a/args.0", {1e6F, 48}}, {"b~2", {}}, {"on offer", {1, 2}}};
    const std::string text = cst::printPlaces(places);
    QCOMPARE(text,
             std::string("a/args.0\t1000000\t48\nb~2\t0\t0\non offer\t1\t2\nout:total\t12\t-3\n"));
    const cst::ReadPlaces read = cst::readPlaces(text);
    QVERIFY(read.places == places);
    QCOMPARE(read.ignoredLines, std::size_t{0});
}

void LayoutFileTest::aLineOfAFileIsOneNode_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("read");  // printed again
    QTest::addColumn<int>("ignored");
    const auto row = [](const char* name, const char* text, const char* read, int ignored) {
        QTest::newRow(name) << std::string(text) << std::string(read) << ignored;
    };
    row("nothing", "", "", 0);
    row("one", "a\t1\t2", "a\t1\t2\n", 0);
    row("lines of another system", "a\t1\t2\r\nb\t3\t4\r\n", "a\t1\t2\nb\t3\t4\n", 0);
    row("a comment", "# constellation layout 1\na\t1\t2\n", "a\t1\t2\n", 0);
    row("a key with blanks", "on offer\t1\t2\n", "on offer\t1\t2\n", 0);
    row("whole pixels", "a\t1.6\t-2.6\n", "a\t2\t-3\n", 0);
    row("blanks in between", "a 1 2\n", "a\t1\t2\n", 0);
    row("more blanks", "  a   1  2  \n\n", "a\t1\t2\n", 0);
    row("one twice: the last", "a 1 2\na 3 4\n", "a\t3\t4\n", 0);
    row("too few words", "a 1\nb 3 4", "b\t3\t4\n", 1);
    row("too many words", "a 1 2 3\n", "", 1);
    row("no numbers", "a one 2\na 1x 2\na nan 2\na 1 inf\n", "", 4);
    row("too far out", "a 1e8 2\na 1 -1e30\na 1e999 2\n", "", 3);
}
void LayoutFileTest::aLineOfAFileIsOneNode() {
    QFETCH(std::string, text);
    QFETCH(std::string, read);
    QFETCH(int, ignored);
    const cst::ReadPlaces places = cst::readPlaces(text);
    QCOMPARE(cst::printPlaces(places.places), read);
    QCOMPARE(places.ignoredLines, static_cast<std::size_t>(ignored));
}

void LayoutFileTest::itLiesBesideThePipeline_data() {
    QTest::addColumn<std::string>("pipeline");
    QTest::addColumn<std::string>("layout");
    QTest::newRow("a pipeline") << std::string("/a/b.cst") << std::string("/a/b.layout");
    QTest::newRow("no ending") << std::string("/a.cst/b") << std::string("/a.cst/b.layout");
    QTest::newRow("only an ending") << std::string(".cst") << std::string(".layout");
}
void LayoutFileTest::itLiesBesideThePipeline() {
    QFETCH(std::string, pipeline);
    QFETCH(std::string, layout);
    QCOMPARE(cst::layoutPathFor(pipeline), layout);
}

void LayoutFileTest::aFileWithoutPlacesIsTakenAway() {
    const QTemporaryDir folder;
    const std::string pipeline = folder.filePath("p.cst").toStdString();
    QVERIFY(cst::savePlaces(pipeline, {}).ok());
    QVERIFY(cst::savePlaces(pipeline, {{"a", {1, 2}}}).ok());
    QFile file(folder.filePath("p.layout"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("# constellation layout 1\na\t1\t2\n"));
    QCOMPARE(cst::loadPlaces(pipeline).places.at("a"), (LayoutPoint{1, 2}));
    QVERIFY(cst::savePlaces(pipeline, {}).ok());
    QVERIFY(!QFile::exists(folder.filePath("p.layout")));
    QVERIFY(cst::loadPlaces(pipeline).places.empty());
}

void LayoutFileTest::anyBytesAreRead() {
    std::string bytes;
    for (int i = 0; i < 20'000; ++i) {
        bytes += static_cast<char>((i * 7919) >> 3);
        if (i % 31 == 0) bytes += "\nkey 12 1";
    }
    for (std::size_t size = 0; size < bytes.size(); size += 997) {
        const cst::ReadPlaces read = cst::readPlaces(std::string_view(bytes).substr(0, size));
        const cst::ReadPlaces again = cst::readPlaces(cst::printPlaces(read.places));
        QVERIFY(again.places == read.places);
    }
}

QTEST_GUILESS_MAIN(LayoutFileTest)
#include "tst_layout_file.moc"
