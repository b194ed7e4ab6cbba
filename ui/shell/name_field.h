#pragma once

#include <QFrame>
#include <QPointer>
#include <QString>

#include <functional>

class QLabel;
class QLineEdit;

namespace cst {

class Theme;

/// One line to type a name into, over the place that has the name. What does not go is said below
/// it, and the line stays. Gone with Escape, or when the focus goes; the focus goes back then.
class NameField : public QFrame {
    Q_OBJECT

public:
    NameField(const Theme& theme, QWidget* window);

    /// With the old name, all of it selected. `anchor`: what has the name, in the window's
    /// coordinates. `taken` hears of each Enter with another name than the old one.
    void open(const QRect& anchor, const QString& name, const QFont& font,
              std::function<void(const QString& name)> taken);
    /// Why the name that was taken does not go.
    void refuse(const QString& why);
    void leave();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void take();
    void place();

    const Theme& theme_;  // outlives every widget
    QLineEdit* line_;
    QLabel* problem_;
    QRect anchor_;
    QString old_;
    QPointer<QWidget> before_;  // had the focus
    std::function<void(const QString&)> taken_;
};

}  // namespace cst
