#include "ui/shell/studio_application.h"

#include <QEvent>
#include <QMetaEnum>

#include <chrono>
#include <clocale>

namespace cst {

namespace {

/// Of a clock that only moves forwards; where it starts does not matter.
double microseconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::micro>(now).count();
}

/// `KeyPress ScintillaView`
QByteArray describe(const QObject* receiver, QEvent::Type type) {
    const char* name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return (name ? QByteArray(name) : QByteArray::number(type)) + ' ' +
           QByteArray(receiver->metaObject()->className()).replace("cst::", "");
}

}  // namespace

StudioApplication::StudioApplication(int& argc, char** argv) : QApplication(argc, argv) {
    // Qt takes the user's: in some countries what the engine writes would have commas for points.
    std::setlocale(LC_NUMERIC, "C");
    // The name of the settings' folder; what people read is set per window.
    setApplicationName(QStringLiteral("constellation-studio"));
    setApplicationDisplayName(QStringLiteral("Constellation Studio"));
    setDesktopFileName(QStringLiteral("constellation-studio"));
}

StudioApplication::~StudioApplication() = default;

bool StudioApplication::startUiLog(const QString& path) {
    log_.reset(std::fopen(path.toLocal8Bit().constData(), "w"));
    logStart_ = microseconds();
    return log_ != nullptr;
}

bool StudioApplication::notify(QObject* receiver, QEvent* event) {
    const StudioPart part = spans_.partOf(receiver, *event);
    if (part == StudioPart::None) {
        return deliver(receiver, event);
    }
    const Ticks from = ticks::now();
    const bool result = deliver(receiver, event);
    spans_.add(part, from, ticks::now());
    return result;
}

bool StudioApplication::deliver(QObject* receiver, QEvent* event) {
    if (!log_ || depth_ > 0) {
        return QApplication::notify(receiver, event);
    }
    // Asked before: the receiver may be gone afterwards.
    const QByteArray what = describe(receiver, event->type());
    const double begin = microseconds();
    ++depth_;
    const bool result = QApplication::notify(receiver, event);
    --depth_;
    const double end = microseconds();
    std::fprintf(log_.get(), "{\"atUs\":%.1f,\"event\":\"%s\",\"busyUs\":%.1f}\n",
                 begin - logStart_, what.constData(), end - begin);
    return result;
}

}  // namespace cst
