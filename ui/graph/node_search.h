#pragma once

#include "ui/graph/node_badge.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace cst {

/// Finds nodes by words, each of which must fit: the name, what the node does or calls, its type,
/// the first characters of its value, and its state where a word of that begins so. `name:`,
/// `module:`, `type:`, `value:` and `state:` before a word ask for one of these only; "…" holds
/// words together. Capitals do not matter.
///
/// Not thread safe. Texts are made ready for it by the first find() after a look(): of the graph
/// O(bytes) once a snapshot, of the run once a run or badges. Cost of a find(): O(bytes) of those
/// texts; 10,000 nodes take a few milliseconds (tst_graph_find measures it).
class NodeSearch {
public:
    /// What is searched from now on: `badges` are by node, `run` is what they tell of, or null.
    void look(SnapshotPtr snapshot, const std::vector<NodeBadge>& badges, RunSnapshotPtr run);

    /// The nodes that fit, the best first: by name (the whole name, its beginning, a part of it),
    /// then by what they do, by type, by value and by state; among equals in the order of the text.
    /// Nothing asked for = nothing found.
    std::vector<uint32_t> find(const QString& words);

    /// A word and the text that it is looked for in.
    enum class Field { Any, Name, Module, Type, Value, State };
    struct Word {
        Field field = Field::Any;
        QString text;  // never empty
        friend bool operator==(const Word&, const Word&) = default;
    };
    static std::vector<Word> wordsOf(const QString& typed);

private:
    struct GraphTexts {
        QString name, module, type;
    };
    struct RunTexts {
        QString value, state;
    };
    void readGraph();
    void readRun();
    /// Less is better; negative = it does not fit.
    int rank(uint32_t node, const Word& word) const;

    SnapshotPtr snapshot_;
    RunSnapshotPtr run_;
    std::vector<NodeBadge> badges_;  // by node, likewise below
    std::vector<GraphTexts> graphTexts_;
    std::vector<RunTexts> runTexts_;
    bool isGraphRead_ = false, isRunRead_ = false;
};

}  // namespace cst
