#include "ui/results/part_text.h"

#include "engine/value/value_part.h"

#include <string>

namespace cst {
namespace {

// Bytes: more than there is room for on the screen.
constexpr std::size_t kLongestLine = 240;
constexpr std::size_t kLongestTip = 1'000;

}  // namespace

QString cellText(const ValuePart& part) {
    std::string text;
    part.appendPlain(text, kLongestLine);
    QString line = QString::fromStdString(text);
    for (QChar& c : line) {
        if (c == u'\n') {
            c = QChar(0x21B5);  // ↵
        } else if (c.category() == QChar::Other_Control) {
            c = u' ';
        }
    }
    return line;
}

QString lineText(const ValuePart& part) {
    std::string text;
    part.appendShort(text, kLongestLine);
    return QString::fromStdString(text);
}

QString partTip(const ValuePart& part) {
    std::string text;
    part.appendPlain(text, kLongestTip);
    return QStringLiteral("<p><code>%1</code></p>")
        .arg(QString::fromStdString(text).toHtmlEscaped());
}

}  // namespace cst
