#include "tests/support/traces.h"
#include "ui/profiler/pixel_mix.h"
#include "ui/profiler/span_search.h"
#include "ui/profiler/timeline_raster.h"
#include "ui/profiler/timeline_ruler.h"

#include <QFontMetrics>
#include <QPainter>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

using namespace cst;
using namespace cst::test;

// What is drawn of a trace, against a count of every span.

class TimelineModelTest : public QObject {
    Q_OBJECT

private slots:
    void aTrackKnowsWhatEverySpanAddsUpTo();
    void theWayThroughATrackIsThatOfEveryPlaceByItself();
    void spansThatAreLongEnoughAreFound();
    void linesThatArePutDownAgainStandWhereTheyWouldHave();
    void aPatternIsTheSameAfterItsPeriod();
    void everyPixelShowsWhatItsSpansAddUpTo_data();
    void everyPixelShowsWhatItsSpansAddUpTo();
    void aPixelThatIsBusyForThreeTenthsLooksSo();
    void whatFailedIsSeenHoweverShortItWas();
    void theSpansOfANodeAreAllOfThem();
    void theLoadOfALaneIsTheShareThatItWasBusy();
    void searchFindsWhatHoldsEveryWord_data();
    void searchFindsWhatHoldsEveryWord();
    void stepsGoRoundAndRound();
    void marksOfTheRulerAreApartAndDifferent();
    void pointsInTimeAreWrittenShort_data();
    void pointsInTimeAreWrittenShort();
    void theCameraNeverLeavesTheTrace();
};

namespace {

constexpr int kWidth = 400;

double ns(int64_t time) {
    return static_cast<double>(time);
}

double overlap(const Span& span, double from, double to) {
    return std::max(0.0, std::min(ns(span.endNs), to) - std::max(ns(span.startNs), from));
}

bool isIn(const Span& span, double from, double to) {
    return overlap(span, from, to) > 0 || (ns(span.startNs) >= from && ns(span.startNs) < to);
}

bool isNear(QRgb a, QRgb b) {
    return std::abs(qRed(a) - qRed(b)) <= 2 && std::abs(qGreen(a) - qGreen(b)) <= 2 &&
           std::abs(qBlue(a) - qBlue(b)) <= 2;
}

/// A trace drawn without labels or marks.
struct Drawing {
    explicit Drawing(std::shared_ptr<const Trace> trace) : index(std::move(trace)) {
        theme.choose(Theme::Choice::Dark);
        raster.applyTheme(theme, theme.textFont());
        layout = TimelineLayout(index, std::vector<bool>(index.trace().lanes.size()), 20);
        camera.setEnd(static_cast<double>(index.trace().endNs));
        camera.resize(kWidth);
        camera.fit();
    }
    void paint() {
        image = QImage(kWidth, std::max(1, layout.height()), QImage::Format_RGB32);
        QPainter painter(&image);
        raster.paint(image.size(), {index, layout, camera, 0, 1, nullptr, nullptr, {}},
                     [&](const QImage& strip, int top) { painter.drawImage(0, top, strip); });
    }
    QRgb at(uint32_t row, int x) const { return image.pixel(x, *layout.topOf(row)); }
    QRgb color(SpanKind kind) const { return theme.color(spanRole(kind)).rgb(); }
    QRgb ground() const { return theme.color(Role::Canvas).rgb(); }

    /// Of a pixel, by looking at every span of the row.
    QRgb expected(uint32_t row, double from, double to) const {
        std::map<SpanKind, double> shares;
        for (const Span& span : index.rows()[row].spans) {
            if (isIn(span, from, to)) shares[span.kind] += overlap(span, from, to) / (to - from);
        }
        if (shares.empty()) return ground();
        for (const SpanKind trouble : {SpanKind::Failed, SpanKind::TimedOut}) {
            if (!shares.count(trouble)) continue;
            return shares[trouble] >= TimelineRaster::kMark
                       ? color(trouble)
                       : theme.color(troubleRole(trouble)).rgb();
        }
        double all = 0, red = 0, green = 0, blue = 0;
        for (auto [kind, share] : shares) {
            share = std::max(share, 1e-6);
            all += share;
            red += share * qRed(color(kind));
            green += share * qGreen(color(kind));
            blue += share * qBlue(color(kind));
        }
        const double part = std::clamp(all, TimelineRaster::kFaintest, 1.0);
        const auto mixed = [&](int of, double with) {
            return static_cast<int>(of + (with / all - of) * part);
        };
        return qRgb(mixed(qRed(ground()), red), mixed(qGreen(ground()), green),
                    mixed(qBlue(ground()), blue));
    }
    /// Does a span end there that is set apart from the next one?
    bool isBorder(uint32_t row, int x) const {
        return std::any_of(index.rows()[row].spans.begin(), index.rows()[row].spans.end(),
                           [&](const Span& span) {
                               const double end = camera.xOf(static_cast<double>(span.endNs));
                               return std::ceil(end) - 1 == x || std::abs(end - x - 1) < 1e-3;
                           });
    }

