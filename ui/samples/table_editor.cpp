#include "ui/samples/table_editor.h"

#include "ui/shell/theme.h"

#include <nlohmann/json.hpp>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostRowsShown = 6;

QString shown(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

TypeId cellType(const TypeTable& types, TypeId field) {
    return types.kind(field) == TypeKind::Optional ? types.element(field) : field;
}

}  // namespace

bool TableEditor::fits(const TypeTable& types, TypeId element) {
    const TypeRow* record = types.record(element);
    return record != nullptr && !record->fields.empty() &&
           std::all_of(record->fields.begin(), record->fields.end(), [&](const FieldType& field) {
               const TypeKind kind = types.kind(cellType(types, field.type));
               return kind == TypeKind::String || kind == TypeKind::Int ||
                      kind == TypeKind::Float || kind == TypeKind::Boolean;
           });
}

TableEditor::TableEditor(const Theme& theme, const TypeTable& types, TypeId element,
                         const QString& name, QWidget* parent)
    : ValueEditor(parent), table_(new QTableWidget(this)) {
    table_->setObjectName(name);
    table_->setAccessibleName(tr("Rows of %1").arg(name));
    QStringList headers;
    for (const FieldType& field : types[element].fields) {
        const TypeId cell = cellType(types, field.type);
        columns_.push_back(
            {field.name, cell == types::kString, types.kind(field.type) == TypeKind::Optional});
        headers << QStringLiteral("%1 : %2").arg(shown(field.name), shown(types.text(field.type)));
    }
    table_->setColumnCount(static_cast<int>(columns_.size()));
    table_->setHorizontalHeaderLabels(headers);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->verticalHeader()->setDefaultSectionSize(theme.space(7));
    table_->setSelectionBehavior(QAbstractItemView::SelectItems);

    auto* add = new QToolButton(this);
    add->setObjectName(name + QStringLiteral(".add"));
    add->setText(tr("Add row"));
    auto* remove = new QToolButton(this);
    remove->setObjectName(name + QStringLiteral(".remove"));
    remove->setText(tr("Remove row"));
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->addWidget(add);
    buttons->addWidget(remove);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(1));
    layout->addWidget(table_);
    layout->addLayout(buttons);
    setFocusProxy(table_);

    connect(add, &QToolButton::clicked, this, [this] { addRow(); });
    connect(remove, &QToolButton::clicked, this, [this] { removeRow(); });
    connect(table_, &QTableWidget::cellChanged, this, [this] {
        isGiven_ = true;
        emit edited();
    });
    fitHeight();
}

void TableEditor::fitHeight() {
    const int rows = std::clamp(table_->rowCount(), 2, kMostRowsShown);
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           rows * table_->verticalHeader()->defaultSectionSize() +
                           2 * table_->frameWidth());
}

void TableEditor::addRow() {
    table_->insertRow(table_->rowCount());
    table_->setCurrentCell(table_->rowCount() - 1, 0);
    isGiven_ = true;
    fitHeight();
    emit edited();
}

void TableEditor::removeRow() {
    const int row = table_->currentRow() >= 0 ? table_->currentRow() : table_->rowCount() - 1;
    if (row < 0) return;
    table_->removeRow(row);
    fitHeight();
    emit edited();
}

std::optional<std::string> TableEditor::json() const {
    if (!isGiven_) return std::nullopt;
    std::string list = "[";
    for (int row = 0; row < table_->rowCount(); ++row) {
        list += row == 0 ? "{" : ", {";
        bool first = true;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const ColumnSpec& spec = columns_[column];
            const QTableWidgetItem* item = table_->item(row, static_cast<int>(column));
            const QString cell = item != nullptr ? item->text() : QString();
            if (cell.isEmpty() && (spec.isOptional || !spec.isText)) continue;
            list += first ? "" : ", ";
            first = false;
            const std::string value =
                spec.isText ? Json(cell.toStdString()).dump() : cell.trimmed().toStdString();
            list += Json(spec.name).dump() + ": " + value;
        }
        list += "}";
    }
    return list + "]";
}

void TableEditor::setJson(const std::optional<std::string>& json) {
    const Json value = json ? Json::parse(*json, nullptr, false) : Json();
    const QSignalBlocker blocker(table_);
    table_->setRowCount(0);
    isGiven_ = value.is_array();
    if (isGiven_) {
        table_->setRowCount(static_cast<int>(value.size()));
        for (std::size_t row = 0; row < value.size(); ++row) {
            for (std::size_t column = 0; column < columns_.size(); ++column) {
                const Json cell =
                    value[row].is_object() && value[row].contains(columns_[column].name)
                        ? value[row][columns_[column].name]
                        : Json();
                const QString text = cell.is_null()     ? QString()
                                     : cell.is_string() ? shown(cell.get<std::string>())
                                                        : shown(cell.dump());
                table_->setItem(static_cast<int>(row), static_cast<int>(column),
                                new QTableWidgetItem(text));
            }
        }
    }
    fitHeight();
}

}  // namespace cst
