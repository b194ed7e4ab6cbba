#include "engine/profile/flame_tree.h"

#include <QTest>

#include <cmath>
#include <random>
#include <set>

using namespace cst;

namespace {

void add(Profile& profile, const std::string& key, double us, const std::string& group = "",
         uint64_t count = 10) {
    ProfileNode& node = profile.nodes.emplace_back();
    node.key = key;
    node.group = group;
    node.times.count = count;
    node.times.meanUs = us;
    profile.runs = 10;
}

QString drawn(const std::vector<FlameFrame>& frames) {
    QStringList lines;
    for (const FlameFrame& frame : frames) {
        lines += QString("%1%2 own %3 total %4 at %5")
                     .arg(QString(2 * frame.depth, ' '), QString::fromStdString(frame.name))
                     .arg(frame.ownUs)
                     .arg(frame.totalUs)
                     .arg(frame.startUs);
    }
    return lines.join('\n');
}

}  // namespace

class TestFlameTree : public QObject {
    Q_OBJECT

private slots:
    void nodesLieInTheirGroupsAndInOneAnother() {
        Profile profile;
        add(profile, "total", 10, "prices");
        add(profile, "total/args.0", 3, "prices");
        add(profile, "total/args.0/cond", 1, "prices");
        add(profile, "rate", 20, "prices");
        add(profile, "alone", 5);
        QCOMPARE(drawn(flameTree(profile, FlameMeasure::Wall)),
                 "run own 0 total 39 at 0\n"
                 "  prices own 0 total 34 at 0\n"
                 "    rate own 20 total 20 at 0\n"
                 "    total own 10 total 14 at 20\n"
                 "      total/args.0 own 3 total 4 at 20\n"
                 "        total/args.0/cond own 1 total 1 at 20\n"
                 "  alone own 5 total 5 at 34");
    }

    void aNodeThatWasNotMeasuredStillHoldsItsParts() {
        Profile profile;
        add(profile, "total/args.1", 3, "prices");
        add(profile, "fused", 0);
        add(profile, "fused/args.0", 2);
        QCOMPARE(drawn(flameTree(profile, FlameMeasure::Wall)),
                 "run own 0 total 5 at 0\n"
                 "  prices own 0 total 3 at 0\n"
                 "    total own 0 total 3 at 0\n"
                 "      total/args.1 own 3 total 3 at 0\n"
                 "  fused own 0 total 2 at 3\n"
                 "    fused/args.0 own 2 total 2 at 3");
    }

    void aGroupMayBeNamedLikeANode() {
        Profile profile;
        add(profile, "prices", 3);
        add(profile, "total", 2, "prices");
        QCOMPARE(drawn(flameTree(profile, FlameMeasure::Wall)), "run own 0 total 5 at 0\n"
                                                                "  prices own 3 total 3 at 0\n"
                                                                "  prices own 0 total 2 at 3\n"
                                                                "    total own 2 total 2 at 3");
    }

    void whatRanInEverySecondRunCountsHalf() {
        Profile profile;
        add(profile, "sometimes", 8, "", 5);
        QCOMPARE(flameTree(profile, FlameMeasure::Wall)[0].totalUs, 4.0);
    }

    void eachMeasureHasATreeOfItsOwn() {
        Profile profile;
        add(profile, "a", 10);
        add(profile, "b", 10);
        profile.nodes[0].waitUs = 7;
        profile.nodes[1].cpuUs = 2;
        QCOMPARE(drawn(flameTree(profile, FlameMeasure::Wait)),
                 "run own 0 total 7 at 0\n  a own 7 total 7 at 0");
        QCOMPARE(drawn(flameTree(profile, FlameMeasure::Cpu)),
                 "run own 0 total 2 at 0\n  b own 2 total 2 at 0");
    }

    void aKeyOfAnotherProgramDoesNotTakeAllMemory() {
        Profile profile;
        std::string key = "a";
        for (int i = 0; i < 100'000; ++i) {
            key += "/a";
        }
        add(profile, key, 1);
        const std::vector<FlameFrame> frames = flameTree(profile, FlameMeasure::Wall);
        QVERIFY(frames.size() < 100);
        QCOMPARE(frames.back().name, key);
        QCOMPARE(frames.back().ownUs, 1.0);
    }

    void ofNothingThereIsTheRun() {
        QCOMPARE(flameTree({}, FlameMeasure::Wall).size(), 1U);
        Profile profile;
        add(profile, "idle", 0, "g", 0);
        QCOMPARE(flameTree(profile, FlameMeasure::Wall).size(), 1U);
    }

    void anyTreeAddsUpAndItsBoxesLieInOneAnother() {
        std::mt19937 random(3);
        for (int round = 0; round < 200; ++round) {
            Profile profile;
            std::set<std::string> keys;
            double sum = 0;
            for (std::size_t i = random() % 60; i > 0; --i) {
                std::string key = "n" + std::to_string(random() % 9);
                for (std::size_t depth = random() % 4; depth > 0; --depth) {
                    key += "/args." + std::to_string(random() % 3);
                }
                if (keys.insert(key).second) {
                    const auto us = static_cast<double>(random() % 5);
                    add(profile, key, us,
                        random() % 2 == 0 ? "" : "g" + std::to_string(random() % 3));
                    sum += us;
                }
            }
            const std::vector<FlameFrame> frames = flameTree(profile, FlameMeasure::Wall);
            QVERIFY(std::abs(frames[0].totalUs - sum) < 1e-9);
            QCOMPARE(frames[0].end, frames.size());
            double own = 0;
            for (uint32_t i = 1; i < frames.size(); ++i) {
                const FlameFrame& parent = frames[frames[i].parent];
                own += frames[i].ownUs;
                QVERIFY(frames[i].parent < i && i < frames[i].end && frames[i].end <= parent.end);
                QCOMPARE(frames[i].depth, parent.depth + 1);
                QVERIFY(frames[i].totalUs > 0);
                QVERIFY(parent.startUs <= frames[i].startUs &&
                        frames[i].startUs + frames[i].totalUs <=
                            parent.startUs + parent.totalUs + 1e-9);
                // The next one beside it is not larger, and begins where this one ends.
                const uint32_t next = frames[i].end;
                if (next < frames.size() && frames[next].parent == frames[i].parent) {
                    QVERIFY(frames[next].totalUs <= frames[i].totalUs);
                    QVERIFY(std::abs(frames[next].startUs - frames[i].startUs - frames[i].totalUs) <
                            1e-9);
                }
            }
            QVERIFY(std::abs(own - sum) < 1e-9);
        }
    }
};

QTEST_APPLESS_MAIN(TestFlameTree)
#include "tst_flame_tree.moc"