    Theme theme;
    TimelineIndex index;
    TimelineRaster raster;
    TimelineLayout layout;
    TimelineCamera camera;
    QImage image;
};

}  // namespace

void TimelineModelTest::aTrackKnowsWhatEverySpanAddsUpTo() {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto trace = randomTrace(seed, 1 + seed * 20);
        const std::vector<Span>& spans = trace->lanes[0].rows[0];
        const TimelineRow row(0, spans);
        QCOMPARE(row.tracks.size(), 1U);
        std::mt19937 random(seed);
        for (int i = 0; i < 300; ++i) {
            const double end = static_cast<double>(trace->endNs) * 1.1;
            const double time = i == 0 ? 0 : static_cast<double>(random()) / 4294967296.0 * end;
            // On the ends of spans, too.
            const double at = i % 3 == 0 ? std::round(time)
                              : i % 3 == 1
                                  ? static_cast<double>(spans[random() % spans.size()].endNs)
                                  : time;
            double busy = 0;
            std::size_t begun = 0;
            for (const Span& span : spans) {
                busy += overlap(span, -1, at);
                begun += static_cast<double>(span.startNs) < at ? 1 : 0;
            }
            const TimelineTrack::Place place = row.tracks[0].at(at);
            QCOMPARE(place.begun, begun);
            QVERIFY2(std::abs(place.busyNs - busy) < 1e-3, qPrintable(QString::number(at)));
        }
    }
}

void TimelineModelTest::theWayThroughATrackIsThatOfEveryPlaceByItself() {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto trace = randomTrace(seed, 1 + seed * 40);
        const TimelineRow row(0, trace->lanes[0].rows[0]);
        const TimelineTrack& track = row.tracks[0];
        std::vector<TimelineTrack::Time> times;
        const double end = static_cast<double>(trace->endNs), step = end / (1 + seed * seed * 3);
        for (double at = -2 * step; at < end + 2 * step; at += step) times.emplace_back(at);
        std::vector<TimelineTrack::Place> places(times.size());
        track.places(times, places);
        for (std::size_t i = 0; i < times.size(); ++i) {
            QCOMPARE(places[i].begun, track.at(times[i]).begun);
            QCOMPARE(places[i].busyNs, track.at(times[i]).busyNs);
        }
    }
}

void TimelineModelTest::linesThatArePutDownAgainStandWhereTheyWouldHave() {
    constexpr int kWidth = 3, kTop = -5;
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::mt19937 random(seed);
        StripWriter writer;
        std::vector<QRgb> put, expected;
        const StripWriter::Put keep = [&](const QImage& strip, int top) {
            QCOMPARE(top, kTop + static_cast<int>(put.size()));
            QCOMPARE(strip.width(), kWidth);
            for (int y = 0; y < strip.height(); ++y) put.push_back(strip.pixel(kWidth - 1, y));
        };
        writer.begin(kWidth, 40, kTop, keep);
        while (expected.size() < 300) {
            const int block = 1 + static_cast<int>(random() % 40);
            const int count = block + static_cast<int>(random() % 3 * (random() % 50));
            const std::size_t first = expected.size();
            const int line = writer.takeLines(block);
            for (int y = 0; y < count; ++y) {
                const bool isFirst = y < block;
                const auto color = static_cast<QRgb>(0xFF000000U | random() >> 8U);
                expected.push_back(isFirst ? color
                                           : expected[first + static_cast<std::size_t>(y % block)]);
                if (isFirst) std::fill_n(writer.line(line + y), kWidth, color);
            }
            if (count > block) writer.repeatTo(count);
            QCOMPARE(writer.next(), kTop + static_cast<int>(expected.size()));
        }
        writer.end();
        QCOMPARE(put, expected);
    }
}

