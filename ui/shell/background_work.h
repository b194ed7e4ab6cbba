#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>

namespace cst {

/// What takes longer than the UI thread has, one piece after the other on a thread of its own.
/// Call it from the UI thread. Its end waits for the pieces that were begun or asked for: a file
/// that was to be written is written.
class BackgroundWork : public QObject {
    Q_OBJECT

public:
    explicit BackgroundWork(QObject* parent = nullptr);
    ~BackgroundWork() override;

    /// What is to be done on the UI thread with what came of it; not if this is gone by then.
    using Answer = std::function<void()>;
    /// Runs on the other thread: what it refers to must be its own.
    using Work = std::function<Answer()>;
    void start(Work work);

private:
    QThreadPool pool_;
};

}  // namespace cst
