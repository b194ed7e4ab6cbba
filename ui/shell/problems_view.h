#pragma once

#include "engine/base/source_range.h"

#include <QListView>

#include <string>

namespace cst {

class ProblemsModel;
class Theme;

/// The list of what is wrong; Enter or a double click leads to the place.
class ProblemsView : public QListView {
    Q_OBJECT

public:
    ProblemsView(const Theme& theme, ProblemsModel& model, QWidget* parent = nullptr);

signals:
    void placeRequested(cst::SourceRange range);
    void inputRequested(const std::string& name);  // a field of the form

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    const Theme& theme_;    // outlives every widget
    ProblemsModel& model_;  // outlives this
};

}  // namespace cst
