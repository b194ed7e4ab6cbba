#include "ui/samples/input_form.h"

#include "engine/session/session.h"
#include "ui/samples/value_editor.h"
#include "ui/shell/theme.h"

#include <nlohmann/json.hpp>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {
namespace {

constexpr int kNameWidth = 220;
constexpr std::size_t kMostCheckedBytes = 64 * 1024;  // more is checked by the run only
constexpr std::size_t kMostFaults = 3;

QString shown(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

void colour(QWidget* widget, QColor color) {
    QPalette palette = widget->palette();
    palette.setColor(QPalette::WindowText, color);
    widget->setPalette(palette);
}

}  // namespace

/// One input on the form.
struct InputForm::Row {
    InputInfo input;
    std::string typeText;
    std::string filledWith;  // the JSON it was filled with, to see whether an example changed
    bool isEdited = false;   // by a person
    bool isGood = true;
    QWidget* widget = nullptr;
    QLabel* name = nullptr;
    QLabel* origin = nullptr;
    QLabel* fault = nullptr;
    ValueEditor* editor = nullptr;
};

InputForm::InputForm(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setAccessibleName(tr("Inputs"));
    pages_ = new QStackedWidget(this);
    hint_ = new QLabel(tr("The pipeline takes no inputs.\nDeclare one, e.g. `@example(3) in limit: "
                          "Int`, and it can be filled in here."),
                       pages_);
    hint_->setObjectName(QStringLiteral("inputsHint"));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    pages_->addWidget(hint_);
    scroll_ = new QScrollArea(pages_);
    scroll_->setObjectName(QStringLiteral("inputsScroll"));
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget(scroll_);
    list_ = new QVBoxLayout(content);
    list_->setContentsMargins(theme_.space(3), theme_.space(2), theme_.space(3), theme_.space(2));
    list_->setSpacing(theme_.space(2));
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
    colour(hint_, theme_.color(Role::TextDim));
    for (const auto& row : rows_) {
        colour(row->origin, theme_.color(Role::TextDim));
        colour(row->fault, theme_.color(Role::Error));
    }
}

std::unique_ptr<InputForm::Row> InputForm::makeRow(const InputInfo& input) {
    auto row = std::make_unique<Row>();
    row->input = input;
    row->typeText = snapshot_->types->text(input.type);
    row->widget = new QWidget(this);
    row->name = new QLabel(QStringLiteral("%1 : %2").arg(shown(input.name), shown(row->typeText)),
                           row->widget);
    row->name->setObjectName(QStringLiteral("name:") + shown(input.name));
    row->name->setToolTip(row->name->text());
    row->name->setWordWrap(true);
    row->name->setFixedWidth(kNameWidth);
    row->name->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    row->editor = ValueEditor::create(theme_, *snapshot_->types, input.type,
                                      QStringLiteral("in:") + shown(input.name), row->widget);
    row->name->setBuddy(row->editor);
    row->origin = new QLabel(row->widget);
    row->fault = new QLabel(row->widget);
    row->fault->setObjectName(QStringLiteral("fault:") + shown(input.name));
    row->fault->setWordWrap(true);
    colour(row->origin, theme_.color(Role::TextDim));
    colour(row->fault, theme_.color(Role::Error));
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(row->name);
    left->addWidget(row->origin);
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->setSpacing(theme_.space(1));
    right->addWidget(row->editor);
    right->addWidget(row->fault);
    auto* layout = new QHBoxLayout(row->widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(left);
    layout->addLayout(right, 1);
    Row* raw = row.get();
    connect(row->editor, &ValueEditor::edited, this, [this, raw] {
        raw->isEdited = true;
        raw->origin->clear();
        check(*raw);
        emit edited();
    });
    return row;
}

void InputForm::fill(Row& row, const std::optional<std::string>& json, const QString& origin) {
    row.filledWith = json.value_or("");
    row.isEdited = false;
    row.editor->setJson(json);
    row.origin->setText(json ? origin : row.input.required ? tr("needs a value") : QString());
    check(row);
}

void InputForm::showSnapshot(SnapshotPtr snapshot) {
    snapshot_ = std::move(snapshot);
    std::vector<std::unique_ptr<Row>> kept;
    for (const InputInfo& input : snapshot_->inputs) {
        const auto same = std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) {
            return row && row->input.name == input.name &&
                   row->typeText == snapshot_->types->text(input.type);
        });
        if (same != rows_.end()) {
            kept.push_back(std::move(*same));
            kept.back()->input = input;
            const bool followsText = !sample_ && !kept.back()->isEdited;
            if (followsText && kept.back()->filledWith != input.exampleJson) {
                const bool has = !input.exampleJson.empty();
                fill(*kept.back(), has ? std::optional(input.exampleJson) : std::nullopt,
                     tr("from @example"));
            }
            continue;
        }
        kept.push_back(makeRow(input));
        const bool has = !input.exampleJson.empty();
        fill(*kept.back(), has ? std::optional(input.exampleJson) : std::nullopt,
             tr("from @example"));
    }
    for (const auto& row : rows_) {
        if (row) row->widget->deleteLater();
    }
    rows_ = std::move(kept);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const int place = static_cast<int>(i);
        if (list_->indexOf(rows_[i]->widget) != place) {
            list_->removeWidget(rows_[i]->widget);
            list_->insertWidget(place, rows_[i]->widget);
        }
    }
    pages_->setCurrentIndex(rows_.empty() ? 0 : 1);
}

