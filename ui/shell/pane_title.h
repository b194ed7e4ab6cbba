#pragma once

#include <QString>
#include <QWidget>

namespace cst {

class Theme;

/// The strip above a pane that names what it shows: a name, a dot while it has unsaved changes, and
/// something dim behind it that gives way when there is no room.
class PaneTitle : public QWidget {
    Q_OBJECT

public:
    explicit PaneTitle(const Theme& theme, QWidget* parent = nullptr);

    void setTitle(const QString& name, const QString& detail = {});
    void setMarked(bool isMarked);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& theme_;  // outlives every widget
    QString name_;
    QString detail_;
    bool isMarked_ = false;
};

}  // namespace cst
