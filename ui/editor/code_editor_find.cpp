// Finding text.

#include "ui/editor/code_editor.h"
#include "ui/editor/scintilla_view.h"
#include "ui/shell/find_bar.h"

#include <algorithm>

namespace cst {

namespace {

using Sci = QsciScintillaBase;

constexpr int kMostFound = 2'000;

}  // namespace

void CodeEditor::showFind() {
    const long begin = view_->send(Sci::SCI_GETSELECTIONSTART);
    const long end = view_->send(Sci::SCI_GETSELECTIONEND);
    QString selected;
    if (end > begin && end - begin < 200) {
        const std::string_view text = view_->bytes().substr(static_cast<std::size_t>(begin),
                                                            static_cast<std::size_t>(end - begin));
        if (text.find('\n') == std::string_view::npos) {
            selected = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        }
    }
    find_->open(selected);
    findFromHere();
}

bool CodeEditor::closeFind() {
    if (find_->isHidden()) {
        return false;
    }
    find_->hide();
    clearIndicator(ScintillaView::kFound);
    view_->setFocus();
    return true;
}

std::vector<SourceRange> CodeEditor::findAll() const {
    const QByteArray wanted = find_->text().toUtf8();
    std::vector<SourceRange> found;
    if (wanted.isEmpty()) {
        return found;
    }
    // A capital in what is looked for asks for capitals; else they do not matter.
    const bool matchCase = find_->text() != find_->text().toLower();
    view_->send(Sci::SCI_SETSEARCHFLAGS, matchCase ? Sci::SCFIND_MATCHCASE : 0);
    long at = 0;
    while (found.size() < kMostFound) {
        view_->send(Sci::SCI_SETTARGETSTART, static_cast<unsigned long>(at));
        view_->send(Sci::SCI_SETTARGETEND, view_->length());
        if (view_->sendBytes(Sci::SCI_SEARCHINTARGET, static_cast<unsigned long>(wanted.size()),
                             wanted.constData()) < 0) {
            break;
        }
        const long end = view_->send(Sci::SCI_GETTARGETEND);
        found.push_back({static_cast<uint32_t>(view_->send(Sci::SCI_GETTARGETSTART)),
                         static_cast<uint32_t>(end)});
        at = std::max(end, at + 1);
    }
    return found;
}

void CodeEditor::findFromHere() {
    find(view_->send(Sci::SCI_GETSELECTIONSTART), true);
}

void CodeEditor::findNext() {
    find(view_->send(Sci::SCI_GETSELECTIONEND), true);
}

void CodeEditor::findPrevious() {
    find(view_->send(Sci::SCI_GETSELECTIONSTART), false);
}

void CodeEditor::find(long from, bool forwards) {
    const std::vector<SourceRange> found = findAll();
    clearIndicator(ScintillaView::kFound);
    if (!find_->isHidden()) {
        for (const SourceRange range : found) {
            fillIndicator(ScintillaView::kFound, range);
        }
    }
    if (found.empty()) {
        find_->showCount(0, 0, false);
        return;
    }
    // Around the end of the text and on from its other side.
    const auto start = static_cast<uint32_t>(from);
    auto next = std::find_if(found.begin(), found.end(),
                             [&](SourceRange range) { return range.begin >= start; });
    if (forwards) {
        next = next == found.end() ? found.begin() : next;
    } else {
        next = (next == found.begin() ? found.end() : next) - 1;
    }
    reveal({isPreview_ ? preview_.toText(next->begin) : next->begin,
            isPreview_ ? preview_.toText(next->end) : next->end});
    find_->showCount(static_cast<int>(next - found.begin()) + 1, static_cast<int>(found.size()),
                     found.size() >= kMostFound);
}

}  // namespace cst
