#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace cst {

/// Lets the carets of the whole application stand still once nobody has touched a key or the mouse
/// for a while, until somebody does: a window at rest repaints nothing. One for an application,
/// which outlives it. UI thread only. Cost: some ns an event.
class CaretRest : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kAfter{5000};

    explicit CaretRest(std::chrono::milliseconds after = kAfter, QObject* parent = nullptr);
    ~CaretRest() override;

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void wake();
    void rest();

    const std::chrono::milliseconds after_;
    QElapsedTimer touched_;
    QTimer timer_;
    bool isResting_ = false;
};

}  // namespace cst
