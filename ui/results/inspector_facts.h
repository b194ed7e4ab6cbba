#pragma once

#include "engine/session/run_snapshot.h"
#include "engine/value/number_spread.h"
#include "ui/shell/theme.h"

#include <QWidget>

#include <array>
#include <cstdint>
#include <optional>

class QLabel;

namespace cst {

class SpreadBars;

/// What there is to know about a node beside its value: name, type, shape and size, what became of
/// it in the run, how long it took, and why it ran or whose result it has.
/// UI thread only.
class InspectorFacts : public QWidget {
    Q_OBJECT

public:
    explicit InspectorFacts(const Theme& theme, QWidget* parent = nullptr);

    struct Facts {
        QString name;   // of the node, or of the edge that was chosen
        QString place;  // what it is, and where
        QString type;
        QString shape;  // and size; "" = not known
        const RunSnapshot* run = nullptr;
        std::optional<uint32_t> ran;  // index of its nodes
        QString note;                 // that what is shown is not of now; "" = it is
        std::optional<NumberSpread> spread;
    };
    void show(const Facts& facts);
    QString text() const;  // all lines, for tests and screen readers

private:
    void applyTheme();

    enum Line { Name, Type, Place, Note, Shape, State, Times, Reason, LineCount };

    const Theme& theme_;  // outlives every widget
    std::array<QLabel*, LineCount> lines_{};
    SpreadBars* spread_ = nullptr;
    Role stateRole_ = Role::TextDim;
};

}  // namespace cst
