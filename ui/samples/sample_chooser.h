#pragma once

#include "engine/session/samples.h"

#include <QWidget>

class QComboBox;

namespace cst {

class Theme;

/// Chooses what fills the inputs: the @examples of the text, or a named sample beside it.
/// UI thread only.
class SampleChooser : public QWidget {
    Q_OBJECT

public:
    explicit SampleChooser(const Theme& theme, QWidget* parent = nullptr);

    /// Keeps the choice if a sample of that name is still there.
    void showSamples(const SampleSet& set);
    /// Null = the examples. Good until the next showSamples().
    const Sample* current() const;

signals:
    void chosen();

private:
    SampleSet set_;
    QComboBox* box_ = nullptr;
};

}  // namespace cst
