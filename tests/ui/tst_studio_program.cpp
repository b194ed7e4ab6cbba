// The program itself on a virtual display with a window manager, moved by xdotool: nothing of it
// is linked here.

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QString kStudio = QStringLiteral(CST_BIN_DIR "/constellation-studio");

QString run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(30'000);
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

/// Keys for whatever window has the focus.
void keys(const QStringList& arguments) {
    run(QStringLiteral("xdotool"), arguments);
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class StudioProgramTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void helpAndVersionNeedNoDisplay();
    void anUnknownOptionIsStatus64();
    void theStartIsMeasured();
    void textIsTypedSavedAndTheProgramEnds();
    void killedItComesBackWithTheText();
    void whatTheUiThreadDoesIsLogged();

private:
    void start(const QStringList& arguments);
    bool hasWindow();

    QTemporaryDir folder_;
    QProcess studio_;
    QString title_;
};

void StudioProgramTest::init() {
    QVERIFY(QFile::exists(kStudio));
}

void StudioProgramTest::cleanup() {
    if (studio_.state() != QProcess::NotRunning) {
        studio_.kill();
        studio_.waitForFinished();
    }
}

void StudioProgramTest::start(const QStringList& arguments) {
    studio_.start(kStudio, QStringList{"--config", folder_.filePath("config")} + arguments);
    QVERIFY(studio_.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(hasWindow(), 30'000);
}

bool StudioProgramTest::hasWindow() {
    const QString pid = QString::number(studio_.processId());
    const QString window =
        run("xdotool", {"search", "--onlyvisible", "--pid", pid, "--name", "Constellation"})
            .section('\n', 0, 0);
    if (window.isEmpty()) return false;
    title_ = run("xdotool", {"getwindowname", window});
    return run("xdotool", {"getactivewindow"}) == window;
}

void StudioProgramTest::helpAndVersionNeedNoDisplay() {
    QProcessEnvironment none = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        none.remove(name);
    }
    QProcess process;
    process.setProcessEnvironment(none);
    process.start(kStudio, {"--version"});
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().startsWith("constellation-studio "));
    process.start(kStudio, {"--help"});
    QVERIFY(process.waitForFinished(30'000));
    QVERIFY(process.readAllStandardOutput().contains("--measure-start"));
    process.start(kStudio, QStringList());
    QVERIFY(process.waitForFinished(30'000));
    QVERIFY(process.exitCode() != 0);
    QVERIFY(process.readAllStandardError().contains("no display"));
}

void StudioProgramTest::anUnknownOptionIsStatus64() {
    QProcess process;
    process.start(kStudio, {"--nonsense"});
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitCode(), 64);
    QVERIFY(process.readAllStandardError().contains("--nonsense"));
}

void StudioProgramTest::theStartIsMeasured() {
    QProcess process;
    process.start(kStudio, {"--measure-start", "--no-restore", "--config", folder_.filePath("m")});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 0);
    const QJsonObject line = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    QVERIFY(line["startMs"].toDouble() > 10);
    QVERIFY(line["residentMb"].toDouble() > 10);
}

void StudioProgramTest::textIsTypedSavedAndTheProgramEnds() {
    const QString path = folder_.filePath("typed.cst");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("in a: Int\n");
    file.close();
    start({path});
    QTRY_VERIFY_WITH_TIMEOUT(hasWindow() && title_.contains("typed.cst"), 30'000);
    keys({"key", "ctrl+End"});
    keys({"type", "--delay", "5", "out a"});
    keys({"key", "ctrl+s"});
    QTRY_COMPARE_WITH_TIMEOUT(contents(path), QByteArray("in a: Int\nout a"), 30'000);
    keys({"key", "ctrl+q"});
    QVERIFY(studio_.waitForFinished(30'000));
    QCOMPARE(studio_.exitStatus(), QProcess::NormalExit);
    QCOMPARE(studio_.exitCode(), 0);
}

void StudioProgramTest::killedItComesBackWithTheText() {
    const QString path = folder_.filePath("killed.cst");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("in a: Int\n");
    file.close();
    start({path});
    QTRY_VERIFY_WITH_TIMEOUT(hasWindow() && title_.contains("killed.cst"), 30'000);
    keys({"key", "ctrl+End"});
    keys({"type", "--delay", "5", "out a"});
    const QDir journals(folder_.filePath(".constellation/journal"));
    const auto isJournalled = [&] {  // the last key: it stands before the check of the last record
        const QStringList names = journals.entryList({"*.journal"});
        const QByteArray bytes =
            names.size() == 1 ? contents(journals.filePath(names[0])) : QByteArray();
        return bytes.size() > 9 && bytes[bytes.size() - 9] == 'a';
    };
    QTRY_VERIFY_WITH_TIMEOUT(isJournalled(), 30'000);
    studio_.kill();
    QVERIFY(studio_.waitForFinished(30'000));
    start({});  // of itself it comes back to the file
    QTRY_VERIFY_WITH_TIMEOUT(hasWindow() && title_.contains("killed.cst"), 30'000);
    QCOMPARE(contents(path), QByteArray("in a: Int\n"));
    keys({"key", "ctrl+s"});
    QTRY_COMPARE_WITH_TIMEOUT(contents(path), QByteArray("in a: Int\nout a"), 30'000);
    keys({"key", "ctrl+q"});
    QVERIFY(studio_.waitForFinished(30'000));
    QVERIFY(!journals.exists());
}

void StudioProgramTest::whatTheUiThreadDoesIsLogged() {
    const QString log = folder_.filePath("ui.log");
    start({"--no-restore", "--ui-log", log});
    keys({"type", "x"});
    keys({"key", "ctrl+z"});
    keys({"key", "ctrl+q"});
    QVERIFY(studio_.waitForFinished(30'000));
    int lines = 0;
    bool hasKey = false;
    for (const QByteArray& line : contents(log).split('\n')) {
        if (line.isEmpty()) continue;
        const QJsonObject entry = QJsonDocument::fromJson(line).object();
        QVERIFY(entry.contains("atUs") && entry.contains("event") && entry.contains("busyUs"));
        hasKey = hasKey || entry["event"].toString().startsWith("KeyPress");
        ++lines;
    }
    QVERIFY(lines > 20);
    QVERIFY(hasKey);
}

QTEST_GUILESS_MAIN(StudioProgramTest)
#include "tst_studio_program.moc"
