// The panel of loads, alone with made-up numbers and in the whole window with real ones.

#include "tests/ui/support/snapshots.h"
#include "tests/ui/support/studio.h"
#include "ui/profiler/latency_bars.h"
#include "ui/profiler/load_chart.h"
#include "ui/profiler/load_view.h"
#include "ui/profiler/load_words.h"
#include "ui/profiler/timeline_canvas.h"
#include "ui/shell/elided_label.h"
#include "ui/shell/main_window_load.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>

#include <cstdlib>
#include <set>

using namespace cst;
using cst::test::Studio;
using State = LoadSnapshot::State;

class WindowLoadTest : public QObject {
    Q_OBJECT

private slots:
    // The panel.
    void anEmptyPanelSaysWhatItIsFor();
    void whatIsChosenIsAskedFor();
    void whatCannotRunSaysWhy_data();
    void whatCannotRunSaysWhy();
    void whatIsCalledForRealIsSaidBefore();
    void aLoadTellsHowFarItIs();
    void theChartTellsOfEachStretchUnderTheMouse();
    void theArrowKeysLookToo();
    void driftIsToldInWords();
    void driftIsMarkedBesideTheCurves();
    void whatAStoppedLoadTellsFitsTogether();
    void theFirstFailureLeadsToItsNode();
    // The window.
    void aLoadRunsFromTheKeyboardAndIsHandedOut();
    void itsRunsStandInTheTimeline();
    void itsSlowestRunIsAKeyAway();
    void aBarLeadsToARunThatTookSoLong();
    void aClickStopsItAtOnce();
    void escapeStopsIt();
    void typingGoesOnBesideIt();
    void anotherDocumentEndsIt();
};

