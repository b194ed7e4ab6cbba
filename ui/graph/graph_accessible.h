#pragma once

#include <QAccessible>

#include <vector>

namespace cst {

class GraphView;

// What a screen reader finds: the graph as a list whose items are its nodes in the order of the
// text, each with its name, what it does and its type; its state, time and error; its place; and
// whether it is selected. Pressing one is clicking it. Made when somebody asks; the calls below
// cost one branch while nobody does. UI thread only.

/// Once for all graphs; called by each of them.
void installGraphAccessible();

/// What is told, and of which child; -1 = of the graph itself.
struct ToldEvent {
    QAccessible::Event what;
    int child = -1;
};
std::vector<ToldEvent> toldOfSelection(const GraphView& view);
std::vector<ToldEvent> toldOfState(const GraphView& view);

// Both do nothing while nobody listens.
/// Another node is chosen, or none.
void tellSelection(GraphView& view);
/// The state of the chosen node is another one.
void tellState(GraphView& view);

}  // namespace cst
