// A robot types into the studio and is killed at random moments; the next one sees what came back.
//
// This program is both: started with --robot it is the studio's window with a robot at its keys,
// which writes a log of every text that it has typed and when; without, it is the one that kills.
// What comes back has to be one of those texts, and no key may be missing that was pressed more
// than 250 ms before the kill. On a machine that is busy a thread or the disk may have stood still
// for longer than that: a witness in the robot measures how long a thread waits for its turn and
// how long the disk takes, and this much is allowed on top. The log's clock is CLOCK_MONOTONIC,
// which both processes share.
//
// CST_KILLS says how many, CST_SEED which; `packaging/dev soak journal` kills 300 times.

#include "engine/base/hash.h"
#include "tests/ui/support/studio.h"
#include "ui/shell/banner.h"
#include "ui/shell/studio_style.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTimer>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <random>
#include <thread>
#include <unistd.h>

using namespace cst;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr qint64 kAllowedUs = 250'000;
constexpr qint64 kWitnessedUs = 1'000'000;  // stalls so long before the kill count

qint64 nowUs() {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch())
        .count();
}

QByteArray hexOf(std::string_view text) {
    return QByteArray::fromStdString(hashBytes(text).hex());
}

// ---- the robot ------------------------------------------------------------------------------

/// One line a write, so that a kill leaves whole lines: kind, microseconds, what.
class RobotLog {
public:
    explicit RobotLog(const QString& path)
        : fd_(::open(path.toLocal8Bit().constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                     0600)) {}
    void add(char kind, const QByteArray& what) const {
        const QByteArray line =
            QByteArray(1, kind) + ' ' + QByteArray::number(nowUs()) + ' ' + what + '\n';
        if (::write(fd_, line.constData(), static_cast<std::size_t>(line.size())) != line.size()) {
            qFatal("the robot cannot write its log");
        }
    }

private:
    const int fd_;
};

