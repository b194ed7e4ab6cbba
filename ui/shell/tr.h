#pragma once

#include <QCoreApplication>
#include <QString>

namespace cst {

/// QObject::tr() for what is no QObject: words of free functions and painters, all in one context.
inline QString tr(const char* words, const char* disambiguation = nullptr, int n = -1) {
    return QCoreApplication::translate("cst", words, disambiguation, n);
}

}  // namespace cst
