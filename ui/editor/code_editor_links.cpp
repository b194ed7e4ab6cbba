// What the graph and the names say about the text: what glows, what the selection needs and what
// uses it, where a name is used.

#include "ui/editor/code_editor.h"
#include "ui/editor/scintilla_view.h"

#include <algorithm>

namespace cst {

namespace {

using Sci = QsciScintillaBase;

}  // namespace

void CodeEditor::glow(std::optional<SourceRange> range) {
    if (range == glowing_) {
        return;
    }
    clearIndicator(ScintillaView::kGlow);
    glowing_ = range;
    if (range) {
        fillIndicator(ScintillaView::kGlow, shownRange(*range));
    }
}

void CodeEditor::markRelations(const std::vector<uint32_t>& needed,
                               const std::vector<uint32_t>& users) {
    if (isPreview_) {
        return;  // its lines are others
    }
    const auto mark = [&](unsigned marker, const std::vector<uint32_t>& lines) {
        view_->send(Sci::SCI_MARKERDELETEALL, marker);
        for (const uint32_t line : lines) {
            if ((view_->send(Sci::SCI_MARKERGET, line - 1) & (1L << marker)) == 0) {
                view_->send(Sci::SCI_MARKERADD, line - 1, static_cast<long>(marker));
            }
        }
    };
    mark(ScintillaView::kNeededMarker, needed);
    mark(ScintillaView::kUserMarker, users);
}

void CodeEditor::markChosen(std::vector<SourceRange> ranges) {
    for (SourceRange& range : ranges) {
        range = shownRange(range);
    }
    setIndicator(ScintillaView::kChosen, std::move(ranges));
}

std::vector<SourceRange> CodeEditor::markedChosen() const {
    return filled(ScintillaView::kChosen);
}

void CodeEditor::markUses(const std::vector<SourceRange>& uses) {
    if (hasUses_) {
        clearIndicator(ScintillaView::kUse);
    }
    hasUses_ = !uses.empty();
    for (const SourceRange use : uses) {
        fillIndicator(ScintillaView::kUse, shownRange(use));
    }
}

void CodeEditor::leaveUses() {
    const auto isUse = [&](uint32_t offset) {
        return view_->send(Sci::SCI_INDICATORVALUEAT, ScintillaView::kUse,
                           static_cast<long>(offset)) != 0;
    };
    const uint32_t cursor = view_->cursor();
    if (hasUses_ && !isUse(cursor) && !(cursor > 0 && isUse(cursor - 1))) {
        markUses({});
    }
}

std::vector<SourceRange> CodeEditor::markedUses() const {
    return filled(ScintillaView::kUse);
}

std::vector<uint32_t> CodeEditor::neededLines() const {
    return linesWith(ScintillaView::kNeededMarker);
}

std::vector<uint32_t> CodeEditor::userLines() const {
    return linesWith(ScintillaView::kUserMarker);
}

std::vector<uint32_t> CodeEditor::linesWith(unsigned marker) const {
    std::vector<uint32_t> lines;
    long line = -1;
    while ((line = view_->send(Sci::SCI_MARKERNEXT, static_cast<unsigned long>(line + 1),
                               1L << marker)) >= 0) {
        lines.push_back(static_cast<uint32_t>(line) + 1);
    }
    return lines;
}

}  // namespace cst
