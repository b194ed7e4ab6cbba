// How a gesture becomes an edit of the text:
//
//   ask()       one after the other; each text that was typed before goes to the session first
//   consult()   engine thread: the edit of the newest snapshot, its nodes found by identity
//   arrived()   UI thread: applied as one step of undo if the text is still that one
//   snapshotShown()  what came of it is in the graph: what is new is chosen

#include "ui/shell/main_window_gestures.h"

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/banner.h"
#include "ui/shell/choice_popup.h"
#include "ui/shell/name_field.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QEvent>
#include <QKeyEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst {

WindowGestures::WindowGestures(const Parts& parts, QObject* parent)
    : QObject(parent),
      theme_(parts.theme),
      bridge_(parts.bridge),
      editor_(parts.editor),
      graph_(parts.graph),
      window_(parts.window),
      field_(new NameField(parts.theme, &parts.window)),
      popup_(new ChoicePopup(parts.theme, &parts.window)),
      notice_(new Banner(parts.theme, &parts.graph)) {
    setObjectName(QStringLiteral("gestures"));
    notice_->setObjectName(QStringLiteral("graphNotice"));
    graph_.installEventFilter(this);
    notice_->installEventFilter(this);
    QObject::connect(&graph_, &GraphView::connectRequested, this, &WindowGestures::connect);
    QObject::connect(&graph_, &GraphView::refused, this, &WindowGestures::refuse);
    QObject::connect(&graph_, &GraphView::callRequested, this, &WindowGestures::addCall);
    QObject::connect(&graph_, &GraphView::functionDropped, this, &WindowGestures::dropCallOf);
    QObject::connect(&graph_, &GraphView::hoverChanged, this, &WindowGestures::glowInText);
    QObject::connect(&editor_, &CodeEditor::hovered, this, &WindowGestures::glowInGraph);
    QObject::connect(&graph_, &GraphView::selectionChanged, this, [this] {
        // What was refused is about what was chosen then. Who goes on in the text leaves what was
        // chosen too, but may not have seen yet what came of it.
        if (refusedAbout_ && isInGraph() && graph_.selectedIndices() != *refusedAbout_) {
            refusedAbout_.reset();
            notice_->hide();
        }
    });
}

// ---- from a gesture to the text --------------------------------------------------------------

void WindowGestures::documentShown() {
    ++document_;
    waiting_.clear();
    isAsking_ = false;
    choosesNewOf_ = 0;
    snapshot_.reset();
    field_->leave();
    popup_->leave();
    notice_->hide();
    graph_.glow(std::nullopt);
}

void WindowGestures::textChanged(Revision revision) {
    revision_ = revision;
    notice_->hide();
    editor_.glow(std::nullopt);
}

void WindowGestures::snapshotShown(const SnapshotPtr& snapshot) {
    snapshot_ = snapshot;
    if (choosesNewOf_ == 0 || snapshot->revision < choosesNewOf_) {
        return;
    }
    if (snapshot->revision == std::exchange(choosesNewOf_, 0)) {
        std::vector<NodeIdentity> added;
        for (std::size_t i = 0; i < snapshot->shown.size(); ++i) {
            const NodeIdentity node = snapshot->shown[i].identity;
            const auto& all = snapshot->delta.added;
            if (!snapshot->graph->nodes.rows()[i].name.empty() &&
                std::find(all.begin(), all.end(), node) != all.end()) {
                added.push_back(node);
            }
        }
        if (!added.empty()) {
            if (newAt_) {
                emit nodePlaced(added.front(), {static_cast<float>(std::round(newAt_->x())),
                                                static_cast<float>(std::round(newAt_->y()))});
            }
            graph_.selectNodes(std::move(added));
        }
    }
}

void WindowGestures::put(SessionBridge::Question question) {
    editor_.flushEdit();
    bridge_.consult([this, document = document_, question = std::move(question)](
                        const Snapshot& newest) -> SessionBridge::Answer {
        return [this, document, answer = question(newest)] {
            if (document == document_) {
                answer();
            }
        };
    });
}

void WindowGestures::ask(Gesture gesture) {
    notice_->hide();
    waiting_.push_back(std::move(gesture));
    next();
}

void WindowGestures::next() {
    if (isAsking_ || waiting_.empty()) {
        return;
    }
    isAsking_ = true;
    Gesture gesture = std::move(waiting_.front());
    waiting_.pop_front();
    consult<Result<GraphEdit>>(gesture.make,
                               [this, gesture](const Result<GraphEdit>& edit, Revision revision) {
                                   isAsking_ = false;
                                   arrived(gesture, revision, edit);
                                   next();
                               });
}

void WindowGestures::arrived(const Gesture& gesture, Revision revision,
                             const Result<GraphEdit>& edit) {
    editor_.flushEdit();
    QString why;
    if (revision != revision_) {
        why = tr("The text has changed meanwhile: do it again");
    } else if (!edit.ok()) {
        why = QString::fromStdString(edit.error().message);
    } else if (!editor_.apply(edit->edits, edit->select)) {
        why = tr("This text is shown as a preview and cannot be edited");
    }
    if (!why.isEmpty()) {
        gesture.refused ? gesture.refused(why) : refuse(why);
        return;
    }
    editor_.flushEdit();
    choosesNewOf_ = gesture.choosesNew ? revision_ : 0;
    newAt_ = gesture.at;
    tellWhatItBrings(*edit);
    if (gesture.done) {
        gesture.done();
    }
}