namespace {

LoadBucket bucket(int64_t fromMs, int64_t toMs, uint64_t ended, double us) {
    LoadBucket bucket;
    bucket.startNs = fromMs * 1'000'000;
    bucket.endNs = toMs * 1'000'000;
    bucket.ended = ended;
    bucket.perSecond = static_cast<double>(ended) * 1000 / static_cast<double>(toMs - fromMs);
    bucket.p50Us = us;
    bucket.p95Us = us * 1.5;
    bucket.p99Us = us * 2;
    bucket.maxUs = us * 3;
    return bucket;
}

/// Ten stretches of 100 ms with 80 runs each, which take 1 ms.
std::shared_ptr<LoadSnapshot> loadOf(const SnapshotPtr& snapshot, State state) {
    auto load = std::make_shared<LoadSnapshot>();
    load->load = 1;
    load->compiled = snapshot;
    load->state = state;
    load->request.runs = state == State::Running ? 1600 : 800;
    load->elapsedNs = 1'000'000'000;
    for (int i = 0; i < 10; ++i) {
        load->numbers.buckets.push_back(bucket(100 * i, 100 * (i + 1), 80, 1000));
    }
    load->numbers.whole = bucket(0, 1000, 800, 1000);
    load->numbers.meanConcurrency = 0.8;
    load->latencies = {
        {900'000, 1'000'000, 200}, {1'000'000, 1'100'000, 590}, {1'100'000, 3'000'000, 10}};
    return load;
}

/// The panel on the screen.
struct Scene {
    Scene() {
        view.resize(1000, 260);
        view.show();
        view.activateWindow();
        if (!QTest::qWaitForWindowActive(&view)) qFatal("the panel is not active");
    }
    QString label(const char* name) { return view.findChild<QLabel*>(QLatin1String(name))->text(); }
    QPushButton* button() { return view.findChild<QPushButton*>("loadButton"); }
    QLineEdit* field(const char* name) { return view.findChild<QLineEdit*>(QLatin1String(name)); }
    static void fill(QLineEdit* field, const char* text) {
        QTest::mouseClick(field, Qt::LeftButton);
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
    }
    Theme theme;
    LoadView view{theme};
    SnapshotPtr snapshot = test::textAnalysis().finish();
};

/// Moves the mouse there until that is seen: what has just been shown may still find its place.
template <class Chart>
void lookAt(Chart* chart, std::size_t part) {
    const auto isSeen = [&] {
        QTest::mouseMove(chart, chart->rectOf(part).center() - QPoint(1, 0));
        QTest::mouseMove(chart, chart->rectOf(part).center());
        return !chart->lookedAt().isEmpty();
    };
    if (!QTest::qWaitFor(isSeen, 20'000)) qFatal("nothing is looked at");
}

const QByteArray kText = "numbers = Range(1, 2000)\n"
                         "total = SumList(map(numbers, (x) => x * x))\n"
                         "out total\n";

void open(Studio& studio, const QByteArray& text) {
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.pressPaste(text);
    EVENTUALLY(studio.editor().bytes() == text.toStdString());
    studio.press(Qt::Key_F7);
    EVENTUALLY(studio.find<QWidget>("load")->isVisible());
    EVENTUALLY(studio.find<QPushButton>("loadButton")->isEnabled());
}

/// To its end.
void runLoad(Studio& studio) {
    EVENTUALLY(studio.find<QLineEdit>("loadAmount")->hasFocus());
    studio.press(Qt::Key_A, Qt::ControlModifier);
    studio.type("300\n");
    EVENTUALLY(studio.label("loadState").startsWith("300 runs in "));
}

/// Begins a load that only somebody ends.
void startLong(Studio& studio) {
    auto* amount = studio.find<QLineEdit>("loadAmount");
    QTest::mouseClick(amount, Qt::LeftButton);
    QTest::keyClick(amount, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(amount, "1000000");
    studio.pressMouse(studio.find<QPushButton>("loadButton"));
    EVENTUALLY(studio.label("loadState").contains("of 1,000,000 runs"));
}

}  // namespace

void WindowLoadTest::anEmptyPanelSaysWhatItIsFor() {
    Scene scene;
    QCOMPARE(scene.label("loadState"), QStringLiteral("There is nothing to run yet."));
    QVERIFY(!scene.button()->isEnabled());
    QVERIFY(!scene.view.chart()->isVisible());
    scene.view.showSnapshot(scene.snapshot);
    scene.view.setInputs(QStringLiteral("rush hour"));
    QCOMPARE(scene.label("loadState"), QStringLiteral("on the inputs of “rush hour”"));
    QVERIFY(scene.button()->isEnabled());
}

void WindowLoadTest::whatIsChosenIsAskedFor() {
    Scene scene;
    scene.view.showSnapshot(scene.snapshot);
    QSignalSpy asked(&scene.view, &LoadView::startRequested);
    Scene::fill(scene.field("loadAmount"), "250");
    Scene::fill(scene.field("loadAtOnce"), "8");
    QTest::keyClick(scene.field("loadAtOnce"), Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(scene.view.request().runs, uint64_t{250});
    QCOMPARE(scene.view.request().atOnce, 8U);
    auto* unit = scene.view.findChild<QComboBox*>("loadUnit");
    unit->setFocus();
    QTest::keyClick(unit, Qt::Key_Down);
    QCOMPARE(scene.view.request().runs, uint64_t{0});
    QCOMPARE(scene.view.request().time, std::chrono::nanoseconds(std::chrono::seconds(10)));
    QTest::keyClick(unit, Qt::Key_Up);
    QCOMPARE(scene.view.request().runs, uint64_t{250});  // as it was left
}

void WindowLoadTest::whatCannotRunSaysWhy_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("why");
    QTest::newRow("no number") << "loadAmount"
                               << ""
                               << "How many runs? 1 to 1,000,000.";
    QTest::newRow("too many at once") << "loadAtOnce"
                                      << "99"
                                      << "How many at once? 1 to 64.";
}

void WindowLoadTest::whatCannotRunSaysWhy() {
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, why);
    Scene scene;
    scene.view.showSnapshot(scene.snapshot);
    auto* edit = scene.field(field.toLatin1().constData());
    QTest::mouseClick(edit, Qt::LeftButton);
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(edit, Qt::Key_Backspace);
    QTest::keyClicks(edit, typed);
    QCOMPARE(scene.label("loadState"), why);
    QVERIFY(!scene.button()->isEnabled());
}

void WindowLoadTest::whatIsCalledForRealIsSaidBefore() {
    test::SnapshotBuilder builder;
    const NodeId name = builder.input("name", types::kString);
    const NodeId call = builder.call("answer", "FetchPage", {name});
    builder.row(call).effectful = true;
    Scene scene;
    scene.view.showSnapshot(builder.finish());
    QVERIFY(scene.label("loadNotes").contains("Each run really calls FetchPage"));
}

void WindowLoadTest::aLoadTellsHowFarItIs() {
    Scene scene;
    scene.view.showSnapshot(scene.snapshot);
    scene.view.showLoad(loadOf(scene.snapshot, State::Running));
    QCOMPARE(scene.label("loadState"), QStringLiteral("800 of 1,600 runs · about 1.0 s left"));
    QCOMPARE(scene.button()->text(), QStringLiteral("Stop"));
    QVERIFY(scene.label("loadFacts").startsWith("800 runs/s · p50 1.0 ms · p95 1.5 ms"));
    QVERIFY(!scene.field("loadAmount")->isEnabled());
    QVERIFY(scene.view.chart()->isVisible());
    auto ended = loadOf(scene.snapshot, State::Done);
    scene.view.showLoad(ended);
    QCOMPARE(scene.label("loadState"), QStringLiteral("800 runs in 1.0 s"));
    QVERIFY(scene.label("loadFacts").endsWith("none failed"));
    QVERIFY(scene.label("loadNotes").startsWith("No drift"));
    QCOMPARE(scene.button()->text(), QStringLiteral("Start"));
}

void WindowLoadTest::theChartTellsOfEachStretchUnderTheMouse() {
    Scene scene;
    scene.view.showSnapshot(scene.snapshot);
    auto load = loadOf(scene.snapshot, State::Done);
    load->numbers.buckets[3] = bucket(300, 400, 40, 2000);
    load->numbers.buckets[3].failed = 2;
    scene.view.showLoad(load);
    lookAt(scene.view.chart(), 3);
    QTRY_COMPARE(scene.view.chart()->lookedAt(),
                 QStringLiteral("300 ms to 400 ms\n40 runs, 2 failed\n400 runs/s\n"
                                "p50 2.0 ms · p95 3.0 ms\np99 4.0 ms · max 6.0 ms"));
    lookAt(scene.view.bars(), 1);
    QTRY_COMPARE(scene.view.bars()->lookedAt(),
                 QStringLiteral("1.0 ms to 1.1 ms: 590 of 800 runs, 73.8 %"));
    EVENTUALLY(scene.view.chart()->lookedAt().isEmpty());
}

void WindowLoadTest::theArrowKeysLookToo() {
    Scene scene;
    scene.view.showSnapshot(scene.snapshot);
    scene.view.showLoad(loadOf(scene.snapshot, State::Done));
    scene.view.chart()->setFocus();
    QTest::keyClick(scene.view.chart(), Qt::Key_Right);
    QVERIFY(scene.view.chart()->lookedAt().startsWith("0 ns to 100 ms"));
    QTest::keyClick(scene.view.chart(), Qt::Key_Right);
    QVERIFY(scene.view.chart()->lookedAt().startsWith("100 ms to 200 ms"));
    QTest::keyClick(scene.view.chart(), Qt::Key_Left);
    QTest::keyClick(scene.view.chart(), Qt::Key_Left);
    QVERIFY(scene.view.chart()->lookedAt().startsWith("0 ns to 100 ms"));
    scene.view.bars()->setFocus();
    QVERIFY(scene.view.chart()->lookedAt().isEmpty());
    QTest::keyClick(scene.view.bars(), Qt::Key_Left);
    QVERIFY(scene.view.bars()->lookedAt().startsWith("1.1 ms to 3.0 ms"));
}

void WindowLoadTest::driftIsToldInWords() {
    Scene scene;
    auto load = loadOf(scene.snapshot, State::Done);
    load->numbers.drift = {LoadDrift::Kind::Slower, 0.12, 300'000'000, ""};
    scene.view.showLoad(load);
    QVERIFY(scene.label("loadNotes").contains("The median run got slower by 12 % since 300 ms."));
    load = loadOf(scene.snapshot, State::Done);
    load->numbers.drift.reason = "too few runs: 100 are needed";
    scene.view.showLoad(load);
    QVERIFY(scene.label("loadNotes").contains("cannot be told: too few runs"));
}

/// By what the mark changes in the picture: a line in both areas where the level changed, and words
/// where nothing else is.
void WindowLoadTest::driftIsMarkedBesideTheCurves() {
    for (const int64_t sinceMs : {0, 300, 900}) {
        Scene scene;
        scene.view.showSnapshot(scene.snapshot);
        auto load = loadOf(scene.snapshot, State::Done);
        for (int i = static_cast<int>(sinceMs / 100); i < 10; ++i) {
            load->numbers.buckets[static_cast<std::size_t>(i)] =
                bucket(100 * i, 100 * (i + 1), 80, 2000);
        }
        scene.view.showLoad(load);
        const QImage plain = scene.view.chart()->grab().toImage();
        auto marked = std::make_shared<LoadSnapshot>(*load);
        marked->numbers.drift = {LoadDrift::Kind::Slower, 1.0, sinceMs * 1'000'000, ""};
        scene.view.showLoad(marked);
        const QImage picture = scene.view.chart()->grab().toImage();
        QCOMPARE(picture.size(), plain.size());
        const int x = scene.view.chart()->rectOf(static_cast<std::size_t>(sinceMs / 100)).left();
        const QRgb ground = scene.view.palette().color(QPalette::Window).rgb();
        std::set<int> line, words;  // rows
        for (int row = 0; row < picture.height(); ++row) {
            for (int at = 0; at < picture.width(); ++at) {
                if (picture.pixel(at, row) == plain.pixel(at, row)) continue;
                const bool isLine = std::abs(at - x) <= 1;
                (isLine ? line : words).insert(row);
                if (!isLine) QCOMPARE(plain.pixel(at, row), ground);
            }
        }
        QVERIFY(!words.empty());
        const int height = scene.view.chart()->fontMetrics().height();
        QVERIFY(*words.rbegin() - *words.begin() < height);
        QVERIFY(*line.begin() < picture.height() / 4);
        QVERIFY(*line.rbegin() > picture.height() * 3 / 4);
        QVERIFY(line.size() > static_cast<std::size_t>(picture.height()) / 4);  // it is dashed
    }
}

void WindowLoadTest::whatAStoppedLoadTellsFitsTogether() {
    Scene scene;
    auto load = loadOf(scene.snapshot, State::Stopped);
    load->elapsedNs = 1'700'000'000;  // until the last one gave up
    load->cut = 4;
    scene.view.showLoad(load);
    QCOMPARE(scene.label("loadState"), QStringLiteral("stopped after 800 runs in 1.0 s"));
    QVERIFY(scene.label("loadFacts").startsWith("800 runs/s"));
    QVERIFY(scene.label("loadNotes").contains("4 more runs were under way as it was stopped"));
}

void WindowLoadTest::theFirstFailureLeadsToItsNode() {
    Scene scene;
    auto load = loadOf(scene.snapshot, State::Done);
    load->numbers.whole.failed = 8;
    load->firstError = RunError{"R004", "division by zero", "total/args.0", "", 1, {}};
    scene.view.showLoad(load);
    QVERIFY(scene.label("loadFacts").endsWith("8 failed (1.0 %)"));
    auto* notes = scene.view.findChild<QLabel*>("loadNotes");
    QVERIFY(notes->text().startsWith("First failure: <a href"));
    QVERIFY(notes->text().contains("division by zero"));
    QSignalSpy chosen(&scene.view, &LoadView::nodeActivated);
    notes->setFocus();
    QTest::keyClick(notes, Qt::Key_Tab);  // to the link
    QTest::keyClick(notes, Qt::Key_Return);
    if (chosen.isEmpty()) {
        const int at = notes->fontMetrics().horizontalAdvance("First failure: tot");
        QTest::mouseClick(notes, Qt::LeftButton, Qt::NoModifier, {at, notes->height() / 4});
    }
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("total/args.0"));
}

void WindowLoadTest::aLoadRunsFromTheKeyboardAndIsHandedOut() {
    Studio studio;
    open(studio, kText);
    QVERIFY(studio.find<QLineEdit>("loadAmount")->hasFocus());
    QSignalSpy ended(studio.window().findChild<WindowLoad*>(), &WindowLoad::loadEnded);
    studio.press(Qt::Key_A, Qt::ControlModifier);
    studio.type("300\n");
    EVENTUALLY(studio.label("loadState").startsWith("300 runs in "));
    QCOMPARE(ended.count(), 1);
    const auto kept = ended[0][0].value<KeptRunPtr>();
    QCOMPARE(kept->kind, KeptRun::Kind::Load);
    QCOMPARE(kept->title, std::string("300 runs, 1 at once"));
    QCOMPARE(kept->profile->runs, uint64_t{300});
    QCOMPARE(kept->profile->source, kText.toStdString());
    QVERIFY(studio.label("loadFacts").contains("runs/s"));
    QVERIFY(studio.find<LoadChart>("loadChart")->isVisible());
    // Its profile is a click away.
    studio.pressMouse(studio.find<QPushButton>("loadProfile"));
    EVENTUALLY(studio.label("profileFacts").contains("300"));
}

void WindowLoadTest::itsRunsStandInTheTimeline() {
    Studio studio;
    open(studio, kText);
    runLoad(studio);
    studio.pressMouse(studio.find<QPushButton>("loadTimeline"));
    auto* canvas = studio.find<TimelineCanvas>("timelineCanvas");
    EVENTUALLY(canvas->isVisible() && canvas->index());
    EVENTUALLY(canvas->index()->trace().runs.ended == 300);
    QVERIFY(canvas->camera().isFit());
    QVERIFY(canvas->hasFocus());
    QCOMPARE(studio.find<ElidedLabel>("timelineChosen")->text(), QStringLiteral("All 300 runs"));
    QVERIFY(studio.label("pastRunNote").contains("load of"));
    // A run of it: what lies in its lane at the beginning; its nodes are those of its number.
    const auto place = canvas->index()->placeOfRun(1);
    QVERIFY(place);
    studio.press(Qt::Key_Home);
    for (int i = 0; i < 40 && canvas->rectOf(*place).width() < 20; ++i) {
        studio.press(Qt::Key_W);
        studio.press(Qt::Key_Home);
    }
    QTest::mouseClick(canvas->viewport(), Qt::LeftButton, Qt::NoModifier,
                      canvas->rectOf(*place).center().toPoint());
    EVENTUALLY(canvas->selected() == place);
    QVERIFY(studio.find<ElidedLabel>("timelineChosen")->text().startsWith("run 1 · completed"));
    const SpanSet spans = canvas->index()->spansOfRun(1);
    bool hasNode = false;
    for (uint32_t row = 0; row < canvas->index()->rows().size(); ++row) {
        for (const uint32_t span : spans.of(row)) {
            const Span& one = canvas->index()->span({row, span});
            QCOMPARE(one.run, 1U);
            hasNode = hasNode || one.node != Span::kNone;
        }
    }
    QVERIFY(hasNode);
}

void WindowLoadTest::itsSlowestRunIsAKeyAway() {
    Studio studio;
    open(studio, kText);
    studio.press(Qt::Key_F7, Qt::ControlModifier);  // there is none yet
    auto* told = studio.find<QWidget>("windowBanner")->findChild<QLabel*>("bannerText");
    EVENTUALLY(told->text().contains("No load has ended yet"));
    studio.press(Qt::Key_F7);
    runLoad(studio);
    studio.press(Qt::Key_F7, Qt::ControlModifier);
    auto* canvas = studio.find<TimelineCanvas>("timelineCanvas");
    EVENTUALLY(canvas->isVisible() && canvas->index() && canvas->selected());
    const TracedRuns runs = canvas->index()->trace().runs;
    const Span& chosen = canvas->index()->span(*canvas->selected());
    QCOMPARE(chosen.run, runs.slowest);
    QVERIFY(canvas->camera().fromNs() <= static_cast<double>(chosen.startNs));
    QVERIFY(canvas->camera().toNs() >= static_cast<double>(chosen.endNs));
    QVERIFY(canvas->camera().toNs() - canvas->camera().fromNs() <
            2 * static_cast<double>(chosen.endNs - chosen.startNs));
    // All of it again.
    studio.press(Qt::Key_F7, Qt::ShiftModifier);
    EVENTUALLY(canvas->camera().isFit());
}

void WindowLoadTest::aBarLeadsToARunThatTookSoLong() {
    Studio studio;
    open(studio, kText);
    runLoad(studio);
    auto* bars = studio.find<LatencyBars>("latencyBars");
    bars->setFocus();
    QTest::keyClick(bars, Qt::Key_Left);  // the slowest ones
    QTest::keyClick(bars, Qt::Key_Return);
    auto* canvas = studio.find<TimelineCanvas>("timelineCanvas");
    EVENTUALLY(canvas->isVisible() && canvas->index() && canvas->selected());
    const Span& chosen = canvas->index()->span(*canvas->selected());
    const Span& slowest =
        canvas->index()->span(*canvas->index()->placeOfRun(canvas->index()->trace().runs.slowest));
    // The last bar holds the slowest run, and this is one of its runs.
    QVERIFY(chosen.node == Span::kNone && chosen.run > 0);
    QVERIFY(chosen.endNs - chosen.startNs <= slowest.endNs - slowest.startNs);
}

void WindowLoadTest::aClickStopsItAtOnce() {
    Studio studio;
    open(studio, kText);
    startLong(studio);
    studio.pressMouse(studio.find<QPushButton>("loadButton"));
    EVENTUALLY(studio.label("loadState").startsWith("stopped after "));
    QCOMPARE(studio.find<QPushButton>("loadButton")->text(), QStringLiteral("Start"));
}

void WindowLoadTest::escapeStopsIt() {
    Studio studio;
    open(studio, kText);
    startLong(studio);
    studio.press(Qt::Key_Escape);
    EVENTUALLY(studio.label("loadState").startsWith("stopped after "));
}

void WindowLoadTest::typingGoesOnBesideIt() {
    Studio studio({}, true);
    open(studio, kText);
    startLong(studio);
    studio.typeInEditor("# more\n");
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    studio.typeInEditor("extra = 41 + 1\n");
    EVENTUALLY(studio.label("loadNotes").contains("Live runs wait"));
    QVERIFY(studio.label("loadState").contains("of 1,000,000 runs"));
    studio.pressMouse(studio.find<QPushButton>("loadButton"));
    EVENTUALLY(studio.label("loadState").startsWith("stopped after "));
    EVENTUALLY(studio.label("statusRun").contains("completed"));
}

void WindowLoadTest::anotherDocumentEndsIt() {
    Studio studio;
    open(studio, kText);
    startLong(studio);
    QSignalSpy ended(studio.window().findChild<WindowLoad*>(), &WindowLoad::loadEnded);
    studio.press(Qt::Key_N, Qt::ControlModifier);
    EVENTUALLY(studio.window().findChild<QMessageBox*>("unsavedDialog"));
    for (QAbstractButton* button : studio.find<QMessageBox>("unsavedDialog")->buttons()) {
        if (button->text() == "Discard") studio.pressMouse(button);
    }
    EVENTUALLY(studio.find<QPushButton>("loadButton")->text() == "Start");
    EVENTUALLY(studio.label("loadState") == "There is nothing to run yet.");
    QCOMPARE(ended.count(), 0);
}

QTEST_MAIN(WindowLoadTest)
#include "tst_window_load.moc"
