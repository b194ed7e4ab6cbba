#include "engine/profile/trace.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace cst;

namespace {

Span span(int64_t start, int64_t end, uint32_t label = 0) {
    Span made;
    made.startNs = start;
    made.endNs = end;
    made.label = label;
    return made;
}

bool liesApart(const std::vector<Span>& row) {
    for (std::size_t i = 1; i < row.size(); ++i) {
        if (row[i].startNs < row[i - 1].endNs) {
            return false;
        }
    }
    return true;
}

std::vector<Span> randomSpans(std::mt19937& random, std::size_t count) {
    std::vector<Span> spans;
    for (uint32_t i = 0; i < count; ++i) {
        const auto start = static_cast<int64_t>(random() % 100);
        spans.push_back(span(start, start + static_cast<int64_t>(random() % 30), i));
    }
    return spans;
}

std::size_t mostAtOnce(const std::vector<Span>& spans) {
    std::size_t most = 0;
    for (const Span& at : spans) {
        most = std::max<std::size_t>(most, static_cast<std::size_t>(std::count_if(
                                               spans.begin(), spans.end(), [&](const Span& other) {
                                                   return other.startNs <= at.startNs &&
                                                          at.startNs < other.endNs;
                                               })));
    }
    return most;
}

}  // namespace

class TestTrace : public QObject {
    Q_OBJECT

private slots:
    void whatIsWithinASpanStandsBelowIt() {
        const auto rows = nestedRows(
            {span(10, 20, 1), span(0, 100, 0), span(12, 15, 2), span(20, 30, 3), span(30, 30, 4)});
        QCOMPARE(rows.size(), 3U);
        QCOMPARE(rows[0].size(), 1U);
        QCOMPARE(rows[1].size(), 3U);
        QCOMPARE(rows[1][1].label, 3U);
        QCOMPARE(rows[2].size(), 1U);
        QCOMPARE(rows[2][0].label, 2U);
    }

    void ofTwoThatOverlapTheLaterOneIsCut() {
        const auto rows = nestedRows({span(0, 10, 1), span(5, 20, 2)});
        QCOMPARE(rows.size(), 1U);
        QCOMPARE(rows[0][1].startNs, 10);
        QCOMPARE(rows[0][1].endNs, 20);
    }

    void anySpansCanBeNested() {
        std::mt19937 random(7);
        for (int round = 0; round < 300; ++round) {
            const std::vector<Span> spans = randomSpans(random, 1 + random() % 30);
            std::size_t count = 0;
            const auto rows = nestedRows(spans);
            for (std::size_t depth = 0; depth < rows.size(); ++depth) {
                count += rows[depth].size();
                QVERIFY(liesApart(rows[depth]));
                for (const Span& each : rows[depth]) {
                    QVERIFY(each.startNs <= each.endNs);
                    QVERIFY(depth == 0 ||
                            std::any_of(rows[depth - 1].begin(), rows[depth - 1].end(),
                                        [&](const Span& outer) {
                                            return outer.startNs <= each.startNs &&
                                                   each.endNs <= outer.endNs;
                                        }));
                }
            }
            QCOMPARE(count, spans.size());
        }
    }

    void anySpansArePackedIntoAsFewRowsAsHoldThem() {
        std::mt19937 random(8);
        for (int round = 0; round < 300; ++round) {
            std::vector<Span> spans = randomSpans(random, 1 + random() % 30);
            for (Span& each : spans) {
                each.endNs += 1;  // a span of no time takes no room
            }
            std::size_t count = 0;
            const auto rows = packedRows(spans);
            for (const std::vector<Span>& row : rows) {
                count += row.size();
                QVERIFY(liesApart(row));
            }
            QCOMPARE(count, spans.size());
            QCOMPARE(rows.size(), mostAtOnce(spans));
        }
    }
};

QTEST_APPLESS_MAIN(TestTrace)
#include "tst_trace.moc"
