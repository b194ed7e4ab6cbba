#include "ui/profiler/span_look.h"

#include <QCoreApplication>

namespace cst {

Role spanRole(SpanKind kind) {
    switch (kind) {
    case SpanKind::Completed: return Role::SpanWork;
    case SpanKind::Failed: return Role::SpanFailed;
    case SpanKind::Cancelled: return Role::SpanCancelled;
    case SpanKind::TimedOut: return Role::SpanTimedOut;
    case SpanKind::Queue: return Role::SpanQueue;
    case SpanKind::Io:
    case SpanKind::Throttle:
    case SpanKind::Permit:
    case SpanKind::RetryDelay:
    case SpanKind::Cache: return Role::SpanWait;
    case SpanKind::Phase: return Role::SpanPhase;
    case SpanKind::Paint: return Role::SpanStudio;
    }
    return Role::SpanPhase;
}

Role troubleRole(SpanKind kind) {
    return kind == SpanKind::TimedOut ? Role::Warning : Role::Error;
}

SpanPattern spanPattern(SpanKind kind) {
    switch (kind) {
    case SpanKind::Failed: return SpanPattern::Crossed;
    case SpanKind::TimedOut: return SpanPattern::Barred;
    case SpanKind::Cancelled: return SpanPattern::Dotted;
    case SpanKind::Queue: return SpanPattern::Sparse;
    default: return isWait(kind) ? SpanPattern::Slanted : SpanPattern::None;
    }
}

uint8_t patternBits(SpanPattern pattern, int y) {
    const auto turned = [](unsigned bits, int by) {
        const auto places = static_cast<unsigned>(by) & 7U;
        return static_cast<uint8_t>(bits << places | bits >> (8U - places));
    };
    switch (pattern) {
    case SpanPattern::None: return 0;
    case SpanPattern::Slanted: return turned(0b111U, -y);
    case SpanPattern::Sparse: return turned(0b1U, y);
    case SpanPattern::Crossed: return turned(0b1U, -y) | turned(0b1U, y);
    case SpanPattern::Barred: return y % 4 == 0 ? 0xFF : 0;
    case SpanPattern::Dotted: return y % 4 == 0 ? 0b00010001 : y % 4 == 2 ? 0b01000100 : 0;
    }
    return 0;
}

QString spanKindText(SpanKind kind) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("cst::TimelineView", text);
    };
    switch (kind) {
    case SpanKind::Completed: return tr("completed");
    case SpanKind::Failed: return tr("failed");
    case SpanKind::Cancelled: return tr("cancelled");
    case SpanKind::TimedOut: return tr("timed out");
    case SpanKind::Queue: return tr("queued: no worker is free");
    case SpanKind::Io: return tr("waits for its program, service or timer");
    case SpanKind::Throttle: return tr("waits for its throttle");
    case SpanKind::Permit: return tr("waits for a permit");
    case SpanKind::RetryDelay: return tr("waits to try again");
    case SpanKind::Cache: return tr("waits for a cached result");
    case SpanKind::Phase: return tr("phase");
    case SpanKind::Paint: return tr("painting");
    }
    return {};
}

QString spanGroupText(SpanKind kind) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("cst::TimelineView", text);
    };
    if (kind == SpanKind::Completed) return tr("work");
    if (kind == SpanKind::Queue) return tr("queued");
    if (kind == SpanKind::Paint) return tr("studio");
    return isWait(kind) ? tr("waiting") : spanKindText(kind);
}

}  // namespace cst
