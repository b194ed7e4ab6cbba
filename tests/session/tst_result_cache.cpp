#include "engine/run/known_results.h"
#include "engine/session/result_cache.h"

#include <QTest>

#include <map>

// Results of earlier runs: what is kept, what has to go, and who waits for whom.

using cst::CallResult;
using cst::Completion;
using cst::Hash128;
using cst::ResultCache;
using cst::Value;

class ResultCacheTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsCheapToWorkOutAgainGoesFirst();
    void whatWasUsedLatelyStaysLonger();
    void whatNobodyWantsGoesInTheEndHoweverDearItWas();
    void whatIsLargerThanAllOfItIsNotKept();
    void aFailureIsAResultToo();
    void theFirstWhoLooksTakesOffAndTheOthersGetWhatItCameTo();
    void whoWaitsForSomebodyWhoGaveUpAsksAgain();
    void whoWaitsForNobodyAsksAgainAtOnce();
};

namespace {

constexpr std::size_t kKilo = 1024;
/// What an entry takes beside its value, at most.
constexpr std::size_t kBeside = 512;

Hash128 key(uint64_t number) {
    return {number, 1};
}

ResultCache::Entry entry(int64_t value, int64_t tookNs) {
    ResultCache::Entry entry;
    entry.value = Value::ofInt(value);
    entry.tookNs = tookNs;
    return entry;
}

bool holds(const ResultCache& cache, uint64_t number) {
    return cache.peek(key(number)).has_value();
}

/// Hears what completions end with, by ticket.
class Target : public cst::CompletionTarget {
public:
    bool finishCall(uint64_t ticket, CallResult result) override {
        return results.emplace(ticket, std::move(result)).second;
    }
    void retain() noexcept override {}
    void release() noexcept override {}
    bool isAskedAgain(uint64_t ticket) const {
        const auto found = results.find(ticket);
        return found != results.end() && !found->second.ok() &&
               found->second.error().code == cst::KnownResults::kAskAgain;
    }

    std::map<uint64_t, CallResult> results;
};

}  // namespace

void ResultCacheTest::whatIsCheapToWorkOutAgainGoesFirst() {
    ResultCache cache(10 * (kKilo + kBeside));
    for (uint64_t i = 0; i < 10; ++i) {
        cache.store(key(i), entry(1, i % 2 == 0 ? 1'000 : 1'000'000), kKilo);
    }
    QCOMPARE(cache.use().evictions, 0U);
    for (uint64_t i = 10; i < 14; ++i) {
        cache.store(key(i), entry(1, 1'000'000), kKilo);
    }
    QVERIFY(cache.use().evictions > 0);
    QVERIFY(cache.use().bytes <= cache.use().limit);
    for (uint64_t i = 1; i < 10; i += 2) {
        QVERIFY2(holds(cache, i), "a dear one had to go before the cheap ones");
    }
    QVERIFY(!holds(cache, 0));
    // By the byte: what took ten times as long and is a hundred times as large goes before.
    ResultCache other(110 * kKilo);
    other.store(key(1), entry(1, 10'000), 100 * kKilo);
    other.store(key(2), entry(1, 1'000), kKilo);
    other.store(key(3), entry(1, 10'000), 20 * kKilo);
    QVERIFY(!holds(other, 1));
    QVERIFY(holds(other, 2));
}

void ResultCacheTest::whatWasUsedLatelyStaysLonger() {
    ResultCache cache(4 * (kKilo + kBeside));
    for (uint64_t i = 0; i < 40; ++i) {
        cache.store(key(i), entry(1, 1'000), kKilo);
        ResultCache::Entry found;
        QVERIFY2(cache.find(key(0), found), "it is used all the time");
    }
    QVERIFY(holds(cache, 39));
    QVERIFY(!holds(cache, 20));
}

void ResultCacheTest::whatNobodyWantsGoesInTheEndHoweverDearItWas() {
    ResultCache cache(4 * (kKilo + kBeside));
    cache.store(key(0), entry(1, 10'000), kKilo);
    for (uint64_t i = 1; i < 200; ++i) {
        cache.store(key(i), entry(1, 1'000), kKilo);
    }
    QVERIFY(!holds(cache, 0));
}

void ResultCacheTest::whatIsLargerThanAllOfItIsNotKept() {
    ResultCache cache(4 * kKilo);
    cache.store(key(1), entry(1, 1'000), kKilo);
    cache.store(key(2), entry(1, 1'000'000'000), 5 * kKilo);
    QVERIFY(holds(cache, 1));
    QVERIFY(!holds(cache, 2));
}

void ResultCacheTest::aFailureIsAResultToo() {
    ResultCache cache;
    ResultCache::Entry found;
    QCOMPARE(cache.look(key(1), found), ResultCache::Look::TakeOff);
    ResultCache::Entry failed;
    failed.error = cst::Error{"R001", "no", ""};
    cache.land(key(1), failed, 10);
    QCOMPARE(cache.look(key(1), found), ResultCache::Look::Hit);
    QCOMPARE(found.error->message, std::string("no"));
    QCOMPARE(cache.use().hits, 1U);
    QCOMPARE(cache.use().misses, 1U);
}

void ResultCacheTest::theFirstWhoLooksTakesOffAndTheOthersGetWhatItCameTo() {
    ResultCache cache;
    Target target;
    ResultCache::Entry found;
    QCOMPARE(cache.look(key(1), found), ResultCache::Look::TakeOff);
    QCOMPARE(cache.look(key(1), found), ResultCache::Look::Flying);
    cache.wait(key(1), Completion(&target, 7));
    cache.wait(key(1), Completion(&target, 8));
    QVERIFY(target.results.empty());
    cache.land(key(1), entry(42, 1'000), 10);
    QCOMPARE(target.results.at(7).value().asInt(), 42);
    QCOMPARE(target.results.at(8).value().asInt(), 42);
    QCOMPARE(cache.look(key(1), found), ResultCache::Look::Hit);
    QCOMPARE(cache.use().misses, 1U);
}

void ResultCacheTest::whoWaitsForSomebodyWhoGaveUpAsksAgain() {
    ResultCache cache;
    Target target;
    ResultCache::Entry found;
    QCOMPARE(cache.look(key(1), found), ResultCache::Look::TakeOff);
    cache.wait(key(1), Completion(&target, 7));
    cache.land(key(1), std::nullopt, 0);
    QVERIFY(target.isAskedAgain(7));
    QCOMPARE(cache.look(key(1), found), ResultCache::Look::TakeOff);
}

void ResultCacheTest::whoWaitsForNobodyAsksAgainAtOnce() {
    ResultCache cache;
    Target target;
    cache.wait(key(1), Completion(&target, 7));
    QVERIFY(target.isAskedAgain(7));
}

QTEST_GUILESS_MAIN(ResultCacheTest)
#include "tst_result_cache.moc"
