#include "tests/ui/support/pictures.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cstdlib>

namespace cst::test {

namespace {

constexpr int kOff = 20;  // of 255, in one of its colours: then a pixel looks otherwise

}  // namespace

double difference(const QImage& a, const QImage& b) {
    if (a.isNull() || a.size() != b.size()) return 1000;
    int off = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            const int most = std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                                       std::abs(qBlue(p) - qBlue(q))});
            off += most > kOff ? 1 : 0;
        }
    }
    return 1000.0 * off / (a.width() * a.height());
}

QString differenceFromGolden(const QImage& picture, const QString& name) {
    const QString path =
        QStringLiteral("%1/tests/golden/pictures/%2.png").arg(QLatin1String(CST_SOURCE_DIR), name);
    if (std::getenv("CST_REWRITE_GOLDENS") != nullptr) {
        QDir().mkpath(QFileInfo(path).path());
        if (!picture.save(path)) return QStringLiteral("%1 cannot be written").arg(path);
    }
    const QImage golden = QImage(path).convertToFormat(QImage::Format_RGB32);
    if (golden.isNull()) return QStringLiteral("%1 cannot be read").arg(path);
    const double off = difference(picture, golden);
    if (off <= kMostOff) return QString();
    const QString seen = QDir::temp().filePath(name + QStringLiteral(".png"));
    picture.save(seen);
    return QStringLiteral("%1 of 1,000 pixels differ, see %2").arg(off).arg(seen);
}

}  // namespace cst::test
