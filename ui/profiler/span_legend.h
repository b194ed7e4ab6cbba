#pragma once

#include "ui/profiler/timeline_index.h"
#include "ui/shell/theme.h"

#include <QWidget>

#include <vector>

namespace cst {

/// What the colours and patterns of a timeline mean: those that there are. UI thread only.
class SpanLegend : public QWidget {
    Q_OBJECT

public:
    explicit SpanLegend(const Theme& theme, QWidget* parent = nullptr);

    void showKinds(const TimelineIndexPtr& index);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int widthOf(SpanKind kind) const;

    const Theme& theme_;           // outlives every widget
    std::vector<SpanKind> kinds_;  // one of those that look the same
};

}  // namespace cst
