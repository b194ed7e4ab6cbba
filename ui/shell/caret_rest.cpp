#include "ui/shell/caret_rest.h"

#include <QEvent>
#include <QGuiApplication>
#include <QStyleHints>

#include <algorithm>

namespace cst {

CaretRest::CaretRest(std::chrono::milliseconds after, QObject* parent)
    : QObject(parent), after_(after) {
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &CaretRest::rest);
    QCoreApplication::instance()->installEventFilter(this);
    wake();
}

CaretRest::~CaretRest() {
    if (isResting_ && QGuiApplication::instance()) wake();
}

bool CaretRest::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::InputMethod:
    case QEvent::MouseButtonPress:
    case QEvent::FocusIn:
    case QEvent::WindowActivate: wake(); break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void CaretRest::wake() {
    touched_.start();
    if (isResting_) {
        isResting_ = false;
        QGuiApplication::styleHints()->setCursorFlashTime(-1);  // as the system has it
    }
    if (!timer_.isActive()) timer_.start(after_);
}

void CaretRest::rest() {
    const auto since = std::chrono::milliseconds(touched_.elapsed());
    if (since < after_) {  // a key restarts no timer
        timer_.start(std::max(after_ - since, std::chrono::milliseconds(1)));
        return;
    }
    isResting_ = true;
    QGuiApplication::styleHints()->setCursorFlashTime(0);
}

}  // namespace cst
