#include "ui/samples/json_editor.h"

#include "ui/samples/cell_json.h"
#include "ui/samples/growing_text.h"
#include "ui/samples/json_places.h"
#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QSignalBlocker>

namespace cst {
namespace {

constexpr int kFewestLines = 2;
constexpr int kMostLines = 12;
constexpr std::size_t kMostShownBytes = 256UL << 10;
constexpr std::size_t kMostMarks = 50;

}  // namespace

JsonEditor::JsonEditor(const Theme& theme, const QString& name, QWidget* parent)
    : ValueEditor(parent), theme_(theme), text_(new GrowingText(kFewestLines, kMostLines, this)) {
    text_->setObjectName(name);
    text_->setFont(theme.codeFont());
    text_->setPlaceholderText(tr("JSON"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(text_);
    setFocusProxy(text_);
    connect(text_, &QPlainTextEdit::textChanged, this, &ValueEditor::edited);
}

std::optional<std::string> JsonEditor::json() const {
    const auto text = draft();
    if (!text || isJson(*text)) return text;
    return quotedJson(QString::fromStdString(*text));
}

std::optional<std::string> JsonEditor::draft() const {
    if (held_) return held_;
    const QString text = text_->toPlainText().trimmed();
    if (text.isEmpty()) return std::nullopt;
    return text.toStdString();
}

void JsonEditor::setJson(const std::optional<std::string>& json) {
    const QSignalBlocker blocker(text_);
    held_ = json && json->size() > kMostShownBytes ? json : std::nullopt;
    text_->setReadOnly(held_.has_value());
    text_->setPlaceholderText(
        held_ ? tr("%1 KB of JSON: used as it is, too large to be shown").arg(held_->size() / 1024)
              : tr("JSON"));
    text_->setPlainText(json && !held_ ? QString::fromStdString(prettyJson(*json)) : QString());
}

void JsonEditor::showFaults(std::span<const Error> faults) {
    QList<QTextEdit::ExtraSelection> marks;
    const QString text = text_->toPlainText();
    const auto mark = [&](const JsonPlace& place) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(text_->document());
        selection.cursor.setPosition(static_cast<int>(place.begin));
        selection.cursor.setPosition(static_cast<int>(place.begin + place.length),
                                     QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(theme_.color(Role::Error));
        marks.append(selection);
    };
    if (!faults.empty() && !text.isEmpty()) {
        if (const auto malformed = malformedPlace(text)) {
            mark(*malformed);
        } else {
            for (const Error& fault : faults.first(std::min(faults.size(), kMostMarks))) {
                if (const auto place = placeAtPath(text, fault.path)) mark(*place);
            }
        }
    }
    text_->setExtraSelections(marks);
    text_->setToolTip(faults.empty() ? QString() : QString::fromStdString(faults[0].message));
}

}  // namespace cst
