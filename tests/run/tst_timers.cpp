#include "engine/run/timers.h"

#include <QTest>

#include <latch>
#include <mutex>
#include <vector>

using namespace std::chrono_literals;

class TimersTest : public QObject {
    Q_OBJECT

private slots:
    void tasksFireInTheOrderTheyAreDue();
    void aStoppedTaskNeverFires();
    void aThousandTasksWaitOnOneThread();
    void whatHasNotFiredIsDroppedAtTheEnd();
};

namespace {

class Note : public cst::TimerTask {
public:
    Note(std::vector<int>& order, std::mutex& mutex, std::latch& done, int number)
        : order_(order), mutex_(mutex), done_(done), number_(number) {}
    void fire() override {
        {
            const std::lock_guard lock(mutex_);
            order_.push_back(number_);
        }
        done_.count_down();
    }

private:
    std::vector<int>& order_;
    std::mutex& mutex_;
    std::latch& done_;
    int number_;
};

}  // namespace

void TimersTest::tasksFireInTheOrderTheyAreDue() {
    std::vector<int> order;
    std::mutex mutex;
    std::latch done(3);
    cst::TimerThread timers;
    const auto after = [&](std::chrono::nanoseconds delay, int number) {
        timers.after(delay, std::make_unique<Note>(order, mutex, done, number), {});
    };
    after(60ms, 3);
    after(20ms, 1);
    after(40ms, 2);
    done.wait();
    QCOMPARE(order, (std::vector<int>{1, 2, 3}));
}

void TimersTest::aStoppedTaskNeverFires() {
    std::vector<int> order;
    std::mutex mutex;
    std::latch done(1);
    std::stop_source stop;
    cst::TimerThread timers;
    timers.after(10ms, std::make_unique<Note>(order, mutex, done, 1), stop.get_token());
    timers.after(40ms, std::make_unique<Note>(order, mutex, done, 2), {});
    stop.request_stop();
    done.wait();
    QCOMPARE(order, std::vector<int>{2});
}

void TimersTest::aThousandTasksWaitOnOneThread() {
    std::vector<int> order;
    std::mutex mutex;
    std::latch done(1000);
    cst::TimerThread timers;
    for (int i = 0; i < 1000; ++i) {
        timers.after(30ms, std::make_unique<Note>(order, mutex, done, i), {});
    }
    done.wait();
    QCOMPARE(order.size(), std::size_t{1000});
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TimersTest::whatHasNotFiredIsDroppedAtTheEnd() {
    std::vector<int> order;
    std::mutex mutex;
    std::latch done(1);
    {
        cst::TimerThread timers;
        timers.after(1h, std::make_unique<Note>(order, mutex, done, 1), {});
        QCOMPARE(timers.waiting(), std::size_t{1});
    }
    QVERIFY(order.empty());
}

QTEST_APPLESS_MAIN(TimersTest)
#include "tst_timers.moc"