/// Measures what this machine does to a thread and to a file meanwhile.
void witness(const RobotLog& log, const QString& path) {
    const int fd =
        ::open(path.toLocal8Bit().constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto us = [](auto span) {
        return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
    };
    while (true) {
        const auto due = Clock::now() + milliseconds(20);
        never.wait_until(lock, due);
        const auto woke = Clock::now();
        if (::write(fd, "w", 1) != 1 || ::fdatasync(fd) != 0) {
            qFatal("the witness cannot write");
        }
        log.add('W', QByteArray::number(us(woke - due)) + ' ' +
                         QByteArray::number(us(Clock::now() - woke)));
    }
}

class Robot {
public:
    Robot(const QString& folder, uint32_t seed)
        : folder_(folder), log_(folder + "/robot.log"), dice_(seed), settings_(folder + "/config") {
        theme_.choose(Theme::Choice::Dark);
        QApplication::setFont(theme_.textFont());
        QApplication::setStyle(new StudioStyle(theme_));
        MainWindow::Options options;
        options.size = QSize(1000, 700);
        window_ = std::make_unique<MainWindow>(theme_, settings_, options);
        QObject::connect(window_.get(), &MainWindow::leftLookedFor, window_.get(),
                         [this] { isLookedFor_ = true; });
        window_->show();
        window_->activateWindow();
        editor_ = window_->findChild<CodeEditor*>("editor");
        hasFile_ = QFile::exists(folder + "/x.cst");
        std::thread([this] { witness(log_, folder_ + "/witness"); }).detach();
        QObject::connect(&next_, &QTimer::timeout, window_.get(), [this] { act(); });
        next_.start(1);
    }

private:
    void act() {
        if (hasBegun_) {
            type();
        } else if (isLookedFor_ && window_->isActiveWindow() &&
                   (!hasFile_ || window_->windowTitle().contains("x.cst"))) {
            begin();
        }
        next_.start(static_cast<int>(dice_() % 30));
    }
    void begin() {
        hasBegun_ = true;
        if (!hasFile_ && !window_->windowTitle().contains("untitled")) {
            press(Qt::Key_N, Qt::ControlModifier);  // nothing was left: a sample is shown
        }
        const bool isTold =
            window_->findChild<Banner*>("windowBanner")->text().contains("Restored");
        log_.add('R', hexOf(editor_->bytes()) + (isTold ? " told" : " untold"));
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(editor_->textArea(), static_cast<Qt::Key>(key), modifiers);
    }
    void type() {
        const QWidget* dialog = QApplication::activeModalWidget();
        if (dialog) {
            log_.add('D', dialog->objectName().toUtf8());
            return;
        }
        const auto what = dice_() % 100;
        if (what < 6 && hasFile_) {
            press(Qt::Key_S, Qt::ControlModifier);
            return;
        }
        if (what < 12) {
            press(Qt::Key_Return);
        } else if (what < 20) {
            press(Qt::Key_Backspace);
        } else if (what < 24) {
            press(Qt::Key_Z, Qt::ControlModifier);
        } else if (what < 30) {
            press(what % 2 ? Qt::Key_Home : Qt::Key_Up, Qt::ControlModifier);
        } else if (what < 31) {
            press(Qt::Key_A, Qt::ControlModifier);  // what comes next replaces all
        } else {
            static const char kKeys[] = "in out a: Int = b + 1 \"\" {} # map(";
            for (auto n = 1 + dice_() % 3; n > 0; --n) {
                QTest::keyClick(editor_->textArea(), kKeys[dice_() % (sizeof kKeys - 1)]);
                log_.add('T', hexOf(editor_->bytes()));
            }
            return;
        }
        log_.add('T', hexOf(editor_->bytes()));
    }

    const QString folder_;
    const RobotLog log_;
    std::mt19937 dice_;
    Theme theme_;
    Settings settings_;
    std::unique_ptr<MainWindow> window_;
    CodeEditor* editor_ = nullptr;
    QTimer next_;
    bool hasFile_ = false;
    bool isLookedFor_ = false;
    bool hasBegun_ = false;
};

// ---- who kills ------------------------------------------------------------------------------

/// What a robot has logged until it died.
struct Life {
    struct Text {
        qint64 atUs = 0;
        QByteArray hash;
    };
    std::vector<Text> texts;  // the first one is what came back
    bool isTold = false;
    QByteArray dialog;
    std::vector<std::array<qint64, 3>> witness;  // at, a thread waited, the disk took: us

    static Life read(const QString& folder) {
        Life life;
        QFile file(folder + "/robot.log");
        if (!file.open(QIODevice::ReadOnly)) return life;
        for (const QByteArray& line : file.readAll().split('\n')) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() < 3) continue;
            const qint64 at = words[1].toLongLong();
            if (words[0] == "T" || words[0] == "R") life.texts.push_back({at, words[2]});
            if (words[0] == "R") life.isTold = words.value(3) == "told";
            if (words[0] == "D") life.dialog = words[2];
            if (words[0] == "W") {
                life.witness.push_back({at, words[2].toLongLong(), words.value(3).toLongLong()});
            }
        }
        return life;
    }

    /// How long this machine let a thread and the disk wait before `killedUs`.
    qint64 slackUs(qint64 killedUs) const {
        qint64 thread = 0, disk = 0, last = killedUs - kWitnessedUs;
        for (const auto& [at, waited, took] : witness) {
            if (at < killedUs - kWitnessedUs) continue;
            thread = std::max(thread, waited);
            disk = std::max(disk, took);
            last = at;
        }
        // The one that has not come back.
        return thread + std::max(disk, killedUs - last - 20'000);
    }
};

}  // namespace

class JournalKillsTest : public QObject {
    Q_OBJECT

private slots:
    void atMost250MsOfTypingAreLost_data();
    void atMost250MsOfTypingAreLost();
};

void JournalKillsTest::atMost250MsOfTypingAreLost_data() {
    QTest::addColumn<bool>("hasFile");
    QTest::newRow("a file that is saved now and then") << true;
    QTest::newRow("never saved") << false;
}

