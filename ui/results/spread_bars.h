#pragma once

#include "engine/value/number_spread.h"

#include <QWidget>

#include <optional>

namespace cst {

class Theme;

/// A small histogram: how the numbers of a list are spread, with the least and the most below.
/// UI thread only.
class SpreadBars : public QWidget {
    Q_OBJECT

public:
    explicit SpreadBars(const Theme& theme, QWidget* parent = nullptr);

    void show(std::optional<NumberSpread> spread);  // hidden without one
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& theme_;  // outlives every widget
    std::optional<NumberSpread> spread_;
};

}  // namespace cst
