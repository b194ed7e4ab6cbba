#include "ui/samples/table_editor.h"

#include "ui/samples/cell_json.h"
#include "ui/samples/record_table_model.h"
#include "ui/shell/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {
namespace {

constexpr int kFewestRowsShown = 2;
constexpr int kMostRowsShown = 8;
constexpr int kLeastColumn = 80;
constexpr int kMostColumn = 260;
constexpr int kColumnsInSight = 4;  // and the beginning of the next

/// Cells of Booleans are chosen, not typed.
class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(const RecordTableModel& model, QObject* parent)
        : QStyledItemDelegate(parent), model_(model) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override {
        if (!model_.isBoolean(index.column())) {
            return QStyledItemDelegate::createEditor(parent, option, index);
        }
        auto* box = new QComboBox(parent);
        box->addItems({QString(), QStringLiteral("true"), QStringLiteral("false")});
        return box;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override {
        auto* box = qobject_cast<QComboBox*>(editor);
        if (box == nullptr) return QStyledItemDelegate::setEditorData(editor, index);
        box->setCurrentText(index.data(Qt::EditRole).toString());
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override {
        const auto* box = qobject_cast<QComboBox*>(editor);
        if (box == nullptr) return QStyledItemDelegate::setModelData(editor, model, index);
        model->setData(index, box->currentText());
    }

private:
    const RecordTableModel& model_;  // its sibling
};

QToolButton* makeButton(const Theme& theme, const QString& name, const QString& icon,
                        const QString& text, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(theme.icon(icon));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

bool TableEditor::fits(const TypeTable& types, TypeId element) {
    const TypeRow* record = types.record(element);
    return record != nullptr && !record->fields.empty() &&
           std::all_of(record->fields.begin(), record->fields.end(), [&](const FieldType& field) {
               const bool optional = types.kind(field.type) == TypeKind::Optional;
               const TypeKind kind = types.kind(optional ? types.element(field.type) : field.type);
               return kind == TypeKind::String || kind == TypeKind::Int ||
                      kind == TypeKind::Float || kind == TypeKind::Boolean;
           });
}

TableEditor::TableEditor(const Theme& theme, const TypeTable& types, TypeId element,
                         const QString& name, QWidget* parent)
    : ValueEditor(parent),
      model_(new RecordTableModel(theme, types, element, this)),
      table_(new QTableView(this)) {
    table_->setObjectName(name);
    table_->setAccessibleName(tr("Rows of %1").arg(name));
    table_->setModel(model_);
    table_->setItemDelegate(new CellDelegate(*model_, table_));
    table_->setTabKeyNavigation(false);  // Tab leaves the table, arrows move in it
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                            QAbstractItemView::AnyKeyPressed);
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->verticalHeader()->setDefaultSectionSize(theme.space(7));
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);

    auto* add = makeButton(theme, name + QStringLiteral(".add"), QStringLiteral("add"),
                           tr("Add row"), this);
    remove_ = makeButton(theme, name + QStringLiteral(".remove"), QStringLiteral("remove"),
                         tr("Remove row"), this);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->addWidget(add);
    buttons->addWidget(remove_);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(1));
    layout->addWidget(table_);
    layout->addLayout(buttons);
    setFocusProxy(table_);

    connect(add, &QToolButton::clicked, this, &TableEditor::addRow);
    connect(remove_, &QToolButton::clicked, this, &TableEditor::removeCurrentRow);
    connect(table_->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        const bool isLast = column + 1 == model_->columnCount();  // it takes what is left
        if (!isFitting_ && !isLast) isSizedByHand_ = true;
    });
    connect(model_, &RecordTableModel::edited, this, [this] {
        other_.reset();
        emit edited();
    });
    fitHeight();
}

void TableEditor::fitHeight() {
    const int rows = std::clamp(model_->rowCount(), kFewestRowsShown, kMostRowsShown);
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           rows * table_->verticalHeader()->defaultSectionSize() +
                           2 * table_->frameWidth());
    remove_->setEnabled(model_->rowCount() > 0);
}

void TableEditor::addRow() {
    model_->appendRow();
    fitHeight();
    table_->setFocus();
    table_->setCurrentIndex(model_->index(model_->rowCount() - 1, 0));
}

void TableEditor::removeCurrentRow() {
    const QModelIndex current = table_->currentIndex();
    model_->removeAt(current.isValid() ? current.row() : model_->rowCount() - 1);
    fitHeight();
}

std::optional<std::string> TableEditor::json() const {
    return other_ ? other_ : model_->json();
}

void TableEditor::setJson(const std::optional<std::string>& json) {
    model_->setJson(json);
    other_ = json && !model_->json() && *json != "null" ? json : std::nullopt;
    isSizedByHand_ = false;
    fitColumns();
    fitHeight();
}

void TableEditor::fitColumns() {
    if (isSizedByHand_) return;
    isFitting_ = true;
    const int room = table_->viewport()->width() - table_->fontMetrics().averageCharWidth() * 4;
    const int most = std::clamp(room / kColumnsInSight, kLeastColumn, kMostColumn);
    for (int column = 0; column + 1 < model_->columnCount(); ++column) {
        table_->resizeColumnToContents(column);
        table_->setColumnWidth(column,
                               std::clamp(table_->columnWidth(column) + 16, kLeastColumn, most));
    }
    isFitting_ = false;
}

void TableEditor::resizeEvent(QResizeEvent* event) {
    ValueEditor::resizeEvent(event);
    fitColumns();
}

void TableEditor::showFaults(std::span<const Error> faults) {
    model_->showFaults(faults);
}

}  // namespace cst
