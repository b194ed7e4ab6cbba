#pragma once

#include "engine/session/engine_load.h"

#include <QLabel>
#include <QScrollArea>

#include <map>

class QGridLayout;

namespace cst {

class Theme;

/// The engine at this moment, in groups of names and numbers.
/// UI thread only.
class EngineView : public QScrollArea {
    Q_OBJECT

public:
    explicit EngineView(const Theme& theme, QWidget* parent = nullptr);

    void showLoad(const EngineLoad& load);
    /// What stands behind a name, for tests and screen readers; "" = there is no such name.
    QString valueOf(const QString& name) const;

signals:
    /// Somebody looks at it, or nobody does any more.
    void watched(bool isWatched);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void addGroup(QGridLayout* grid, int column, const QString& title, const QStringList& names,
                  const QString& tip, int firstRow = 0);
    void set(const QString& name, const QString& value);
    void showCompiled(const CompileUse& use);
    void showFiles(const CompiledFilesUse& use);
    void showResults(const ResultUse& use);
    void applyTheme();

    const Theme& theme_;  // outlives every widget
    std::map<QString, QLabel*> values_;
    QList<QLabel*> names_;
    QLabel* trouble_ = nullptr;  // what is wrong with files, if anything
};

}  // namespace cst
