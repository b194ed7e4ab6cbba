#include "ui/samples/input_form.h"

#include "ui/samples/cell_json.h"
#include "ui/samples/input_row.h"
#include "ui/shell/text_color.h"
#include "ui/shell/theme.h"

#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {

InputForm::InputForm(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("inputForm"));
    setAccessibleName(tr("Inputs"));
    setFocusPolicy(Qt::ClickFocus);  // keys that follow a click are not meant for the text
    pages_ = new QStackedWidget(this);
    hint_ = new QLabel(pages_);
    hint_->setObjectName(QStringLiteral("inputsHint"));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    pages_->addWidget(hint_);
    scroll_ = new QScrollArea(pages_);
    scroll_->setObjectName(QStringLiteral("inputsScroll"));
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);  // its fields have it
    auto* content = new QWidget(scroll_);
    content->setObjectName(QStringLiteral("inputsContent"));
    list_ = new QVBoxLayout(content);
    list_->setContentsMargins(theme_.space(3), theme_.space(3), theme_.space(3), theme_.space(3));
    list_->setSpacing(theme_.space(4));
    list_->addStretch(1);
    scroll_->setWidget(content);
    pages_->addWidget(scroll_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pages_);
    connect(&theme_, &Theme::changed, this, [this] { applyTheme(); });
    applyTheme();
}

InputForm::~InputForm() = default;

void InputForm::applyTheme() {
    setTextColor(hint_, theme_.color(Role::TextDim));
    for (InputRow* row : rows_) row->applyTheme();
}

InputRow* InputForm::makeRow(const InputInfo& input) {
    auto* row = new InputRow(theme_, snapshot_, input, list_->parentWidget());
    connect(row, &InputRow::edited, this, &InputForm::edited);
    connect(row, &InputRow::resetWanted, this, [this, row] {
        fillFromSource(*row);
        emit edited();
    });
    return row;
}

InputRow* InputForm::rowOf(const std::string& name) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [&](const InputRow* row) { return row->input().name == name; });
    return found == rows_.end() ? nullptr : *found;
}

/// The sample's value, else the @example's, else none.
std::optional<InputForm::Source> InputForm::sourceOf(const InputInfo& input) const {
    for (const auto& [name, json] : sample_.value_or(Values())) {
        if (name == input.name) return Source{json, InputRow::Origin::Sample};
    }
    if (input.exampleJson.empty()) return std::nullopt;
    return Source{input.exampleJson, InputRow::Origin::Example};
}

void InputForm::fillFromSource(InputRow& row) {
    const auto source = sourceOf(row.input());
    row.offerReset(source.has_value());
    if (source) {
        row.fill(source->json, source->origin);
    } else {
        row.fill(std::nullopt, InputRow::Origin::None);
    }
}

void InputForm::remember(const InputRow& row) {
    if (row.origin() != InputRow::Origin::Typed) return;
    if (const auto draft = row.draft()) typed_[{row.input().name, row.typeText()}] = *draft;
}

void InputForm::showSnapshot(SnapshotPtr snapshot) {
    snapshot_ = std::move(snapshot);
    std::vector<InputRow*> before = std::move(rows_);
    rows_.clear();
    for (const InputInfo& input : snapshot_->inputs) {
        if (rowOf(input.name) != nullptr) continue;  // declared twice: an error of the text
        const std::string& typeText = snapshot_->types->text(input.type);
        const auto same = std::find_if(before.begin(), before.end(), [&](const InputRow* row) {
            return row->input().name == input.name && row->typeText() == typeText;
        });
        if (same != before.end()) {
            (*same)->follow(snapshot_, input);
            (*same)->offerReset(sourceOf(input).has_value());
            rows_.push_back(*same);
            before.erase(same);
            continue;
        }
        InputRow* row = makeRow(input);
        fillFromSource(*row);
        const auto typed = typed_.find({input.name, typeText});
        if (typed != typed_.end()) {
            row->fill(typed->second, InputRow::Origin::Typed);
            typed_.erase(typed);
        }
        rows_.push_back(row);
    }
    for (InputRow* row : before) {
        remember(*row);
        row->hide();
        row->deleteLater();
    }
    arrange();
}

/// Rows in the order of the text; what stays in its place is not touched, so focus and cursor stay.
void InputForm::arrange() {
    QWidget* before = nullptr;  // in the order of Tab
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const int place = static_cast<int>(i);
        if (list_->indexOf(rows_[i]) != place) {
            list_->removeWidget(rows_[i]);
            list_->insertWidget(place, rows_[i]);
        }
        rows_[i]->show();
        for (QWidget* field : rows_[i]->findChildren<QWidget*>()) {
            const bool takesTab = field->focusPolicy() & Qt::TabFocus && !field->focusProxy();
            if (!takesTab) continue;
            if (before != nullptr) setTabOrder(before, field);
            before = field;
        }
    }
    const bool isBlank = !snapshot_->text || snapshot_->text->bytes().empty();
    hint_->setText(
        isBlank ? tr("Nothing to fill in yet.\nType `in limit: Int` in the text, and a field "
                     "for it appears here.")
                : tr("This pipeline takes no inputs: it runs as it is.\nDeclare one, e.g. "
                     "`@example(3) in limit: Int`, and it can be filled in here."));
    pages_->setCurrentIndex(rows_.empty() ? 0 : 1);
}

void InputForm::refill() {
    typed_.clear();
    for (InputRow* row : rows_) fillFromSource(*row);
}

void InputForm::showSample(const Sample& sample) {
    sample_ = jsonMembers(sample.inputsJson);
    refill();
}

void InputForm::showExamples() {
    sample_.reset();
    refill();
}

std::string InputForm::inputsJson() const {
    std::string object = "{";
    const auto add = [&object](const std::string& name, const std::string& json) {
        object += (object.size() > 1 ? ", " : "") + quotedJson(QString::fromStdString(name)) +
                  ": " + json;
    };
    for (const InputRow* row : rows_) {
        if (const auto json = row->json()) add(row->input().name, *json);
    }
    // The run warns of what no input takes (R008): most likely a name is mistyped.
    for (const auto& [name, json] : sample_.value_or(Values())) {
        if (rowOf(name) == nullptr) add(name, json);
    }
    return object + "}";
}

bool InputForm::isValid() const {
    return std::all_of(rows_.begin(), rows_.end(), [](InputRow* row) { return row->isGood(); });
}

std::vector<Error> InputForm::faults() const {
    std::vector<Error> all;
    for (InputRow* row : rows_) {
        if (row->isGood()) continue;
        for (Error& fault : row->faults()) all.push_back(std::move(fault));
    }
    return all;
}

void InputForm::goToInput(const std::string& name) {
    InputRow* row = rowOf(name);
    if (row == nullptr) return;
    scroll_->ensureWidgetVisible(row);
    row->enter();
}

QString InputForm::errorText(const std::string& input) const {
    const InputRow* row = rowOf(input);
    return row == nullptr ? QString() : row->faultText();
}

}  // namespace cst
