// What the comparison promises, tried on noise of many kinds. Seeds are fixed: a trial that passes
// passes always.

#include "engine/profile/comparison.h"
#include "engine/profile/noise_band.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <random>

using namespace cst;

namespace {

using Random = std::mt19937_64;
/// By how much longer each run of one node takes than it should: around 1.
using Noise = std::function<std::vector<double>(Random&, std::size_t runs)>;

double normal(Random& random, double spread) {
    return std::normal_distribution<double>(0, spread)(random);
}
double chance(Random& random) {
    return std::uniform_real_distribution<double>(0, 1)(random);
}

template <class Each>
Noise each(Each one) {
    return [one](Random& random, std::size_t runs) {
        std::vector<double> factors;
        for (std::size_t i = 0; i < runs; ++i) {
            factors.push_back(one(random, static_cast<double>(i) / static_cast<double>(runs)));
        }
        return factors;
    };
}

/// A level that comes and goes over some twenty runs, with noise on it.
std::vector<double> wandering(Random& random, std::size_t runs) {
    std::vector<double> factors;
    constexpr double kKept = 0.95;
    double level = normal(random, 0.03);
    for (std::size_t i = 0; i < runs; ++i) {
        level = kKept * level + normal(random, 0.03 * std::sqrt(1 - kKept * kKept));
        factors.push_back(std::exp(level + normal(random, 0.04)));
    }
    return factors;
}

/// Slow and fast stretches, as on a machine with neighbours.
std::vector<double> inStretches(Random& random, std::size_t runs) {
    std::vector<double> factors;
    bool isSlow = chance(random) < 0.2;
    for (std::size_t i = 0; i < runs; ++i) {
        isSlow = chance(random) < (isSlow ? 0.2 : 0.05) ? !isSlow : isSlow;
        factors.push_back((isSlow ? 1.12 : 1.0) * std::exp(normal(random, 0.03)));
    }
    return factors;
}

struct Kind {
    const char* name;
    Noise noise;
};
const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all{
        {"even", each([](Random& random, double) { return std::exp(normal(random, 0.05)); })},
        {"wide", each([](Random& random, double) { return std::exp(normal(random, 0.2)); })},
        {"skewed",
         each([](Random& random, double) { return 1 - 0.25 * std::log(chance(random)); })},
        {"with outliers", each([](Random& random, double) {
             const double factor = std::exp(normal(random, 0.08));
             return chance(random) < 0.03 ? factor * (2 + 20 * chance(random)) : factor;
         })},
        {"of two levels", each([](Random& random, double) {
             return (chance(random) < 0.3 ? 1.3 : 1.0) * std::exp(normal(random, 0.02));
         })},
        {"warming up", each([](Random& random, double done) {
             return (1 + 0.25 * std::exp(-20 * done)) * std::exp(normal(random, 0.05));
         })},
        {"drifting", each([](Random& random, double done) {
             return (1 + 0.08 * done) * std::exp(normal(random, 0.04));
         })},
        {"wandering", wandering},
        {"in stretches", inStretches},
        {"none", each([](Random&, double) { return 1.0; })},
    };
    return all;
}

/// Times as a clock reads them.
std::vector<float> timesOf(Random& random, const Noise& noise, double us, std::size_t runs) {
    std::vector<float> times;
    for (const double factor : noise(random, runs)) {
        times.push_back(static_cast<float>(std::round(us * factor * 1000) / 1000));
    }
    return times;
}

struct Recording {
    std::size_t nodes = 20;
    std::size_t runs = 100;
    std::size_t slower = SIZE_MAX;  // this node
    double factor = 1;              // by so much
};

/// Nodes of 0.5 us to 5 ms, the same in each recording.
Profile recorded(Random& random, const Noise& noise, const Recording& how) {
    Profile profile;
    for (std::size_t i = 0; i < how.nodes; ++i) {
        const double us =
            0.5 * std::pow(10.0, 4 * static_cast<double>(i) / static_cast<double>(how.nodes));
        ProfileNode& node = profile.nodes.emplace_back();
        node.key = "node" + std::to_string(i);
        node.times.lastUs =
            timesOf(random, noise, i == how.slower ? us * how.factor : us, how.runs);
        node.times.count = how.runs;
    }
    return profile;
}

