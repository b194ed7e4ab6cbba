// The list of what may be written at the cursor. It opens when asked for, narrows and widens with
// the word that is typed, and goes as soon as the cursor is no longer in that word.
//
//   complete()           a snapshot of the text as it is → Completions; while that is pending, the
//                        list opens when it comes
//   SCN_UPDATEUI, a key  refreshCompletion: the word again → rank → list. Before a key too, since
//                        Scintilla tells only with the next paint what the keys before it did
//   Enter, Tab, click    takeCompletion: one replacement, one undo step

#include "ui/editor/code_editor.h"
#include "ui/editor/completion_list.h"
#include "ui/editor/scintilla_view.h"

#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>

namespace cst {

namespace {

using Sci = QsciScintillaBase;

constexpr std::size_t kOffered = 200;

}  // namespace

void CodeEditor::complete() {
    const bool isPlain = selection().empty() && view_->send(Sci::SCI_GETSELECTIONS) == 1;
    if (isPreview_ || held_ || !isPlain) {
        return;
    }
    closeCompletion();
    view_->setFocus();
    if (!snapshot_) {
        awaitsCompletion_ = true;
        flushEdit();
        return;
    }
    completions_ = Completions(snapshot_, view_->cursor());
    list_ = new CompletionList(theme_, window());
    connect(list_, &CompletionList::picked, this, &CodeEditor::takeCompletion);
    shownFor_.reset();
    refreshCompletion();
    if (!list_) {
        QToolTip::showText(view_->viewport()->mapToGlobal(pointOf(view_->cursor())),
                           tr("Nothing to complete here"), view_->viewport(), {}, 1500);
    }
}

std::optional<std::string> CodeEditor::typedForCompletion() const {
    const uint32_t begin = completions_.word().begin;
    const uint32_t cursor = view_->cursor();
    if (cursor < begin || cursor > view_->length() || !selection().empty()) {
        return {};
    }
    const std::string_view typed = view_->bytes().substr(begin, cursor - begin);
    if (!std::all_of(typed.begin(), typed.end(), [&](char c) { return completions_.takes(c); })) {
        return {};
    }
    return std::string(typed);
}

void CodeEditor::refreshCompletion() {
    if (!list_) {
        return;
    }
    const std::optional<std::string> typed = typedForCompletion();
    if (!typed) {
        closeCompletion();
        return;
    }
    if (typed != shownFor_) {
        std::vector<Proposal> ranked = completions_.rank(*typed, kOffered);
        if (ranked.empty()) {
            closeCompletion();
            return;
        }
        shownFor_ = typed;
        list_->show(std::move(ranked));
    }
    const QPoint middle = pointOf(completions_.word().begin);
    const int height = static_cast<int>(view_->send(Sci::SCI_TEXTHEIGHT));
    list_->placeAt(view_->viewport()->mapTo(window(), middle - QPoint(0, height / 2)), height);
    list_->raise();
    list_->setVisible(true);
}

void CodeEditor::takeCompletion() {
    const std::string text = list_->chosen().text;
    const std::string_view bytes = view_->bytes();
    std::size_t end = view_->cursor();
    while (end < bytes.size() && completions_.takes(bytes[end])) {
        ++end;
    }
    while (end > view_->cursor() && (bytes[end - 1] == '-' || bytes[end - 1] == '.')) {
        --end;  // belongs to a name only in front of more of it
    }
    const uint32_t begin = completions_.word().begin;
    closeCompletion();
    closeUndoStep();
    view_->send(Sci::SCI_SETTARGETRANGE, begin, static_cast<long>(end));
    view_->sendBytes(Sci::SCI_REPLACETARGET, text.size(), text.data());
    closeUndoStep();
    view_->send(Sci::SCI_GOTOPOS, begin + text.size());
    view_->setFocus();
}

void CodeEditor::closeCompletion() {
    awaitsCompletion_ = false;
    if (list_) {
        list_->hide();
        list_->deleteLater();
        list_ = nullptr;
    }
}

bool CodeEditor::completionTakesKey(const QKeyEvent& key) {
    refreshCompletion();
    const QString text = key.text();
    awaitsCompletion_ =
        awaitsCompletion_ && text.size() == 1 && isNameCharacter(text[0].toLatin1());
    if (!list_ || (key.modifiers() & ~Qt::KeypadModifier) != 0) {
        return false;
    }
    switch (key.key()) {
    case Qt::Key_Escape: closeCompletion(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab: takeCompletion(); return true;
    case Qt::Key_Up: list_->moveBy(-1); return true;
    case Qt::Key_Down: list_->moveBy(1); return true;
    case Qt::Key_PageUp: list_->moveBy(-list_->rowsOfAPage()); return true;
    case Qt::Key_PageDown: list_->moveBy(list_->rowsOfAPage()); return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End: closeCompletion(); return false;
    default: return false;
    }
}

}  // namespace cst
