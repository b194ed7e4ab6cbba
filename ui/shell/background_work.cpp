#include "ui/shell/background_work.h"

#include <QMetaObject>

#include <utility>

namespace cst {

BackgroundWork::BackgroundWork(QObject* parent) : QObject(parent) {
    pool_.setMaxThreadCount(1);
}

BackgroundWork::~BackgroundWork() {
    pool_.waitForDone();
}

void BackgroundWork::start(Work work) {
    pool_.start([this, work = std::move(work)] {
        QMetaObject::invokeMethod(this, work(), Qt::QueuedConnection);
    });
}

}  // namespace cst