void InputForm::showSample(const Sample& sample) {
    sample_ = sample;
    const auto inputs = nlohmann::ordered_json::parse(sample.inputsJson, nullptr, false);
    for (const auto& row : rows_) {
        const bool has = inputs.is_object() && inputs.contains(row->input.name);
        const bool hasExample = !row->input.exampleJson.empty();
        if (has) {
            fill(*row, inputs[row->input.name].dump(), tr("from the sample"));
        } else {
            fill(*row, hasExample ? std::optional(row->input.exampleJson) : std::nullopt,
                 tr("from @example"));
        }
    }
}

void InputForm::showExamples() {
    sample_.reset();
    for (const auto& row : rows_) {
        const bool has = !row->input.exampleJson.empty();
        fill(*row, has ? std::optional(row->input.exampleJson) : std::nullopt, tr("from @example"));
    }
}

void InputForm::check(Row& row) {
    const std::optional<std::string> json = row.editor->json();
    QStringList faults;
    if (json && json->size() <= kMostCheckedBytes) {
        for (const Error& error : checkInputJson(*snapshot_->types, row.input, *json)) {
            if (faults.size() == static_cast<qsizetype>(kMostFaults)) {
                faults << tr("… and more");
                break;
            }
            const QString place = error.path.empty() || error.path == row.input.name
                                      ? QString()
                                      : QStringLiteral("%1: ").arg(shown(error.path));
            faults << place + shown(error.message);
        }
    }
    row.isGood = faults.isEmpty();
    row.fault->setText(faults.join(u'\n'));
    row.fault->setVisible(!row.isGood);
}

std::string InputForm::inputsJson() const {
    std::string object = "{";
    for (const auto& row : rows_) {
        const std::optional<std::string> json = row->editor->json();
        if (!json) continue;
        object += object.size() > 1 ? ", " : "";
        object += nlohmann::json(row->input.name).dump() + ": " + *json;
    }
    return object + "}";
}

bool InputForm::isValid() const {
    return std::all_of(rows_.begin(), rows_.end(), [](const auto& row) { return row->isGood; });
}

QString InputForm::errorText(const std::string& input) const {
    for (const auto& row : rows_) {
        if (row->input.name == input) return row->fault->text();
    }
    return {};
}

}  // namespace cst
