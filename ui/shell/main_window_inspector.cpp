#include "ui/shell/main_window_inspector.h"

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/results/inspector_view.h"
#include "ui/shell/node_words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QToolTip>

#include <utility>

namespace cst {
namespace {

constexpr std::size_t kLongestText = 1UL << 20U;   // bytes that are shown
constexpr std::size_t kLongestCopy = 64UL << 20U;  // bytes for the clipboard

}  // namespace

WindowInspector::WindowInspector(const Parts& parts, QObject* parent)
    : QObject(parent),
      bridge_(parts.bridge),
      editor_(parts.editor),
      graph_(parts.graph),
      view_(parts.view) {
    connect(&graph_, &GraphView::selectionChanged, this, &WindowInspector::follow);
    connect(&view_, &InspectorView::valueWanted, this, [this](NodeIdentity node) {
        const uint64_t document = document_;
        bridge_.inspect(document, node, [this, document](const NodeValuePtr& value) {
            if (document == document_) view_.showValue(value);
        });
    });
    connect(&view_, &InspectorView::textWanted, this, [this](const NodeValuePtr& value) {
        bridge_.aside([this, value]() -> SessionBridge::Answer {
            const WrittenValue written =
                writtenOut(*value->compiled->types, value->type, *value->value, kLongestText);
            return [this, value, text = QString::fromStdString(written.json),
                    isCut = written.isCut] { view_.showText(value, text, isCut); };
        });
    });
    connect(&view_, &InspectorView::copyWanted, this, &WindowInspector::copy);
}

void WindowInspector::documentShown(uint64_t document) {
    document_ = document;
    edgeFrom_ = edgeTo_ = selected_ = lit_ = std::nullopt;
    view_.clear();
}

/// Of the edge, the node and the place in the text the one that is new.
void WindowInspector::follow() {
    const GraphEdge* const edge = graph_.selectedWholeEdge();
    const auto identityOf = [&](NodeId node) {
        return graph_.wholeSnapshot()->shown[node.index].identity;
    };
    const auto from = edge ? std::optional(identityOf(edge->from)) : std::nullopt;
    const auto to = edge ? std::optional(identityOf(edge->to)) : std::nullopt;
    const uint32_t port = edge ? edge->port : 0;
    const bool isNewEdge = edge && (from != edgeFrom_ || to != edgeTo_ || port != edgePort_);
    const auto selected = graph_.selectedNode();
    const bool isNewNode = selected && selected != selected_;
    const auto lit = graph_.litNode();
    const bool isNewPlace = lit && lit != lit_;
    edgeFrom_ = from;
    edgeTo_ = to;
    edgePort_ = port;
    selected_ = selected;
    lit_ = lit;
    if (isNewEdge) {
        view_.showNode(*from, InspectorView::Way{*to, port});
        emit opened();
    } else if (isNewNode) {
        view_.showNode(*selected);
    } else if (isNewPlace && !(graph_.hasFocus() && (selected || edge))) {
        view_.showNode(*lit);  // in the graph, what is chosen there comes first
    }
}

void WindowInspector::copy(const NodeValuePtr& of, TypeId type, const Value& part) {
    bridge_.aside([this, of, type, part]() -> SessionBridge::Answer {
        const WrittenValue written = writtenOut(*of->compiled->types, type, part, kLongestCopy);
        const auto bytes = static_cast<int64_t>(written.json.size());
        return [this, text = QString::fromStdString(written.json), isCut = written.isCut, bytes] {
            QGuiApplication::clipboard()->setText(text);
            view_.tell(isCut ? tr("Copied the first %1: all of it is too much for the clipboard")
                                   .arg(bytesText(bytes))
                             : tr("Copied %1").arg(bytesText(bytes)));
        };
    });
}

void WindowInspector::tellOf(NodeIdentity node, uint32_t offset) {
    const QString tip = graph_.tipOf(node);
    if (tip.isEmpty() || QToolTip::isVisible()) {
        return;  // a problem there is told first
    }
    QWidget* const area = editor_.textArea();
    const QPoint below = editor_.pointOf(offset) + QPoint(0, area->fontMetrics().height() / 2);
    QToolTip::showText(area->mapToGlobal(below), tip, area);
}

}  // namespace cst
