#pragma once

#include <QString>

namespace cst {

class ValuePart;

/// A part of a value on one line, as a table shows it: a text without quotes.
QString cellText(const ValuePart& part);
/// The same with quotes, as a tree shows it.
QString lineText(const ValuePart& part);
/// More of it, and its type, to be shown beside the pointer.
QString partTip(const ValuePart& part);

}  // namespace cst