namespace {

/// What a gesture that breaks nothing has not done; empty: all is done.
QString leftToDo(const GraphEdit& edit) {
    if (!edit.leftOut.empty()) {
        return WindowGestures::tr("Done, but the call takes no value of the type of `%1`: type "
                                  "what it is to take, or connect it.")
            .arg(QString::fromStdString(edit.leftOut.front()));
    }
    if (edit.stillAsked.empty()) {
        return {};
    }
    const auto count = static_cast<int>(edit.stillAsked.size());
    const QString name = QString::fromStdString(edit.stillAsked.front());
    return WindowGestures::tr("Done, but %1%2 is not guarded: what is outside uses it as well, and "
                              "what is guarded cannot do without it.")
        .arg(name, count > 1 ? WindowGestures::tr(" (and %n more)", "", count - 1) : QString());
}

}  // namespace

void WindowGestures::tellWhatItBrings(const GraphEdit& edit) {
    refusedAbout_.reset();
    if (edit.brings.empty()) {
        const QString left = leftToDo(edit);
        if (left.isEmpty()) {
            notice_->hide();
            return;
        }
        notice_->tell(Banner::Kind::Note, left);
        placeNotice();
        return;
    }
    const SourceText text(editor_.bytes());
    const Diagnostic& first = edit.brings.front();
    const auto count = static_cast<int>(edit.brings.size());
    notice_->tell(Banner::Kind::Note,
                  tr("Done. Line %1 does not fit any more: %2%3. Ctrl+Z takes it back.")
                      .arg(text.line(first.range.begin))
                      .arg(QString::fromStdString(first.message()),
                           count > 1 ? tr(" (and %n more)", "", count - 1) : QString()));
    placeNotice();
}

void WindowGestures::refuse(const QString& why) {
    notice_->tell(Banner::Kind::Problem, why.left(1).toUpper() + why.mid(1));
    placeNotice();
    refusedAbout_ = graph_.selectedIndices();
}

/// Over the upper edge of the graph: no room is made for it, or the graph would jump.
void WindowGestures::placeNotice() {
    if (notice_->isHidden()) {
        return;
    }
    const int width = graph_.width();
    // (The hint is for narrower words: it has more lines than there will be.)
    const int height = notice_->heightForWidth(width);
    notice_->setGeometry(0, 0, width, height > 0 ? height : notice_->sizeHint().height());
    notice_->raise();
}

bool WindowGestures::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &graph_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        notice_->hide();
    }
    if (watched == &graph_ && event->type() == QEvent::Resize) {
        placeNotice();
    }
    return QObject::eventFilter(watched, event);
}

// ---- what a gesture is about -----------------------------------------------------------------

bool WindowGestures::isInGraph() const {
    return graph_.hasFocus();
}

std::vector<NodeIdentity> WindowGestures::nodesAtHand() const {
    std::vector<NodeIdentity> nodes = graph_.selectedNodes();
    if (isInGraph() && !nodes.empty()) {
        return nodes;
    }
    const auto atCursor = graph_.nodeOfText(editor_.selection());
    return atCursor ? std::vector{*atCursor} : std::vector<NodeIdentity>();
}

QPoint WindowGestures::inWindow(const QWidget& widget, QPoint place) const {
    return widget.mapTo(&window_, place);
}

QRect WindowGestures::nodeInWindow(NodeIdentity node) const {
    const QRect rect = graph_.nodeRectOf(node);
    return {inWindow(graph_, rect.topLeft()), rect.size()};
}

QPoint WindowGestures::cursorInWindow() const {
    return inWindow(*editor_.textArea(), editor_.pointOf(editor_.cursorOffset()));
}

// ---- hovering --------------------------------------------------------------------------------

void WindowGestures::glowInText(const std::optional<NodeIdentity>& node) {
    std::optional<SourceRange> range;
    if (node && snapshot_ && snapshot_->revision == revision_) {
        const auto& shown = snapshot_->shown;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (shown[i].identity == *node && !shown[i].ghost) {
                range = snapshot_->graph->nodes.rows()[i].range;
            }
        }
    }
    editor_.glow(range);
}

/// Is it the node of a variable, an input or an output, and not one that a parameter stands in?
bool isKeyOf(const std::string& key, const std::string& name) {
    return key == name || key == "in:" + name || key == "out:" + name ||
           key.starts_with(name + "~");
}

void WindowGestures::glowInGraph(std::optional<uint32_t> offset) {
    const uint64_t hover = ++hovers_;
    if (!offset) {
        graph_.glow(std::nullopt);
        return;
    }
    // A use glows as what it is a use of.
    consult<std::optional<NameUses>>(
        [offset](const Snapshot& newest) { return usesAt(newest, *offset); },
        [this, hover, offset](const std::optional<NameUses>& name, Revision revision) {
            if (hover != hovers_ || revision != revision_) {
                return;
            }
            const bool isHere = name && !name->definition.empty();
            const auto node =
                graph_.nodeOfText(isHere ? name->definition : SourceRange{*offset, *offset});
            graph_.glow(node);
            if (node && isHere && isKeyOf(graph_.keyOf(*node), name->name)) {
                emit nodeHoveredInText(*node, *offset);
            }
        });
}

}  // namespace cst
