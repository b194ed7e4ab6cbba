#pragma once

#include "engine/session/graph_edits.h"
#include "ui/shell/session_bridge.h"

#include <QObject>
#include <QPointF>
#include <QString>

#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace cst {

class Banner;
class ChoicePopup;
class CodeEditor;
class GraphView;
class NameField;
class Theme;

/// Edits of the text by gestures, in the graph and in the text, and what is asked about names.
///
/// A gesture is worked out on the engine thread, of the newest text, and applied if the text is
/// still that one; nodes are addressed by identity, so that a gesture may be asked for while the
/// one before is on its way. They are done one after the other. What is refused is said in words.
class WindowGestures : public QObject {
    Q_OBJECT

public:
    struct Parts {
        const Theme& theme;
        SessionBridge& bridge;
        CodeEditor& editor;
        GraphView& graph;
        QWidget& window;
    };
    /// All of them outlive it.
    explicit WindowGestures(const Parts& parts, QObject* parent = nullptr);

    /// Another document is shown: what was asked for before is not done.
    void documentShown();
    /// The text is another one, with this number.
    void textChanged(Revision revision);
    /// Behind the views, which show it already.
    void snapshotShown(const SnapshotPtr& snapshot);

    // Of the node that is chosen in the graph where that has the focus, else of the name at the
    // cursor of the text.
    void rename();
    void goToDefinition();
    void showUses();

    // Of the nodes at hand: those chosen in the graph where that has the focus, else the one at the
    // cursor of the text.
    void remove();  // or disconnects the edge that is chosen
    void duplicate();
    void guard();
    /// Asks which function; at a place of the graph, or where there is room.
    void addCall(std::optional<QPoint> place);
    void addCallOf(const QString& qualifiedName);  // takes what is chosen in the graph
    void dropCallOf(const QString& qualifiedName, QPoint place);
    void connect(NodeIdentity from, NodeIdentity to, uint32_t port);
    /// The node that was chosen first to a place of the one that was chosen last: asks which.
    void connectChosen();
    /// Asks which place of the chosen node.
    void disconnectChosen();
    void refuse(const QString& why);
    /// Nothing is asked for that is not done yet.
    bool isIdle() const { return !isAsking_ && waiting_.empty(); }

signals:
    /// The mouse rests in the text, on the name of a node.
    void nodeHoveredInText(cst::NodeIdentity node, uint32_t offset);
    /// What was added shall stand here; undoing it undoes that too.
    void nodePlaced(cst::NodeIdentity node, cst::LayoutPoint place);

private:
    using Make = std::function<Result<GraphEdit>(const Snapshot&)>;
    struct Gesture {
        Make make;
        bool choosesNew = false;    // what it adds is chosen in the graph
        std::optional<QPointF> at;  // likewise, and stands there
        std::function<void()> done;
        std::function<void(const QString&)> refused;  // none: refuse()
    };
    void ask(Gesture gesture);
    void next();
    void arrived(const Gesture& gesture, Revision revision, const Result<GraphEdit>& edit);
    void tellWhatItBrings(const GraphEdit& edit);
    /// Works something out of the newest text; the answer is dropped if another document is shown.
    template <class Answer>
    void consult(std::function<Answer(const Snapshot&)> question,
                 std::function<void(const Answer&, Revision)> then) {
        put([question = std::move(question), then = std::move(then)](const Snapshot& newest) {
            return [then, answer = question(newest), revision = newest.revision] {
                then(answer, revision);
            };
        });
    }
    void put(SessionBridge::Question question);

    bool isInGraph() const;
    std::vector<NodeIdentity> nodesAtHand() const;
    void openNameField(const QRect& anchor, const QString& name, const QFont& font,
                       const std::function<Make(std::string)>& make);
    void renameInGraph();
    void renameGroup(uint32_t node);
    void renameInText();
    std::function<std::optional<NameUses>(const Snapshot&)> namesAtHand() const;
    void listUses(const NameUses& uses);
    void askWhetherToRemove(const std::vector<NodeIdentity>& nodes,
                            const std::vector<LostUse>& uses,
                            const std::vector<std::string>& others);
    void addCallOf(FunctionId function, const std::vector<NodeIdentity>& nodes,
                   std::optional<QPoint> place);
    void removeAll(const std::vector<NodeIdentity>& nodes, Users users);
    void disconnect(NodeIdentity to, uint32_t port);
    void glowInGraph(std::optional<uint32_t> offset);
    void glowInText(const std::optional<NodeIdentity>& node);
    QPoint inWindow(const QWidget& widget, QPoint place) const;
    QRect nodeInWindow(NodeIdentity node) const;
    QPoint cursorInWindow() const;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void placeNotice();

    const Theme& theme_;
    SessionBridge& bridge_;
    CodeEditor& editor_;
    GraphView& graph_;
    QWidget& window_;
    NameField* field_;
    ChoicePopup* popup_;
    Banner* notice_;                                     // over the graph
    std::optional<std::vector<uint32_t>> refusedAbout_;  // nodes that were chosen then

    SnapshotPtr snapshot_;   // newest of this document; null before the first
    Revision revision_ = 0;  // of the text as it is
    uint64_t document_ = 0;  // counts documents, to tell answers about others
    std::deque<Gesture> waiting_;
    bool isAsking_ = false;
    Revision choosesNewOf_ = 0;     // 0 = nothing is to be chosen
    std::optional<QPointF> newAt_;  // likewise: it stands there
    uint64_t hovers_ = 0;           // counts, to tell answers that are overtaken
};

}  // namespace cst