std::size_t coloured(const Comparison& comparison) {
    return static_cast<std::size_t>(
        std::count_if(comparison.nodes.begin(), comparison.nodes.end(),
                      [](const ComparedTime& row) { return row.verdict != ChangeVerdict::Same; }));
}

/// The same pipeline another time: the machine is at another level, and each node at its own,
/// because memory lies elsewhere and other threads are woken.
Profile anotherTime(Random& random, Profile profile, double machine, double each) {
    const double level = normal(random, machine);
    for (ProfileNode& node : profile.nodes) {
        const auto factor = static_cast<float>(std::exp(level + normal(random, each)));
        for (float& us : node.times.lastUs) {
            us *= factor;
        }
    }
    return profile;
}

Profile profileOf(const std::vector<std::pair<std::string, std::vector<float>>>& nodes) {
    Profile profile;
    for (const auto& [key, times] : nodes) {
        ProfileNode& node = profile.nodes.emplace_back();
        node.key = key;
        node.times.lastUs = times;
        node.times.count = times.size();
    }
    return profile;
}

std::vector<float> around(float us, std::size_t runs = 40) {
    std::vector<float> times;
    for (std::size_t i = 0; i < runs; ++i) {
        times.push_back(us * (1 + 0.01F * static_cast<float>(i * 7 % 11)));
    }
    return times;
}

}  // namespace

class TestComparison : public QObject {
    Q_OBJECT

private slots:
    void ofOneDistributionAllIsTheSame_data() { noises(); }
    void ofOneDistributionAllIsTheSame() {
        QFETCH(int, kind);
        Random random(100 + static_cast<unsigned>(kind));
        const Noise& noise = kinds()[static_cast<std::size_t>(kind)].noise;
        int allSame = 0;
        for (int trial = 0; trial < 300; ++trial) {
            const Comparison comparison =
                compareProfiles(recorded(random, noise, {}), recorded(random, noise, {}));
            allSame += coloured(comparison) == 0 ? 1 : 0;
        }
        QVERIFY2(allSame >= 297, qPrintable(QString::number(allSame)));
    }

    void aNodeThatTakesAFifthLongerIsTheOneThatIsSlower_data() { noises(); }
    void aNodeThatTakesAFifthLongerIsTheOneThatIsSlower() {
        QFETCH(int, kind);
        Random random(200 + static_cast<unsigned>(kind));
        const Noise& noise = kinds()[static_cast<std::size_t>(kind)].noise;
        int found = 0;
        for (int trial = 0; trial < 300; ++trial) {
            const std::size_t planted = random() % 20;
            const Comparison comparison =
                compareProfiles(recorded(random, noise, {}),
                                recorded(random, noise, {.slower = planted, .factor = 1.2}));
            found += coloured(comparison) == 1 &&
                             comparison.nodes[planted].verdict == ChangeVerdict::Slower
                         ? 1
                         : 0;
        }
        QVERIFY2(found >= 285, qPrintable(QString::number(found)));
    }

    void ofAThousandNodesNoneIsBlamedByChance_data() { noises({"wide", "wandering", "none"}); }
    void ofAThousandNodesNoneIsBlamedByChance() {
        QFETCH(int, kind);
        Random random(300 + static_cast<unsigned>(kind));
        const Noise& noise = kinds()[static_cast<std::size_t>(kind)].noise;
        int same = 0;
        int found = 0;
        for (int trial = 0; trial < 4; ++trial) {
            const std::size_t planted = random() % 1000;
            const Profile before = recorded(random, noise, {.nodes = 1000, .runs = 128});
            same += coloured(compareProfiles(
                        before, recorded(random, noise, {.nodes = 1000, .runs = 128}))) == 0
                        ? 1
                        : 0;
            const Comparison comparison = compareProfiles(
                before, recorded(random, noise,
                                 {.nodes = 1000, .runs = 128, .slower = planted, .factor = 1.25}));
            found += coloured(comparison) == 1 &&
                             comparison.nodes[planted].verdict == ChangeVerdict::Slower
                         ? 1
                         : 0;
        }
        QCOMPARE(same, 4);
        QVERIFY2(found >= 3, qPrintable(QString::number(found)));
    }