void JournalKillsTest::atMost250MsOfTypingAreLost() {
    QFETCH(bool, hasFile);
    const int kills = (qEnvironmentVariableIntValue("CST_KILLS") + 1) / 2;
    const auto seed = static_cast<uint32_t>(qEnvironmentVariableIntValue("CST_SEED"));
    std::mt19937 dice(seed);
    QTemporaryDir folder;
    const QString path = folder.filePath("x.cst");
    const QByteArray start = hasFile ? "in a: Int\nout a\n" : "";
    if (hasFile) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(start);
        file.close();
        QDir(folder.path()).mkpath("config");
        QSettings settings(folder.filePath("config/settings.ini"), QSettings::IniFormat);
        settings.setValue("lastFile", path);  // not a gesture: settings as found on disk
    }

    Life before;  // as if a robot had typed what the first one finds
    before.texts.push_back({0, hexOf(start.toStdString())});
    qint64 killedUs = 0, slackUs = 0, worstUs = 0, worstSlackUs = 0;
    int restored = 0;
    std::vector<QByteArray> everTyped{before.texts[0].hash};
    for (int kill = 0; kill <= (kills > 0 ? kills : 3); ++kill) {
        QFile::remove(folder.filePath("robot.log"));
        QByteArray onDisk = everTyped[0];  // "" where there is no file
        if (hasFile) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            onDisk = hexOf(file.readAll().toStdString());
        }
        QProcess robot;
        robot.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        robot.start(QCoreApplication::applicationFilePath(),
                    {"--robot", folder.path(), QString::number(dice())});
        QVERIFY(robot.waitForStarted(30'000));
        QTRY_VERIFY_WITH_TIMEOUT(!Life::read(folder.path()).texts.empty(), 100'000);

        const QString which = QString("seed %1, kill %2").arg(seed).arg(kill);
        const Life now = Life::read(folder.path());
        const QByteArray came = now.texts[0].hash;
        // The newest time that the text was like this.
        const auto back = std::find_if(before.texts.rbegin(), before.texts.rend(),
                                       [&](const Life::Text& each) { return each.hash == came; });
        QVERIFY2(back != before.texts.rend(), qPrintable(which + ": nobody has typed this"));
        if (back != before.texts.rbegin()) {
            const qint64 lostUs = killedUs - (back - 1)->atUs;  // the oldest key that is missing
            QVERIFY2(lostUs <= kAllowedUs + slackUs,
                     qPrintable(QString("%1: a key of %2 us before is lost; %3 us allowed")
                                    .arg(which)
                                    .arg(lostUs)
                                    .arg(kAllowedUs + slackUs)));
            worstUs = std::max(worstUs, lostUs);
        }
        worstSlackUs = std::max(worstSlackUs, slackUs);
        QVERIFY2(std::find(everTyped.begin(), everTyped.end(), onDisk) != everTyped.end(),
                 qPrintable(which + ": the file holds what nobody has typed"));
        QVERIFY2(now.isTold == (came != onDisk), qPrintable(which + ": it does not say so"));
        restored += now.isTold ? 1 : 0;

        QTest::qWait(static_cast<int>(dice() % 1500));  // the random moment
        killedUs = nowUs();
        ::kill(static_cast<pid_t>(robot.processId()), SIGKILL);
        QVERIFY(robot.waitForFinished(30'000));
        before = Life::read(folder.path());
        slackUs = before.slackUs(killedUs);
        QVERIFY2(before.dialog.isEmpty(), before.dialog.constData());
        for (const Life::Text& each : before.texts) {
            everTyped.push_back(each.hash);
        }
    }
    qInfo("%d times restored; the oldest key that was lost: %.1f ms before its kill; at most %.1f "
          "ms of slack",
          restored, static_cast<double>(worstUs) / 1000, static_cast<double>(worstSlackUs) / 1000);
    QVERIFY(kills < 50 || restored > kills / 2);
}

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--robot") {
        const Robot robot(arguments.value(2), arguments.value(3).toUInt());
        return QApplication::exec();
    }
    JournalKillsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journal_kills.moc"
