#include "ui/samples/sample_chooser.h"

#include "ui/shell/theme.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace cst {

SampleChooser::SampleChooser(const Theme& theme, QWidget* parent) : QWidget(parent) {
    box_ = new QComboBox(this);
    box_->setObjectName(QStringLiteral("sampleBox"));
    box_->setAccessibleName(tr("Sample that fills the inputs"));
    box_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box_->setMaximumWidth(theme.space(60));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(1));
    layout->addWidget(box_);
    connect(box_, &QComboBox::activated, this, [this] { emit chosen(); });
    showSamples({});
}

void SampleChooser::showSamples(const SampleSet& set) {
    const std::string before = current() != nullptr ? current()->name : std::string();
    set_ = set;
    const QSignalBlocker blocker(box_);
    box_->clear();
    box_->addItem(tr("examples"));
    box_->setItemData(0, tr("The @example values of the text"), Qt::ToolTipRole);
    for (std::size_t i = 0; i < set_.samples.size(); ++i) {
        const std::string& name = set_.samples[i].name;
        box_->addItem(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
        if (name == before) box_->setCurrentIndex(static_cast<int>(i) + 1);
    }
    const bool hasSamples = !set_.samples.empty();
    box_->setEnabled(hasSamples);
    box_->setToolTip(hasSamples
                         ? tr("Fills the inputs, and checks what the sample expects")
                         : tr("Named samples stand in NAME.samples.json beside the pipeline"));
}

const Sample* SampleChooser::current() const {
    const int index = box_->currentIndex();
    if (index <= 0 || index > static_cast<int>(set_.samples.size())) return nullptr;
    return &set_.samples[static_cast<std::size_t>(index) - 1];
}

}  // namespace cst
