// The small parts of the shell: options, settings, problems, and the way to the engine.

#include "ui/shell/problems_model.h"
#include "ui/shell/session_bridge.h"
#include "ui/shell/settings.h"
#include "ui/shell/studio_options.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QTest>

using namespace cst;

namespace {

Revision compile(SessionBridge& bridge, const std::string& text) {
    return bridge.setText(1, text);  // not a gesture: there is no widget here
}

}  // namespace

class ShellTest : public QObject {
    Q_OBJECT

private slots:
    void optionsAreRead();
    void optionsThatNobodyKnowsAreRefused_data();
    void optionsThatNobodyKnowsAreRefused();
    void settingsComeBack();
    void recentFilesAreAFew();
    void theModelKeepsItsPromises();
    void onlyTheNewestTextIsShown();
    void aFileComesWithItsSamples();
};

void ShellTest::optionsAreRead() {
    const auto parsed =
        parseStudioOptions({"a.cst", "--theme", "light", "--size=1280x800", "--config", "/tmp/x",
                            "--no-restore", "--measure-start", "--ui-log=/tmp/l", "--", "--b.cst"});
    QVERIFY(parsed.ok());
    const StudioOptions& options = parsed.value();
    QCOMPARE(options.files, QStringList({"a.cst", "--b.cst"}));
    QCOMPARE(options.theme, std::optional(Theme::Choice::Light));
    QCOMPARE(options.size, QSize(1280, 800));
    QCOMPARE(options.configFolder, QString("/tmp/x"));
    QCOMPARE(options.uiLog, QString("/tmp/l"));
    QVERIFY(!options.restores && options.measuresStart);
}

void ShellTest::optionsThatNobodyKnowsAreRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{"--nonsense"};
    QTest::newRow("a value too many") << QStringList{"--no-restore=1"};
    QTest::newRow("a value too few") << QStringList{"--theme"};
    QTest::newRow("no theme") << QStringList{"--theme", "pink"};
    QTest::newRow("no size") << QStringList{"--size", "big"};
    QTest::newRow("half a size") << QStringList{"--size", "1280x"};
}

void ShellTest::optionsThatNobodyKnowsAreRefused() {
    QFETCH(QStringList, arguments);
    const auto parsed = parseStudioOptions(arguments);
    QVERIFY(!parsed.ok());
    QVERIFY(!parsed.error().message.empty());
}

void ShellTest::settingsComeBack() {
    QTemporaryDir folder;
    {
        Settings settings(folder.path());
        QCOMPARE(settings.theme(), Theme::Choice::System);
        settings.setTheme(Theme::Choice::Dark);
        settings.setLastFile("/a/b.cst");
        settings.setGeometry("bytes");
    }
    Settings settings(folder.path());
    QCOMPARE(settings.theme(), Theme::Choice::Dark);
    QCOMPARE(settings.lastFile(), QString("/a/b.cst"));
    QCOMPARE(settings.geometry(), QByteArray("bytes"));
    QVERIFY(QFile::exists(folder.filePath("settings.ini")));
}

void ShellTest::recentFilesAreAFew() {
    QTemporaryDir folder;
    Settings settings(folder.path());
    for (int i = 0; i < 15; ++i) {
        settings.addRecentFile(QString::number(i));
    }
    settings.addRecentFile("9");
    QCOMPARE(settings.recentFiles().size(), qsizetype(Settings::kRecentFiles));
    QCOMPARE(settings.recentFiles().first(), QString("9"));
    QCOMPARE(settings.recentFiles().count("9"), qsizetype(1));
}

void ShellTest::theModelKeepsItsPromises() {
    ProblemsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    SessionBridge bridge;
    connect(&bridge, &SessionBridge::snapshotChanged, &model, &ProblemsModel::showSnapshot);
    compile(bridge, "b = one\nc = two\nout b\nout c\n");
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, 15'000);
    QCOMPARE(model.problem(0).line, 1U);
    QCOMPARE(model.problem(1).code, QString("E001"));
    QCOMPARE(model.rowAfter(0), 0);
    QCOMPARE(model.rowAfter(model.problem(0).range.begin), 1);
    QCOMPARE(model.rowAfter(model.problem(1).range.begin), 0);  // around the end
    QCOMPARE(model.rowBefore(0), 1);
    compile(bridge, "in a: Int\nout a\n");
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 0, 15'000);
    QCOMPARE(model.rowAfter(0), -1);
}

void ShellTest::onlyTheNewestTextIsShown() {
    SessionBridge bridge;
    std::vector<Revision> seen;
    connect(&bridge, &SessionBridge::snapshotChanged, this,
            [&](const SnapshotPtr& snapshot) { seen.push_back(snapshot->revision); });
    Revision last = 0;
    for (int i = 0; i < 200; ++i) {
        last = compile(bridge, "in a: Int\nout a # " + std::to_string(i) + "\n");
    }
    QTRY_VERIFY_WITH_TIMEOUT(!seen.empty() && seen.back() == last, 15'000);
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QVERIFY(seen.size() < 200);
}

void ShellTest::aFileComesWithItsSamples() {
    SessionBridge bridge;
    LoadedDocumentPtr loaded;
    connect(&bridge, &SessionBridge::fileLoaded, this,
            [&](const LoadedDocumentPtr& file) { loaded = file; });
    bridge.load(QStringLiteral(CST_SOURCE_DIR "/resources/samples/order-enrichment.cst"));
    QTRY_VERIFY_WITH_TIMEOUT(loaded, 15'000);
    QVERIFY(loaded->bytes.ok());
    QVERIFY(!loaded->hasLongLine);
    QVERIFY(loaded->samples.ok());
    QVERIFY(loaded->samples.value().samples.size() >= 2);

    loaded.reset();
    bridge.load("/no/such/file.cst");
    QTRY_VERIFY_WITH_TIMEOUT(loaded, 15'000);
    QVERIFY(!loaded->bytes.ok());
}

QTEST_MAIN(ShellTest)
#include "tst_shell.moc"