    void fewRunsAreNeverBelieved_data() { noises(); }
    void whereADoublingWouldNotShowNothingIsSaid() {
        Profile before, after;
        std::mt19937 random(1);
        for (Profile* profile : {&before, &after}) {
            ProfileNode& node = profile->nodes.emplace_back();
            node.key = "a";
            for (int i = 0; i < 60; ++i) {  // from 10 us to 10 ms
                node.times.lastUs.push_back(static_cast<float>(
                    std::pow(10, 1 + static_cast<double>(random() % 3'000) / 1'000.0)));
            }
            node.times.count = node.times.lastUs.size();
        }
        const Comparison comparison = compareProfiles(before, after);
        QCOMPARE(comparison.nodes[0].verdict, ChangeVerdict::Same);
        QVERIFY(comparison.nodes[0].noiseHigh > 2);
        QCOMPARE(comparison.nodes[0].reason,
                 "the noise is so large that a doubling would not show");
    }

    void fewRunsAreNeverBelieved() {
        QFETCH(int, kind);
        Random random(400 + static_cast<unsigned>(kind));
        const Noise& noise = kinds()[static_cast<std::size_t>(kind)].noise;
        int wrong = 0;
        for (int trial = 0; trial < 100; ++trial) {
            const Recording how{.runs = 1 + random() % 15};
            const Comparison comparison =
                compareProfiles(recorded(random, noise, how), recorded(random, noise, how));
            wrong += coloured(comparison) == 0 ? 0 : 1;
            for (const ComparedTime& row : comparison.nodes) {
                QCOMPARE(row.reason.find("too few runs") == std::string::npos,
                         how.runs >= NoiseModel(21, 0.05).leastRuns());
                QCOMPARE(std::isinf(row.noiseHigh), how.runs < NoiseModel(21, 0.05).leastRuns());
            }
        }
        QVERIFY2(wrong <= 1, qPrintable(QString::number(wrong)));
    }

    void theVerdictIsWhatLiesOutsideOfTheBand() {
        Random random(9);
        for (int trial = 0; trial < 100; ++trial) {
            const Noise& noise = kinds()[random() % kinds().size()].noise;
            const Recording how{.runs = 20 + random() % 100};
            const Profile before = recorded(random, noise, how);
            Profile after = recorded(random, noise, how);
            for (ProfileNode& node : after.nodes) {
                const float factor = 0.5F + static_cast<float>(chance(random));
                for (float& us : node.times.lastUs) {
                    us *= factor;
                }
            }
            for (const ComparedTime& row : compareProfiles(before, after).nodes) {
                QVERIFY(row.noiseLow < 1 && 1 < row.noiseHigh);
                QVERIFY(row.noiseLow <= 1 / (1 + kLeastChange) + 1e-9);
                QVERIFY(row.noiseHigh >= 1 + kLeastChange - 1e-9);
                QCOMPARE(row.verdict == ChangeVerdict::Slower, *row.change > row.noiseHigh);
                QCOMPARE(row.verdict == ChangeVerdict::Faster, *row.change < row.noiseLow);
            }
        }
    }

    void theOtherWayRoundSlowerIsFaster() {
        Random random(10);
        for (int trial = 0; trial < 50; ++trial) {
            const Noise& noise = kinds()[random() % kinds().size()].noise;
            const Profile a = recorded(random, noise, {.slower = 19, .factor = 1.4});
            const Profile b = recorded(random, noise, {.slower = 18, .factor = 1.4});
            const Comparison there = compareProfiles(a, b);
            const Comparison back = compareProfiles(b, a);
            for (std::size_t i = 18; i < 20; ++i) {
                QCOMPARE(there.nodes[i].verdict == ChangeVerdict::Slower,
                         back.nodes[i].verdict == ChangeVerdict::Faster);
                QVERIFY(std::abs(*there.nodes[i].change * *back.nodes[i].change - 1) < 1e-9);
            }
        }
    }

    void manyNodesNeedMoreRuns() {
        QCOMPARE(NoiseModel(1, 0).leastRuns(), 7U);
        QVERIFY(NoiseModel(1000, 0).leastRuns() > NoiseModel(20, 0).leastRuns());
        QVERIFY(NoiseModel(1000, 0).leastRuns() < 20);
    }

    /// What it says how many are needed is how many are.
    void turnsNeedMoreRuns() {
        const std::size_t least = NoiseModel(2, 0).leastPairs();
        QVERIFY(least > NoiseModel(2, 0).leastRuns());
        for (const std::size_t runs : {least - 1, least}) {
            Profile before = profileOf({{"a", around(10, runs)}});
            Profile after = profileOf({{"a", around(20, runs)}});
            const Comparison compared = compareProfiles(before, after, Recorded::InTurns);
            QCOMPARE(compared.nodes[0].reason.empty(), runs == least);
            QCOMPARE(compared.nodes[0].reason.find(std::to_string(least) + " each are needed") !=
                         std::string::npos,
                     runs < least);
        }
    }

    void aNodeIsSlowerThatTakesTwiceAsLong() {
        const Comparison comparison =
            compareProfiles(profileOf({{"a", around(10)}, {"b", around(5)}, {"old", around(3)}}),
                            profileOf({{"new", around(1)}, {"b", around(5)}, {"a", around(20)}}));
        QStringList told;
        for (const ComparedTime& row : comparison.nodes) {
            told += QString::fromStdString(row.key) + ' ' + changeVerdictName(row.verdict);
        }
        QCOMPARE(told.join(", "), "new new, b same, a slower, old gone");
        QCOMPARE(*comparison.nodes[2].change, 2.0);
        QVERIFY(!comparison.nodes[0].beforeUs && !comparison.nodes[0].change);
        QVERIFY(!comparison.nodes[3].afterUs && !comparison.nodes[3].change);
        QCOMPARE(comparison.verdict, WholeVerdict::Slower);
    }

    /// An arm that was not taken, a node that another one works out: the text has them.
    void whatOnlyDidNotRunIsNeitherNewNorGone() {
        Profile before = profileOf({{"a", around(10)}, {"then", around(5)}, {"old", around(3)}});
        Profile after = profileOf({{"a", around(10)}, {"else", around(5)}, {"new", around(3)}});
        before.idle = {{"else", IdleWhy::NotRun}, {"part", IdleWhy::Part}};
        after.idle = {{"then", IdleWhy::Part}};
        const auto told = [&] {
            QStringList rows;
            for (const ComparedTime& row : compareProfiles(before, after).nodes) {
                rows += QString::fromStdString(row.key) + ' ' + changeVerdictName(row.verdict) +
                        (row.reason.empty() ? "" : ": ") + row.reason.c_str();
            }
            return rows.join(", ");
        };
        QCOMPARE(told(), "a same, else same: did not run before, new new, "
                         "then same: another node did its work after, old gone");
        const Comparison comparison = compareProfiles(before, after);
        QVERIFY(comparison.nodes[1].idleBefore == IdleWhy::NotRun);
        QVERIFY(!comparison.nodes[1].idleAfter && !comparison.nodes[1].beforeUs);
        QVERIFY(!comparison.nodes[2].idleBefore && !comparison.nodes[4].idleAfter);
        // Of one text, though nobody has told what else it has.
        before.idle.clear();
        after.idle.clear();
        before.sourceHash = after.sourceHash = std::string(32, 'a');
        QCOMPARE(told(), "a same, else same: did not run before, new same: did not run before, "
                         "then same: did not run after, old same: did not run after");
    }

    void theTotalSpeaksForTheWhole() {
        Profile before = profileOf({{"a", around(10)}, {"b", around(10)}});
        Profile after = profileOf({{"a", around(20)}, {"b", around(5)}});
        QCOMPARE(compareProfiles(before, after).verdict, WholeVerdict::Mixed);
        before.total.lastUs = around(100);
        after.total.lastUs = around(70);
        const Comparison comparison = compareProfiles(before, after);
        QCOMPARE(comparison.verdict, WholeVerdict::Mixed);  // one node is slower all the same
        QCOMPARE(comparison.total.verdict, ChangeVerdict::Faster);
        before.total.lastUs.clear();
        before.phases.push_back({"run", {40, 0, 0, 0, 0, 0, 0, around(50)}});
        QCOMPARE(compareProfiles(before, after).verdict, WholeVerdict::Slower);
    }

    void whatTheClockCannotTellIsTheSame() {
        const Comparison comparison =
            compareProfiles(profileOf({{"a", std::vector<float>(128, 0.1F)}}),
                            profileOf({{"a", std::vector<float>(128, 0.14F)}}));
        QCOMPARE(comparison.nodes[0].verdict, ChangeVerdict::Same);
        QVERIFY(comparison.nodes[0].noiseHigh > 1.49);
    }

    void whyNothingCanBeSaidIsSaid() {
        Profile before =
            profileOf({{"few", around(1, 3)}, {"none", {}}, {"sums", {}}, {"idle", {}}});
        const Profile after = profileOf(
            {{"few", around(9, 3)}, {"none", around(1)}, {"sums", around(1)}, {"idle", {}}});
        before.nodes[2].times = {50, 1, 1, 1, 1, 1, 1, {}};
        const Comparison comparison = compareProfiles(before, after);
        QVERIFY(comparison.nodes[0].reason.find("too few runs to tell (3 before, 3 after)") == 0);
        QCOMPARE(comparison.nodes[1].reason, "did not run before");
        QVERIFY(comparison.nodes[2].reason.find("not kept") != std::string::npos);
        QCOMPARE(comparison.nodes[3].reason, "did not run");
        QCOMPARE(coloured(comparison), 0U);
    }

    void otherLevelsInAnotherStretchOfTimeBlameNoNode_data() { noises(); }
    void otherLevelsInAnotherStretchOfTimeBlameNoNode() {
        QFETCH(int, kind);
        Random random(600 + static_cast<unsigned>(kind));
        const Noise& noise = kinds()[static_cast<std::size_t>(kind)].noise;
        int allSame = 0;
        int agreed = 0;
        int found = 0;
        for (int trial = 0; trial < 300; ++trial) {
            const double each = 0.01 * static_cast<double>(trial % 12);
            const Profile before = anotherTime(random, recorded(random, noise, {}), 0.2, each);
            Profile after = anotherTime(random, recorded(random, noise, {}), 0.2, each);
            const Comparison same = compareProfiles(before, after);
            const bool isSame = coloured(same) == 0 && same.total.verdict == ChangeVerdict::Same;
            allSame += isSame ? 1 : 0;
            agreed += isSame ==
                      (same.verdict == WholeVerdict::Same || same.verdict == WholeVerdict::Unknown);
            const std::size_t planted = 8 + random() % 12;  // of 20 us and more
            for (float& us : after.nodes[planted].times.lastUs) {
                us *= 4;
            }
            found += compareProfiles(before, after).nodes[planted].verdict == ChangeVerdict::Slower;
        }
        QVERIFY2(allSame >= 285, qPrintable(QString::number(allSame)));
        QCOMPARE(agreed, 300);
        QVERIFY2(found >= 270, qPrintable(QString::number(found)));
    }

    void onAQuietMachineAFifthIsFoundInAnotherStretchOfTime() {
        Random random(700);
        int found = 0;
        for (int trial = 0; trial < 300; ++trial) {
            const Noise& noise = kinds()[0].noise;
            const std::size_t planted = 12 + random() % 8;  // of 125 us and more
            const Comparison comparison = compareProfiles(
                anotherTime(random, recorded(random, noise, {}), 0.01, 0.01),
                anotherTime(random, recorded(random, noise, {.slower = planted, .factor = 1.2}),
                            0.01, 0.01));
            found += coloured(comparison) == 1 &&
                     comparison.nodes[planted].verdict == ChangeVerdict::Slower &&
                     comparison.verdict == WholeVerdict::Slower;
        }
        QVERIFY2(found >= 285, qPrintable(QString::number(found)));
    }

    /// What wanders does so on both sides, see below: a side that wanders by itself is blamed.
    void inTurnsOnlyTheNodeThatTakesAFifthLongerIsSlower_data() {
        noises({"even", "wide", "skewed", "with outliers", "of two levels"});
    }
    void inTurnsOnlyTheNodeThatTakesAFifthLongerIsSlower() {
        QFETCH(int, kind);
        Random random(800 + static_cast<unsigned>(kind));
        const Noise& noise = kinds()[static_cast<std::size_t>(kind)].noise;
        int allSame = 0;
        int found = 0;
        for (int trial = 0; trial < 50; ++trial) {
            const Profile before = recorded(random, noise, {});
            allSame += coloured(compareProfiles(before, recorded(random, noise, {}),
                                                Recorded::InTurns)) == 0;
            const std::size_t planted = 10 + random() % 10;  // of 50 us and more
            const Comparison comparison =
                compareProfiles(before, recorded(random, noise, {.slower = planted, .factor = 1.2}),
                                Recorded::InTurns);
            found += coloured(comparison) == 1 &&
                     comparison.nodes[planted].verdict == ChangeVerdict::Slower;
        }
        QVERIFY2(allSame >= 49, qPrintable(QString::number(allSame)));
        QVERIFY2(found >= 47, qPrintable(QString::number(found)));
    }

    void inTurnsTheMachineDoesTheSameToBoth() {
        Random random(900);
        Profile before = recorded(random, kinds()[0].noise, {.runs = 60});
        Profile after = recorded(random, kinds()[0].noise, {.runs = 60});
        for (std::size_t i = 0; i < before.nodes.size(); ++i) {
            for (std::size_t run = 30; run < 60; ++run) {  // from here on it is slow
                before.nodes[i].times.lastUs[run] *= 3;
                after.nodes[i].times.lastUs[run] *= 3;
            }
        }
        for (float& us : after.nodes[15].times.lastUs) {
            us *= 1.2F;
        }
        const Comparison comparison = compareProfiles(before, after, Recorded::InTurns);
        QCOMPARE(coloured(comparison), 1U);
        QCOMPARE(comparison.nodes[15].verdict, ChangeVerdict::Slower);
        QVERIFY(std::abs(*comparison.nodes[15].change - 1.2) < 0.05);
    }

    void nodesThatWereChangedTellNothingOfTheMachine() {
        Random random(701);
        Profile before = recorded(random, kinds()[0].noise, {});
        Profile after = recorded(random, kinds()[0].noise, {});
        for (std::size_t i = 0; i < after.nodes.size(); ++i) {
            const bool isChanged = i % 2 != 0;
            before.nodes[i].ownHash = std::string(32, '1');
            after.nodes[i].ownHash = std::string(32, isChanged ? '2' : '1');
            for (float& us : after.nodes[i].times.lastUs) {
                us *= isChanged ? (i % 4 == 1 ? 1.5F : 0.6F) : 1.0F;
            }
        }
        const Comparison comparison = compareProfiles(before, after);
        QCOMPARE(coloured(comparison), 10U);
        QCOMPARE(comparison.verdict, WholeVerdict::Mixed);
    }

    void onABusyMachineNothingFoundIsNotTheSame() {
        Random random(702);
        const Comparison comparison =
            compareProfiles(anotherTime(random, recorded(random, kinds()[0].noise, {}), 0, 0.2),
                            anotherTime(random, recorded(random, kinds()[0].noise, {}), 0, 0.2));
        QCOMPARE(coloured(comparison), 0U);
        QCOMPARE(comparison.verdict, WholeVerdict::Unknown);
        QVERIFY(comparison.notes.at(0).find("cannot tell: the machine was busy") == 0);
    }

    void twoNodesHaveToChangeByMore() {
        Random random(703);
        const auto pair = [&](double factor) {
            return compareProfiles(
                recorded(random, kinds()[0].noise, {.nodes = 2}),
                recorded(random, kinds()[0].noise, {.nodes = 2, .slower = 1, .factor = factor}));
        };
        QCOMPARE(coloured(pair(1.2)), 0U);
        QCOMPARE(coloured(pair(1.4)), 1U);
    }

    void pipelinesThatShareFewNodesAreToldToBeStrangers() {
        const Profile one = profileOf({{"a", around(10)}, {"b", around(10)}, {"c", around(10)}});
        const Profile other = profileOf({{"a", around(10)}, {"y", around(10)}, {"z", around(10)}});
        const Comparison comparison = compareProfiles(one, other);
        QCOMPARE(comparison.notes.size(), 1U);
        QVERIFY(comparison.notes[0].find("the two share only 1 of 3 nodes") == 0);
        const Comparison none = compareProfiles(one, profileOf({{"x", around(10)}}));
        QVERIFY(!none.notes.empty());
        QVERIFY(none.notes.at(0).find("the two share no node") == 0);
        QVERIFY(compareProfiles(one, one).notes.empty());
    }

    void aMachineThatIsSlowerOrFasterTodayBlamesNoNode() {
        Random random(500);
        int allSame = 0;
        int found = 0;
        for (int trial = 0; trial < 300; ++trial) {
            const Noise& noise = kinds()[0].noise;
            const double machine = std::exp(normal(random, 0.12));
            const auto today = [&](Profile profile) {
                for (ProfileNode& node : profile.nodes) {
                    // No two nodes feel the machine alike.
                    const double felt = std::pow(machine, 1 + normal(random, 0.15));
                    for (float& us : node.times.lastUs) {
                        us *= static_cast<float>(felt);
                    }
                }
                return profile;
            };
            const std::size_t planted = 8 + random() % 12;  // of 20 us and more
            const Profile before = recorded(random, noise, {});
            allSame += coloured(compareProfiles(before, today(recorded(random, noise, {})))) == 0;
            const Comparison comparison = compareProfiles(
                before, today(recorded(random, noise, {.slower = planted, .factor = 1.2 * 1.2})));
            found += machine < 1 || comparison.nodes[planted].verdict == ChangeVerdict::Slower;
        }
        QVERIFY2(allSame >= 285, qPrintable(QString::number(allSame)));
        QVERIFY2(found >= 285, qPrintable(QString::number(found)));
    }

    void whatNearlyAllNodesDidIsToldAndWhoDidMoreStandsOut() {
        std::vector<std::pair<std::string, std::vector<float>>> before;
        std::vector<std::pair<std::string, std::vector<float>>> after;
        for (int i = 0; i < 10; ++i) {
            before.emplace_back("n" + std::to_string(i), around(10));
            after.emplace_back("n" + std::to_string(i), around(i == 0 ? 15.F : 11.F));
        }
        Profile slower = profileOf(after);
        slower.threads = 2;
        Profile old = profileOf(before);
        old.threads = 4;
        const Comparison comparison = compareProfiles(old, slower);
        QCOMPARE(comparison.notes.size(), 2U);
        QCOMPARE(comparison.notes[0], "before there were 4 workers, after 2");
        QVERIFY(comparison.notes[1].find("nearly every node is slower, by up to 10 %") == 0);
        QCOMPARE(coloured(comparison), 1U);
        QCOMPARE(comparison.nodes[0].verdict, ChangeVerdict::Slower);
        QVERIFY(compareProfiles(old, old).notes.empty());
    }

    void whatMostNodesDidOrMoreThanMachinesDoIsAFact() {
        std::vector<std::pair<std::string, std::vector<float>>> before;
        std::vector<std::pair<std::string, std::vector<float>>> most;
        std::vector<std::pair<std::string, std::vector<float>>> far;
        for (int i = 0; i < 10; ++i) {
            before.emplace_back("n" + std::to_string(i), around(10));
            most.emplace_back("n" + std::to_string(i), around(i < 7 ? 13.F : 10.F));
            far.emplace_back("n" + std::to_string(i), around(20));
        }
        QCOMPARE(coloured(compareProfiles(profileOf(before), profileOf(most))), 7U);
        QCOMPARE(coloured(compareProfiles(profileOf(before), profileOf(far))), 10U);
        QCOMPARE(coloured(compareProfiles(profileOf(far), profileOf(before))), 10U);
    }

    /// The nearest rank: of an even count the lower one, not what lies between.
    void whatIsComparedIsTheMedianThatAProfileShows() {
        const Profile profile = profileOf({{"two", {60, 50}}, {"four", {4, 1, 3, 2}}});
        const Comparison comparison = compareProfiles(profile, profile);
        for (const ComparedTime& row : comparison.nodes) {
            QCOMPARE(row.beforeUs, std::optional(row.key == "two" ? 50.0 : 2.0));
            QCOMPARE(row.afterUs, row.beforeUs);
        }
    }

    void nothingIsTheSameAsNothing() {
        const Comparison comparison = compareProfiles({}, {});
        QCOMPARE(comparison.verdict, WholeVerdict::Unknown);
        QVERIFY(comparison.notes.at(0).find("cannot tell: nothing ran often enough") == 0);
        QVERIFY(comparison.nodes.empty());
        QCOMPARE(comparison.total.reason, "did not run");
    }

private:
    static void noises(const QStringList& names = {}) {
        QTest::addColumn<int>("kind");
        for (std::size_t i = 0; i < kinds().size(); ++i) {
            if (names.isEmpty() || names.contains(kinds()[i].name)) {
                QTest::newRow(kinds()[i].name) << static_cast<int>(i);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestComparison)
#include "tst_comparison.moc"
