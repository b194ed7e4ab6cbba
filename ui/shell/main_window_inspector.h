#pragma once

#include "ui/shell/session_bridge.h"

#include <QObject>

#include <cstdint>
#include <optional>

namespace cst {

class CodeEditor;
class GraphView;
class InspectorView;

/// What the inspector is about: the edge that is clicked, the node that is chosen in the graph or
/// at the cursor of the text, whichever came last; and what it asks for, from the engine. Also what
/// hovering a name in the text tells of its value.
class WindowInspector : public QObject {
    Q_OBJECT

public:
    struct Parts {
        SessionBridge& bridge;
        CodeEditor& editor;
        GraphView& graph;
        InspectorView& view;
    };
    /// All of them outlive it.
    explicit WindowInspector(const Parts& parts, QObject* parent = nullptr);

    void documentShown(uint64_t document);
    /// The mouse rests on its name in the text.
    void tellOf(NodeIdentity node, uint32_t offset);

signals:
    /// An edge was clicked: its value is to be seen.
    void opened();

private:
    void follow();
    void copy(const NodeValuePtr& of, TypeId type, const Value& part);

    SessionBridge& bridge_;
    CodeEditor& editor_;
    GraphView& graph_;
    InspectorView& view_;
    uint64_t document_ = 0;
    // As of the last look: what has changed since is what somebody looks at.
    std::optional<NodeIdentity> edgeFrom_, edgeTo_, selected_, lit_;
    uint32_t edgePort_ = 0;
};

}  // namespace cst
