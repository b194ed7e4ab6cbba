#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace cst {

/// Asks the desktop whether it is dark and hears when it changes: the settings portal, which Qt 6.4
/// does not read. Without a session bus or a portal it stays silent.
class SystemScheme : public QObject {
    Q_OBJECT

public:
    explicit SystemScheme(QObject* parent = nullptr);

    /// Returns at once; the answer is the first darkChanged.
    void watch();

signals:
    void darkChanged(bool isDark);

private slots:
    // D-Bus knows slots by name only.
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void tell(QVariant value);
};

}  // namespace cst