void TimelineModelTest::aPatternIsTheSameAfterItsPeriod() {
    for (std::size_t i = 0; i < kSpanPatterns; ++i) {
        const auto pattern = static_cast<SpanPattern>(i);
        std::set<uint8_t> lines;
        for (int y = 0; y < 5 * kPatternPeriod; ++y) {
            lines.insert(patternBits(pattern, y));
            QCOMPARE(patternBits(pattern, y), patternBits(pattern, y % kPatternPeriod));
        }
        QCOMPARE(lines.size() > 1, pattern != SpanPattern::None);
    }
}

void TimelineModelTest::spansThatAreLongEnoughAreFound() {
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 255U, 256U, 257U, 5000U}) {
        const auto trace = randomTrace(3, std::max<std::size_t>(1, size));
        const std::span<const Span> row(trace->lanes[0].rows[0].data(), size);
        const LongestSpans longest(row);
        std::mt19937 random(5);
        for (int i = 0; i < 200; ++i) {
            const std::size_t from = size == 0 ? 0 : random() % (size + 1);
            const auto least = static_cast<int64_t>(random() % 600'000);
            std::size_t expected = from;
            while (expected < size && row[expected].endNs - row[expected].startNs < least) {
                ++expected;
            }
            QCOMPARE(longest.next(from, least), expected);
        }
    }
}

void TimelineModelTest::everyPixelShowsWhatItsSpansAddUpTo_data() {
    QTest::addColumn<int>("spans");
    QTest::addColumn<int>("steps");
    for (const int spans : {1, 7, 100, 2000}) {
        for (const int steps : {0, 8, 20, 40})
            QTest::addRow("%d-%d", spans, steps) << spans << steps;
    }
}

void TimelineModelTest::everyPixelShowsWhatItsSpansAddUpTo() {
    QFETCH(int, spans);
    QFETCH(int, steps);
    for (unsigned seed = 0; seed < 3; ++seed) {
        Drawing drawing(randomTrace(seed, static_cast<std::size_t>(spans)));
        for (int i = 0; i < steps; ++i) drawing.camera.zoomAt(100 + 80 * seed, 1.4);
        drawing.paint();
        for (uint32_t row = 0; row < drawing.index.rows().size(); ++row) {
            for (int x = 0; x < kWidth; ++x) {
                if (drawing.isBorder(row, x)) continue;
                const double from = drawing.camera.timeAt(x), to = drawing.camera.timeAt(x + 1);
                const QRgb whole = drawing.expected(row, from, to);
                const QRgb nearer = mixedPixel(whole, drawing.ground(),
                                               static_cast<unsigned>(256 * kPatternDepth + 0.5));
                const QRgb seen = drawing.at(row, x);
                QVERIFY2(isNear(seen, whole) || isNear(seen, nearer),
                         qPrintable(QStringLiteral("seed %1 row %2 x %3: %4, not %5")
                                        .arg(seed)
                                        .arg(row)
                                        .arg(x)
                                        .arg(QColor(seen).name(), QColor(whole).name())));
            }
        }
    }
}

void TimelineModelTest::aPixelThatIsBusyForThreeTenthsLooksSo() {
    TraceBuilder build;
    const uint32_t lane = build.lane("worker 1", LaneKind::Worker);
    for (int64_t i = 0; i < 100'000; ++i) {
        build.add(lane, 0, 10 * i, 10 * i + 3, SpanKind::Completed, "n");
    }
    Drawing drawing(build.finish());
    drawing.paint();
    const QRgb expected =
        mixedPixel(drawing.ground(), drawing.color(SpanKind::Completed), 256 * 3 / 10);
    for (int x = 20; x < kWidth - 20; ++x) QVERIFY(isNear(drawing.at(0, x), expected));
}

