#pragma once

#include "ui/shell/caret_rest.h"
#include "ui/shell/studio_spans.h"

#include <QApplication>
#include <QString>

#include <cstdio>
#include <memory>

namespace cst {

/// The application, which can keep a log of what its UI thread does: one JSON line
/// `{"atUs","event","busyUs"}` for each event that Qt delivered, nested ones within their
/// outermost. What it paints is always recorded.
class StudioApplication : public QApplication {
    Q_OBJECT

public:
    StudioApplication(int& argc, char** argv);
    ~StudioApplication() override;

    /// False if the file cannot be written.
    bool startUiLog(const QString& path);

    StudioSpans& spans() { return spans_; }

    bool notify(QObject* receiver, QEvent* event) override;

private:
    bool deliver(QObject* receiver, QEvent* event);

    CaretRest carets_;
    StudioSpans spans_;
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> log_;
    double logStart_ = 0;
    int depth_ = 0;
};

}  // namespace cst
