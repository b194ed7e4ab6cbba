#pragma once

#include <QFile>
#include <QString>

#include <string>

namespace cst {

/// A file that the program carries in itself, below `:/`; "" if there is none of that name.
inline std::string builtIn(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}  // namespace cst
