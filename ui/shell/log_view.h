#pragma once

#include <QPlainTextEdit>

namespace cst {

class Theme;

/// What `debug.log` wrote, the newest at the bottom; the last 10,000 lines.
class LogView : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit LogView(const Theme& theme, QWidget* parent = nullptr);

    void append(const QStringList& lines);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& theme_;  // outlives every widget
};

}  // namespace cst
