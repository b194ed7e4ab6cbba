#pragma once

#include "ui/graph/graph_scene.h"
#include "ui/graph/type_family.h"

#include <QWidget>

#include <vector>

namespace cst {

/// What the colours of the lines mean, in a corner of the canvas: the types that are there, and
/// that a dashed line is not always needed.
class EdgeLegend : public QWidget {
    Q_OBJECT

public:
    explicit EdgeLegend(const Theme& theme, QWidget* parent);

    /// `hasNotTaken`: on some line the latest run did not ask for the value.
    void showScene(const GraphScene& scene, bool hasNotTaken);
    /// Whether somebody wants to see it; it also hides while there are no lines.
    void setWanted(bool isWanted);
    bool isWanted() const { return isWanted_; }
    /// In as many rows as the width needs; it hides where that is too much of the canvas.
    void placeAt(QPoint bottomLeft, QSize canvas);
    /// `Int, Float`, …, in their order.
    QStringList words() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Entry {
        QString words;
        Role role = Role::Edge;
        bool isDashed = false;
        bool isCrossed = false;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    int entryWidth(const Entry& entry) const;
    void arrange();

    const Theme& theme_;  // outlives every widget
    bool isWanted_ = true;
    std::vector<Entry> entries_;
    std::vector<QPoint> places_;  // by entry: its top left corner
    QPoint corner_;
    QSize canvas_;
};

}  // namespace cst