void TimelineModelTest::whatFailedIsSeenHoweverShortItWas() {
    TraceBuilder build;
    const uint32_t lane = build.lane("worker 1", LaneKind::Worker);
    constexpr int64_t kHour = 3'600'000'000'000;
    for (int64_t i = 0; i < 1000; ++i) {
        build.add(lane, 0, kHour / 1000 * i, kHour / 1000 * (i + 1) - 1000, SpanKind::Completed,
                  "n");
        if (i == 500)
            build.add(lane, 0, kHour / 1000 * (i + 1) - 900, kHour / 1000 * (i + 1) - 900,
                      SpanKind::Failed, "of no length");
    }
    Drawing drawing(build.finish());
    drawing.paint();
    int seen = 0;
    for (int x = 0; x < kWidth; ++x) {
        seen += drawing.at(0, x) == drawing.theme.color(Role::Error).rgb() ? 1 : 0;
    }
    QCOMPARE(seen, 1);
}

void TimelineModelTest::theSpansOfANodeAreAllOfThem() {
    const TimelineIndex index(randomTrace(4, 500));
    const uint32_t node = index.nodeOf("n7");
    QVERIFY(node < index.trace().nodes.size());
    const SpanSet set = index.spansOfNode(node);
    for (uint32_t row = 0; row < index.rows().size(); ++row) {
        std::vector<uint32_t> expected;
        for (uint32_t i = 0; i < index.rows()[row].spans.size(); ++i) {
            if (index.rows()[row].spans[i].node == node) expected.push_back(i);
        }
        const std::span<const uint32_t> found = set.of(row);
        QCOMPARE(std::vector<uint32_t>(found.begin(), found.end()), expected);
    }
    QCOMPARE(index.nodeOf("nobody"), UINT32_MAX);
    QVERIFY(index.spansOfNode(UINT32_MAX).isEmpty());
}

void TimelineModelTest::theLoadOfALaneIsTheShareThatItWasBusy() {
    TraceBuilder build;
    const uint32_t worker = build.lane("worker 1", LaneKind::Worker, 2);
    build.add(worker, 0, 0, 600, SpanKind::Completed, "outer");
    build.add(worker, 1, 100, 500, SpanKind::Completed, "inner");
    const uint32_t waits = build.lane("waiting", LaneKind::Waiting, 2);
    build.add(waits, 0, 0, 1000, SpanKind::Io, "a");
    build.add(waits, 1, 500, 1000, SpanKind::Permit, "b");
    const TimelineIndex index(build.finish());
    QCOMPARE(index.load(worker, 0, 1000), 0.6);
    QCOMPARE(index.load(worker, 500, 700), 0.5);
    QCOMPARE(index.load(waits, 0, 1000), 1.5);
    QCOMPARE(index.load(waits, 700, 700), 0.0);
}

void TimelineModelTest::searchFindsWhatHoldsEveryWord_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("count");
    QTest::newRow("a name") << "translate" << 2;
    QTest::newRow("case does not matter") << "TRANSlate" << 2;
    QTest::newRow("a kind") << "failed" << 3;
    QTest::newRow("a group of kinds") << "waiting" << 4;
    QTest::newRow("both") << "fetch failed" << 1;
    QTest::newRow("many") << "score" << 1000;
    QTest::newRow("nothing") << "nowhere" << 0;
    QTest::newRow("blanks") << "   " << 0;
}

void TimelineModelTest::searchFindsWhatHoldsEveryWord() {
    QFETCH(QString, words);
    QFETCH(int, count);
    const TimelineIndex index(smallRun());
    const auto found = findSpans(index, words);
    QCOMPARE(static_cast<int>(found->inTime.size()), count);
    QVERIFY(
        std::is_sorted(found->inTime.begin(), found->inTime.end(), [&](SpanPlace a, SpanPlace b) {
            return index.span(a).startNs < index.span(b).startNs;
        }));
    int inRows = 0;
    for (uint32_t row = 0; row < index.rows().size(); ++row) {
        inRows += static_cast<int>(found->spans.of(row).size());
    }
    QCOMPARE(inRows, count);
}

