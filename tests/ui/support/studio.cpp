#include "tests/ui/support/studio.h"

#include "ui/shell/studio_style.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>

namespace cst::test {

namespace {

constexpr int kPatienceMs = 20'000;

/// Where the next key goes: to what has popped up, else to what has the focus. Between two windows
/// that is nothing for a moment.
QWidget& keyTarget() {
    const auto target = [] {
        QWidget* popup = QApplication::activePopupWidget();
        return popup ? popup : QApplication::focusWidget();
    };
    if (!QTest::qWaitFor([&] { return target() != nullptr; }, kPatienceMs)) {
        qFatal("nothing takes the keys");
    }
    return *target();
}

}  // namespace

Studio::Studio(MainWindow::Options options, bool live) {
    // As main() does it; the style goes with the application, the theme with this.
    theme_.choose(Theme::Choice::Dark);
    QApplication::setFont(theme_.textFont());
    Settings(folder_.filePath(QStringLiteral("config"))).setLive(live);
    restart(std::move(options));
}

Studio::~Studio() {
    window_.reset();
    QApplication::setStyle(QStringLiteral("Fusion"));
}

void Studio::restart(MainWindow::Options options) {
    window_.reset();
    needed_.clear();  // as long as somebody has them nobody else may
    settings_.reset();
    settings_ = std::make_unique<Settings>(folder_.filePath(QStringLiteral("config")));
    QApplication::setStyle(new StudioStyle(theme_));
    if (!options.size.isValid()) options.size = QSize(1280, 800);
    window_ = std::make_unique<MainWindow>(theme_, *settings_, options);
    QObject::connect(window_.get(), &MainWindow::windowNeeded, window_.get(),
                     [this](const LeftJournalPtr& left) { needed_.push_back(left); });
    window_->show();
    window_->activateWindow();
    if (!QTest::qWaitForWindowActive(window_.get(), kPatienceMs)) {
        qFatal("the window is not active");
    }
}

bool Studio::hasFocus(const QWidget& pane) {
    const QWidget* focused = QApplication::focusWidget();
    return focused && (focused == &pane || pane.isAncestorOf(focused));
}

QString Studio::write(const QString& name, const QByteArray& bytes) {
    const QString path = folder_.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
    return path;
}

QByteArray Studio::read(const QString& name) const {
    QFile file(folder_.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void Studio::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(&keyTarget(), key, modifiers);
}

void Studio::type(const QByteArray& text) {
    for (const char character : text) {
        if (character == '\n') {
            press(Qt::Key_Return);
        } else {
            QTest::keyClick(&keyTarget(), character);
        }
    }
}

void Studio::typeInEditor(const QByteArray& text) {
    pressMouse(editor().textArea());
    press(Qt::Key_End, Qt::ControlModifier);
    type(text);
}

void Studio::pressPaste(const QByteArray& text) {
    auto* mime = new QMimeData;
    mime->setData(QStringLiteral("text/plain"), text);
    QApplication::clipboard()->setMimeData(mime);
    press(Qt::Key_V, Qt::ControlModifier);
}

void Studio::pressMouse(QWidget* widget, QPoint at) {
    // A click gives its window the keys; offscreen there is no window manager that would see to it.
    widget->activateWindow();
    if (!QTest::qWaitForWindowActive(widget, kPatienceMs)) qFatal("the window is not active");
    QTest::mouseClick(widget, Qt::LeftButton, Qt::NoModifier,
                      at.isNull() ? widget->rect().center() : at);
}

QString samplePath(const QString& name) {
    return QStringLiteral(CST_SOURCE_DIR "/resources/samples/") + name;
}

}  // namespace cst::test
