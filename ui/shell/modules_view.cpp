#include "ui/shell/modules_view.h"

#include "ui/shell/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <map>

namespace cst {

namespace {

constexpr int kName = Qt::UserRole;  // qualified; "" for a namespace
constexpr std::size_t kMostListed = 200;

}  // namespace

class ModulesView::Tree : public QTreeWidget {
public:
    Tree(const char* dragMime, QWidget* parent) : QTreeWidget(parent), mime_(dragMime) {}

protected:
    QMimeData* mimeData(const QList<QTreeWidgetItem*>& items) const override {
        const QString name = items.isEmpty() ? QString() : items.front()->data(0, kName).toString();
        if (name.isEmpty()) {
            return nullptr;
        }
        auto* mime = new QMimeData;
        mime->setData(QLatin1String(mime_), name.toUtf8());
        return mime;
    }

private:
    const char* const mime_;
};

ModulesView::ModulesView(const Theme& theme, const char* dragMime, QWidget* parent)
    : QWidget(parent), theme_(theme), line_(new QLineEdit(this)), tree_(new Tree(dragMime, this)) {
    setObjectName(QStringLiteral("modules"));
    line_->setObjectName(QStringLiteral("modulesLine"));
    line_->setPlaceholderText(tr("Search functions; drag one onto the graph, or press Enter"));
    line_->setAccessibleName(tr("Search functions"));
    line_->setClearButtonEnabled(true);
    tree_->setObjectName(QStringLiteral("modulesTree"));
    tree_->setAccessibleName(tr("Functions by namespace"));
    tree_->setColumnCount(3);
    tree_->setHeaderLabels({tr("Function"), tr("Takes and gives"), tr("What it does")});
    tree_->setDragEnabled(true);
    tree_->setDragDropMode(QAbstractItemView::DragOnly);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setUniformRowHeights(true);
    tree_->setFont(theme.codeFont());
    tree_->header()->resizeSection(0, 220);
    tree_->header()->resizeSection(1, 420);
    setFocusProxy(line_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(2), theme.space(1), theme.space(2), 0);
    column->setSpacing(theme.space(1));
    column->addWidget(line_);
    column->addWidget(tree_, 1);
    line_->installEventFilter(this);
    tree_->installEventFilter(this);
    connect(line_, &QLineEdit::textEdited, this, &ModulesView::fill);
    connect(tree_, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem* item) {
        if (const QString name = item->data(0, kName).toString(); !name.isEmpty()) {
            emit chosen(name);
        }
    });
}

void ModulesView::showSnapshot(const SnapshotPtr& snapshot) {
    types_ = snapshot->types;
    if (functions_ != snapshot->functions) {
        functions_ = snapshot->functions;
        isFilled_ = false;
        if (isVisible()) {
            fill();
        }
    }
}

void ModulesView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!isFilled_) {
        fill();
    }
}

void ModulesView::addFunction(QTreeWidgetItem* parent, const Signature& function) {
    auto* item = new QTreeWidgetItem(parent);
    item->setText(0, QString::fromStdString(function.name));
    item->setText(1, QString::fromStdString(parametersText(function, *types_)));
    const QString what = QString::fromStdString(function.documentation);
    item->setText(2, what.section(QLatin1Char('\n'), 0, 0));
    item->setToolTip(2, what);
    item->setData(0, kName, QString::fromStdString(function.qualifiedName()));
}

/// By namespace while nothing is searched, else the likeliest first.
void ModulesView::fill() {
    isFilled_ = true;
    tree_->clear();
    if (!functions_) {
        return;
    }
    const std::string typed = line_->text().trimmed().toStdString();
    tree_->setRootIsDecorated(typed.empty());
    if (!typed.empty()) {
        for (const CompletionMatch& match : functions_->complete(typed, kMostListed)) {
            addFunction(tree_->invisibleRootItem(), (*functions_)[FunctionId(match.index)]);
        }
        tree_->setCurrentItem(tree_->topLevelItem(0));
        return;
    }
    std::map<std::string, QTreeWidgetItem*> spaces;
    for (const std::string_view space : functions_->namespaces()) {
        auto* item = new QTreeWidgetItem(tree_);
        item->setText(0, QString::fromUtf8(space.data(), static_cast<qsizetype>(space.size())));
        item->setFlags(item->flags() & ~Qt::ItemIsDragEnabled);
        spaces.emplace(space, item);
    }
    for (const Signature& function : functions_->all()) {
        const auto space = spaces.find(function.nameSpace);
        addFunction(space == spaces.end() ? tree_->invisibleRootItem() : space->second, function);
    }
    for (const auto& [name, item] : spaces) {
        item->sortChildren(0, Qt::AscendingOrder);
    }
}

bool ModulesView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        const QTreeWidgetItem* item = tree_->currentItem();
        if (item && !item->data(0, kName).toString().isEmpty()) {
            emit chosen(item->data(0, kName).toString());
        }
        return true;
    }
    if (watched == line_ && (key == Qt::Key_Down || key == Qt::Key_Up)) {
        tree_->setFocus();
        if (!tree_->currentItem()) {
            tree_->setCurrentItem(tree_->topLevelItem(0));
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace cst