void TimelineModelTest::stepsGoRoundAndRound() {
    const TimelineIndex index(smallRun());
    const auto found = findSpans(index, QStringLiteral("fetch"));
    QCOMPARE(found->inTime.size(), 4U);
    SpanPlace at = found->stepped(index, nullptr, 0, 1);
    for (std::size_t i = 0; i < 5; ++i) {
        QCOMPARE(found->numberOf(index, at), i % 4 + 1);
        at = found->stepped(index, &at, 0, 1);
    }
    const SpanPlace first = found->inTime.front();
    QCOMPARE(found->stepped(index, &first, 0, -1), found->inTime.back());
    QCOMPARE(found->stepped(index, nullptr, 5'600'000, 1), found->inTime[1]);
    QCOMPARE(found->stepped(index, nullptr, 5'600'000, -1), found->inTime[0]);
    const SpanPlace other = findSpans(index, QStringLiteral("clean"))->inTime.front();
    QCOMPARE(found->numberOf(index, other), 0U);
}

void TimelineModelTest::marksOfTheRulerAreApartAndDifferent() {
    TimelineCamera camera;
    camera.setEnd(36'000e9);  // ten hours
    camera.resize(1200);
    camera.fit();
    double before = 1e300;
    for (int i = 0; i < 260; ++i) {
        const TimelineRuler ruler = TimelineRuler::of(camera, 100);
        QVERIFY(ruler.stepNs <= before);
        before = ruler.stepNs;
        QVERIFY(ruler.stepNs >= 1);
        QVERIFY(ruler.stepNs / camera.nsPerPixel() >= 99.9);
        QSet<QString> texts;
        for (const TimelineRuler::Mark& mark : ruler.marks) texts.insert(mark.text);
        QCOMPARE(static_cast<std::size_t>(texts.size()), ruler.marks.size());
        QVERIFY(ruler.marks.size() <= 13);
        QVERIFY2(ruler.stepNs == 1 || !ruler.marks.empty(), "something is written");
        camera.zoomAt(700, 1.2);
    }
    QVERIFY2(before <= 2, "down to nanoseconds");
}

void TimelineModelTest::pointsInTimeAreWrittenShort_data() {
    QTest::addColumn<double>("timeNs");
    QTest::addColumn<double>("stepNs");
    QTest::addColumn<QString>("text");
    QTest::newRow("beginning") << 0.0 << 1e6 << "0";
    QTest::newRow("nanoseconds") << 20.0 << 5.0 << "20 ns";
    QTest::newRow("microseconds") << 1250.0 << 50.0 << "1.25 µs";
    QTest::newRow("milliseconds") << 3e6 << 1e6 << "3 ms";
    QTest::newRow("seconds") << 1.5e9 << 5e8 << "1.5 s";
    QTest::newRow("minutes") << 182.5e9 << 5e8 << "3:02.5 min";
    QTest::newRow("hours") << 3605e9 << 5e9 << "1:00:05 h";
    QTest::newRow("rounding up to a minute") << 119.9999e9 << 1e9 << "2:00 min";
}

void TimelineModelTest::pointsInTimeAreWrittenShort() {
    QFETCH(double, timeNs);
    QFETCH(double, stepNs);
    QFETCH(QString, text);
    QCOMPARE(timePointText(timeNs, stepNs), text);
}

void TimelineModelTest::theCameraNeverLeavesTheTrace() {
    std::mt19937 random(1);
    for (const double end : {0.0, 1.0, 1e6, 3.6e13}) {
        TimelineCamera camera;
        camera.setEnd(end);
        camera.resize(800);
        camera.fit();
        QVERIFY(camera.isFit());
        const double all = camera.toNs() - camera.fromNs();
        for (int i = 0; i < 500; ++i) {
            const auto x = static_cast<double>(random() % 800);
            if (i % 3 == 0) camera.zoomAt(x, random() % 2 ? 1.7 : 0.7);
            if (i % 3 == 1) camera.panBy(static_cast<double>(random() % 4000) - 2000);
            if (i % 3 == 2) camera.resize(400 + static_cast<double>(random() % 800));
            QVERIFY(camera.nsPerPixel() > 0);
            QVERIFY(camera.fromNs() >= -TimelineCamera::kMargin * camera.nsPerPixel() - 1e-6);
            QVERIFY(camera.toNs() - camera.fromNs() <= all * 3);
        }
        for (int i = 0; i < 200; ++i) camera.zoomAt(100, 0.5);
        QVERIFY(camera.isFit());
    }
}

QTEST_MAIN(TimelineModelTest)
#include "tst_timeline_model.moc"
