// Profiles as files: what is exported is read again by somebody else, what is opened is looked at;
// and the way from a run to its slowest node.

#include "engine/profile/profile_file.h"
#include "tests/ui/support/studio.h"
#include "ui/profiler/node_table.h"
#include "ui/profiler/profile_view.h"
#include "ui/profiler/timeline_view.h"
#include "ui/shell/banner.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QToolButton>
#include <QXmlStreamReader>

using namespace cst;
using cst::test::Studio;

namespace {

const QByteArray kText = "@example(\"  some words to count  \")\n"
                         "in note: String\n"
                         "clean = trim(note)\n"
                         "words = split(clean, \" \")\n"
                         "count = list-length(words)\n"
                         "out count\n"
                         "out words\n";

/// A studio with a file, and a hand on the dialogs that ask for one.
class Desk : public Studio {
public:
    explicit Desk(bool runs = true) {
        restart({.file = write("words.cst", kText), .runsAtOnce = runs});
        if (!QTest::qWaitFor([&] { return graph().nodeCount() > 0; }, 20'000) ||
            (runs &&
             !QTest::qWaitFor([&] { return label("statusRun").contains("completed"); }, 20'000))) {
            qFatal("the text is not shown");
        }
    }
    QString banner() { return find<Banner>("windowBanner")->text(); }
    ProfileView& profile() { return *find<ProfileView>("profile"); }
    TimelineView& timeline() { return *find<TimelineView>("timeline"); }
    QString path(const QString& name) { return folder() + '/' + name; }

    /// Asks for the dialog by its key, types the name into it and presses Enter.
    void answerDialog(const QString& path) {
        if (!QTest::qWaitFor([] { return line() && line()->hasFocus(); }, 20'000)) {
            qFatal("no dialog asks for a file");
        }
        press(Qt::Key_A, Qt::ControlModifier);
        type(path.toUtf8());
        press(Qt::Key_Return);
        if (!QTest::qWaitFor([] { return !line(); }, 20'000)) qFatal("the dialog stays");
        // Offscreen there is no window manager that would give the window the keys again.
        if (QApplication::activeModalWidget()) return;
        window().activateWindow();
        if (!QTest::qWaitForWindowActive(&window(), 20'000)) qFatal("the window is not active");
    }
    void exportTo(const QString& path) {
        press(Qt::Key_E, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
        answerDialog(path);
    }
    QByteArray exported(const QString& name) {
        exportTo(path(name));
        if (!QTest::qWaitFor([&] { return banner().contains(path(name)); }, 20'000)) {
            qFatal("nothing is told of %s", qPrintable(name));
        }
        return read(name);
    }
    void openByDialog(const QString& path) {
        press(Qt::Key_O, Qt::ControlModifier);
        answerDialog(path);
    }
    QString note() { return profile().findChild<QLabel*>("pastRunNote")->text(); }
    bool showsSaved() {
        return profile().isVisible() && profile().model().report() &&
               !profile().model().report()->record;
    }

private:
    static QLineEdit* line() {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        return dialog ? dialog->findChild<QLineEdit*>("fileNameEdit") : nullptr;
    }
};

/// A saved profile of kText in which `words` took longest.
QByteArray savedProfile(const QByteArray& source = kText) {
    Profile profile;
    profile.source = source.toStdString();
    profile.threads = 3;
    profile.runs = 40;
    for (const auto& [key, us] : {std::pair{"clean", 10.0F}, std::pair{"words", 30.0F}}) {
        ProfileNode& node = profile.nodes.emplace_back();
        node.key = key;
        node.label = "made up";
        node.times = {40, us, us / 2, us, us, us, 2 * us, {us / 2, us, 2 * us}};
        node.share = us / 40;
        node.critical = us > 20;
    }
    return QByteArray::fromStdString(profileJson(profile));
}

QStringList rowsOf(const ProfileView& view) {
    QStringList keys;
    for (int row = 0; row < view.model().rowCount(); ++row) {
        keys.append(QString::fromStdString(view.model().row(row).key));
    }
    return keys;
}

}  // namespace

class WindowProfileFilesTest : public QObject {
    Q_OBJECT

private slots:
    void aProfileThatIsExportedOpensAgain();
    void theTableThatIsExportedIsTheOneThatIsSeen();
    void aChromeTraceHasEachNodeThatRan();
    void theOthersAreWhatTheirNamesSay();
    void aPngIsWhatTheTimelineShows();
    void aDrawingIsOfThePartThatTheTimelineShows();
    void whatTheProfileShowsIsDrawn_data();
    void whatTheProfileShowsIsDrawn();
    void theChartsOfALoadAreDrawn();
    void nothingIsExportedBeforeARun();
    void aNameOfAnotherFormatIsRefusedInWords();
    void aFolderThatCannotBeWrittenIsTold();
    void aSavedProfileThatIsDroppedIsShown();
    void aSavedProfileIsShownAtTheStart();
    void aSavedProfileIsKnownByWhatItHolds();
    void unsavedTextIsNoObstacleToASavedProfile();
    void whatIsCalledAProfileAndIsNoneIsTold_data();
    void whatIsCalledAProfileAndIsNoneIsTold();
    void aDamagedProfileIsToldAndNothingIsLost();
    void aRunThatIsAskedForTakesThePlaceOfASavedProfile();
    void aSavedProfileHasNoTimelineToExport();
    void theSlowestNodeIsOneClickFromARun();
    void theSlowestNodeHasAKey();
};

void WindowProfileFilesTest::aProfileThatIsExportedOpensAgain() {
    Desk desk;
    const QByteArray json = desk.exported("words.profile.json");
    const Result<Profile> read = readProfile(json.toStdString());
    QVERIFY(read.ok());
    QCOMPARE(read->source, kText.toStdString());
    QCOMPARE(read->runs, uint64_t{1});
    QVERIFY(read->hasCache);
    QCOMPARE(read->cache.hits, uint64_t{0});
    QVERIFY(read->cache.misses > 0);

    desk.openByDialog(desk.path("words.profile.json"));
    EVENTUALLY(desk.showsSaved());
    QCOMPARE(desk.profile().model().rowCount(), static_cast<int>(read->nodes.size()));
    QVERIFY2(desk.note().contains("words.profile.json"), qPrintable(desk.note()));
    QVERIFY(!desk.banner().contains("another text"));
    QCOMPARE(QByteArray::fromStdString(desk.editor().bytes()), kText);
}

void WindowProfileFilesTest::theTableThatIsExportedIsTheOneThatIsSeen() {
    Desk desk;
    desk.press(Qt::Key_9, Qt::AltModifier);
    const auto runs = [&] {
        const ProfileReportPtr& report = desk.profile().model().report();
        return report && !report->rows.empty() ? report->rows.front().runs : 0;
    };
    EVENTUALLY(runs() == 1);
    for (uint64_t run = 2; run <= 4; ++run) {
        desk.press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier);  // afresh
        EVENTUALLY(runs() == run);
    }
    const ProfileReportPtr report = desk.profile().model().report();
    const Result<Profile> read = readProfile(desk.exported("words.profile.json").toStdString());
    QVERIFY(read.ok());
    const QList<QByteArray> lines = desk.exported("words.csv").split('\n');
    QVERIFY(lines[0].startsWith("key,label,module,group,line,count,meanUs,minUs,p50Us"));
    QCOMPARE(static_cast<std::size_t>(lines.size()), 1 + read->nodes.size() + 6 + 2);
    QVERIFY(lines[lines.size() - 2].startsWith("total,"));
    std::size_t seen = 0;
    for (const ProfileRow& row : report->rows) {
        if (!row.statistics) continue;
        const ProfileNode& node = read->nodes.at(seen++);
        QCOMPARE(node.key, row.key);
        QCOMPARE(node.times.count, uint64_t{4});
        QCOMPARE(node.times.p50Us, row.p50Us);
        QCOMPARE(node.times.p95Us, row.p95Us);
        QCOMPARE(node.times.maxUs, row.maxUs);
        QCOMPARE(node.times.meanUs, row.meanUs);
        QCOMPARE(node.times.lastUs.size(), std::size_t{4});
        QCOMPARE(node.share, row.share);
        QCOMPARE(node.waitUs, row.waitUs);
        QCOMPARE(node.bytesOut, row.bytesOut);
        const QList<QByteArray> cells = lines[static_cast<qsizetype>(seen)].split(',');
        QCOMPARE(cells[0], QByteArray::fromStdString(row.key));
        QCOMPARE(cells[5], QByteArray("4"));
        QCOMPARE(cells[8].toDouble(), row.p50Us);
    }
    QCOMPARE(seen, read->nodes.size());
    QVERIFY(seen > 0);
    QCOMPARE(read->total.count, uint64_t{1});  // that is of the last run
    QCOMPARE(read->phases[0].times.count, uint64_t{1});
}

void WindowProfileFilesTest::aChromeTraceHasEachNodeThatRan() {
    Desk desk;
    const QJsonDocument json = QJsonDocument::fromJson(desk.exported("words.trace.json"));
    QStringList nodes, names;
    for (const QJsonValue& event : json["traceEvents"].toArray()) {
        names.append(event["name"].toString());
        nodes.append(event["args"]["node"].toString());
    }
    QVERIFY(nodes.contains("count") || nodes.contains("words"));
    for (const char* phase : {"parse", "check", "plan", "run"})
        QVERIFY2(names.contains(phase), phase);
}

void WindowProfileFilesTest::theOthersAreWhatTheirNamesSay() {
    Desk desk;
    const QJsonDocument json = QJsonDocument::fromJson(desk.exported("words.speedscope.json"));
    QVERIFY(!json["profiles"].toArray().isEmpty());
    QCOMPARE(json["name"].toString(), QStringLiteral("words.speedscope.json"));
    QVERIFY(desk.exported("words.csv").startsWith("key,label,"));
    const QByteArray stacks = desk.exported("words.folded");
    QVERIFY2(stacks.contains("words ") || stacks.contains("count "), stacks);
    QXmlStreamReader xml(desk.exported("words.svg"));
    while (!xml.atEnd()) xml.readNext();
    QVERIFY(!xml.hasError());
    // Nobody has looked at the timeline yet.
    const QImage image = QImage::fromData(desk.exported("words.png"), "PNG");
    QCOMPARE(image.size(), QSize(2560, 1600));
}

void WindowProfileFilesTest::aPngIsWhatTheTimelineShows() {
    Desk desk;
    desk.press(Qt::Key_8, Qt::AltModifier);
    EVENTUALLY(desk.timeline().canvas()->index());
    const TimelineCanvas& canvas = *desk.timeline().canvas();
    const QImage image = QImage::fromData(desk.exported("seen.png"), "PNG");
    QCOMPARE(image.size(), canvas.viewport()->size() * 2);
    // Beside the rim of a span, where it is wide enough, is its colour.
    const QColor work = desk.theme().color(Role::SpanPhase);
    bool hasWork = false;
    for (int y = 0; y < image.height() && !hasWork; ++y) {
        for (int x = 0; x < image.width() && !hasWork; ++x)
            hasWork = image.pixelColor(x, y) == work;
    }
    QVERIFY(hasWork);
}

void WindowProfileFilesTest::aDrawingIsOfThePartThatTheTimelineShows() {
    Desk desk;
    desk.press(Qt::Key_8, Qt::AltModifier);
    EVENTUALLY(desk.timeline().canvas()->index());
    const QByteArray whole = desk.exported("whole.svg");
    QVERIFY(whole.contains("<title>run 1: "));
    QVERIFY(whole.contains("<title>parse: "));
    // The end of the run: far from the parser.
    TimelineCanvas& canvas = *desk.timeline().canvas();
    for (int i = 0; i < 20; ++i) {
        QTest::keyClick(&canvas, Qt::Key_Plus);
    }
    QVERIFY(canvas.camera().fromNs() > 0);
    const QByteArray part = desk.exported("part.svg");
    QVERIFY(part.contains("<title>run 1: "));
    QVERIFY(part.count("<title>") < whole.count("<title>") || !part.contains("<title>parse: "));
}

namespace {

/// What is written in a drawing, a piece a line; it must be well formed.
QStringList writtenIn(const QByteArray& svg) {
    QXmlStreamReader xml(svg);
    QStringList texts;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement &&
            xml.name() == QStringLiteral("text"))
            texts.append(xml.readElementText());
    }
    if (xml.hasError()) qFatal("no XML: %s", qPrintable(xml.errorString()));
    return texts;
}

bool has(const QImage& image, const QColor& color) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == color) return true;
    }
    return false;
}

}  // namespace

void WindowProfileFilesTest::whatTheProfileShowsIsDrawn_data() {
    QTest::addColumn<int>("modifiers");  // with F9
    QTest::addColumn<QString>("has");
    QTest::addColumn<QString>("hasNot");
    QTest::addColumn<Role>("color");
    QTest::newRow("table") << int(Qt::ControlModifier) << "Critical"
                           << "Self" << Role::SpanWork;
    QTest::newRow("flame") << int(Qt::NoModifier) << "all nodes"
                           << "Share" << Role::NodeCall;
    QTest::newRow("tree") << int(Qt::ShiftModifier) << "Self"
                          << "Critical" << Role::SpanWork;
}

void WindowProfileFilesTest::whatTheProfileShowsIsDrawn() {
    QFETCH(int, modifiers);
    QFETCH(QString, has);
    QFETCH(QString, hasNot);
    QFETCH(Role, color);
    Desk desk;
    // Numbers without a run are drawn like those of one: here of a file.
    desk.openByDialog(desk.write("old.json", savedProfile()));
    EVENTUALLY(desk.showsSaved());
    desk.press(Qt::Key_F9, Qt::KeyboardModifiers(modifiers));
    QTest::qWait(0);
    const QString all = writtenIn(desk.exported("seen.svg")).join('\n');
    QVERIFY2(all.contains(has) && !all.contains(hasNot), qPrintable(all));
    // The run in one line, and its nodes.
    QVERIFY2(all.contains(QString("40\u00a0runs")) && all.contains("words"), qPrintable(all));
    const QImage image = QImage::fromData(desk.exported("seen.png"), "PNG");
    QVERIFY(image.width() > desk.profile().width());  // twice as large
    QVERIFY(::has(image, desk.theme().color(color)));
}

void WindowProfileFilesTest::theChartsOfALoadAreDrawn() {
    Desk desk(false);  // nothing has run but the load
    desk.press(Qt::Key_F7);
    EVENTUALLY(desk.find<QLineEdit>("loadAmount")->hasFocus());
    desk.press(Qt::Key_A, Qt::ControlModifier);
    desk.type("50\n");
    EVENTUALLY(desk.label("loadState").startsWith("50 runs in "));
    QTest::qWait(0);
    const QString all = writtenIn(desk.exported("load.svg")).join('\n');
    for (const char* part : {"50 runs in ", "runs a second", "runs by what they took", "p99"})
        QVERIFY2(all.contains(part), qPrintable(all));
    const QImage image = QImage::fromData(desk.exported("load.png"), "PNG");
    QVERIFY(::has(image, desk.theme().color(Role::Accent)));
}

void WindowProfileFilesTest::nothingIsExportedBeforeARun() {
    Desk desk(false);
    desk.press(Qt::Key_E, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    EVENTUALLY(desk.banner().contains("no profile yet"));
    QVERIFY(!QApplication::activeModalWidget());
}

void WindowProfileFilesTest::aNameOfAnotherFormatIsRefusedInWords() {
    Desk desk;
    desk.exportTo(desk.path("words.docx"));
    EVENTUALLY(desk.banner().contains("words.docx says no format"));
    QVERIFY(desk.banner().contains(".trace.json"));
    QVERIFY(desk.read("words.docx").isEmpty());
}

void WindowProfileFilesTest::aFolderThatCannotBeWrittenIsTold() {
    Desk desk;
    desk.write("afile", "x");
    desk.exportTo(desk.path("afile/words.csv"));
    EVENTUALLY(desk.banner().contains("could not be exported"));
    QVERIFY(desk.banner().contains("afile/words.csv"));
}

void WindowProfileFilesTest::aSavedProfileThatIsDroppedIsShown() {
    Desk desk;
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(desk.write("old.json", savedProfile()))});
    // As the window system does it: what was entered is what is dropped on.
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&desk.window(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({50, 50}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&desk.window(), &drop);
    EVENTUALLY(desk.showsSaved());
    QCOMPARE(rowsOf(desk.profile()), (QStringList{"words", "clean"}));  // by share
    QVERIFY2(desk.note().contains("old.json"), qPrintable(desk.note()));
    QVERIFY(desk.label("profileFacts").startsWith(QString("40\u00a0runs")));
    // A row leads to the node of its name.
    const QRect row = desk.profile().table()->visualRect(desk.profile().model().index(1, 0));
    QTest::mouseClick(desk.profile().table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                      {row.left() + 20, row.center().y()});
    QCOMPARE(desk.graph().selectedKey(), std::string("clean"));
}

void WindowProfileFilesTest::aSavedProfileIsShownAtTheStart() {
    Studio studio;
    studio.restart({.file = studio.write("old.json", savedProfile())});
    auto* profile = studio.find<ProfileView>("profile");
    EVENTUALLY(profile->isVisible() && profile->model().rowCount() == 2);
    // With its own text, so that its nodes are somewhere.
    QCOMPARE(QByteArray::fromStdString(studio.editor().bytes()), kText);
    QVERIFY(!studio.window().isWindowModified());
    EVENTUALLY(studio.graph().nodeCount() > 0);
}

void WindowProfileFilesTest::aSavedProfileIsKnownByWhatItHolds() {
    Desk desk;
    desk.openByDialog(desk.write("profile.txt", savedProfile("out other\n")));
    EVENTUALLY(desk.showsSaved());
    QCOMPARE(QByteArray::fromStdString(desk.editor().bytes()), kText);
    desk.openByDialog(desk.write("pipeline.json", "in a: Int\nout a\n"));
    EVENTUALLY(desk.window().windowTitle().contains("pipeline.json"));
}

void WindowProfileFilesTest::unsavedTextIsNoObstacleToASavedProfile() {
    Desk desk;
    desk.typeInEditor("# more\n");
    desk.openByDialog(desk.write("old.json", savedProfile()));
    EVENTUALLY(desk.showsSaved());
    QVERIFY(!QApplication::activeModalWidget());
    QCOMPARE(QByteArray::fromStdString(desk.editor().bytes()), kText + "# more\n");
    QVERIFY(desk.window().isWindowModified());
    // A pipeline would take its place.
    desk.openByDialog(desk.write("b.cst", "in a: Int\nout a\n"));
    EVENTUALLY(qobject_cast<QMessageBox*>(QApplication::activeModalWidget()));
    desk.press(Qt::Key_Escape);
    QCOMPARE(QByteArray::fromStdString(desk.editor().bytes()), kText + "# more\n");
}

void WindowProfileFilesTest::whatIsCalledAProfileAndIsNoneIsTold_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << QByteArray() << "it is empty";
    QTest::newRow("random") << QByteArray("\x07\xff\x01 some \x80 bytes\n", 18)
                            << "it holds no JSON object";
    QTest::newRow("other") << QByteArray("{\"format\": \"other\"}")
                           << "it does not say `\"format\":\"constellation-profile\"`";
}

void WindowProfileFilesTest::whatIsCalledAProfileAndIsNoneIsTold() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, why);
    Desk desk;
    desk.openByDialog(desk.write("x.profile.json", bytes));
    EVENTUALLY(desk.window().windowTitle().contains("x.profile.json"));
    QCOMPARE(QByteArray::fromStdString(desk.editor().bytes()), bytes);
    QCOMPARE(desk.banner(),
             QString("x.profile.json is no saved profile: %1. It is open as text.").arg(why));
}

void WindowProfileFilesTest::aDamagedProfileIsToldAndNothingIsLost() {
    Desk desk;
    desk.press(Qt::Key_9, Qt::AltModifier);
    EVENTUALLY(desk.profile().model().rowCount() > 0);
    const QByteArray whole = savedProfile();
    desk.openByDialog(desk.write("cut.json", whole.left(whole.size() / 2)));
    EVENTUALLY(desk.banner().contains("cut.json cannot be read"));
    desk.openByDialog(desk.write("odd.json", QByteArray(whole).replace("\"words\"", "17")));
    EVENTUALLY(desk.banner().contains("odd.json cannot be read at `nodes[1].key`"));
    QVERIFY(!desk.showsSaved());
    QVERIFY(desk.profile().model().rowCount() > 0);
    QCOMPARE(QByteArray::fromStdString(desk.editor().bytes()), kText);
}

void WindowProfileFilesTest::aRunThatIsAskedForTakesThePlaceOfASavedProfile() {
    Desk desk;
    desk.openByDialog(desk.write("old.json", savedProfile()));
    EVENTUALLY(desk.showsSaved());
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(desk.profile().model().report()->record);
}

void WindowProfileFilesTest::aSavedProfileHasNoTimelineToExport() {
    Desk desk;
    desk.openByDialog(desk.write("old.json", savedProfile()));
    EVENTUALLY(desk.showsSaved());
    desk.exportTo(desk.path("old.trace.json"));
    EVENTUALLY(desk.banner().contains("has no timeline"));
    QVERIFY(desk.exported("old.csv").contains("made up"));
}

void WindowProfileFilesTest::theSlowestNodeIsOneClickFromARun() {
    Studio studio({.file = cst::test::samplePath("fan-out.cst")});
    EVENTUALLY(studio.graph().nodeCount() > 20);
    auto* link = studio.find<QToolButton>("statusSlowest");
    QVERIFY(!link->isVisible());
    QTest::mouseClick(studio.find<QToolButton>("runButton"), Qt::LeftButton);
    EVENTUALLY(studio.label("statusRun").contains("completed"));
    EVENTUALLY(!studio.graph().isMoving());
    QVERIFY(link->isVisible());
    QVERIFY(link->geometry().right() < studio.find<QLabel>("statusCursor")->geometry().left());
    QTest::mouseClick(link, Qt::LeftButton);

    // Four calls take a second each: the one that took longest.
    const std::string chosen = studio.graph().selectedKey();
    const QStringList slow{"tariff", "weather", "risk"};
    QVERIFY2(slow.contains(QString::fromStdString(chosen)), chosen.c_str());
    QVERIFY2(link->text().contains(QString::fromStdString(chosen)), qPrintable(link->text()));
    EVENTUALLY(studio.editor().selection().begin < studio.editor().selection().end);
    const SourceRange range = studio.editor().selection();
    QVERIFY(studio.editor().bytes().substr(range.begin, 40).find("SlowApiCall") !=
            std::string::npos);
}

void WindowProfileFilesTest::theSlowestNodeHasAKey() {
    Desk desk(false);
    desk.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(desk.banner().contains("No node is the slowest yet"));
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(desk.label("statusRun").contains("completed"));
    desk.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(!desk.graph().selectedKey().empty());
}

QTEST_MAIN(WindowProfileFilesTest)
#include "tst_window_profile_files.moc"
