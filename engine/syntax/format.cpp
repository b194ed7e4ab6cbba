#include "engine/syntax/format.h"

#include "engine/base/check.h"
#include "engine/syntax/format_layout.h"
#include "engine/syntax/format_printer.h"
#include "engine/syntax/format_trivia.h"

// The form.
//
// A declaration begins a line, and so does each of its annotations. It stands on one line if it
// fits into 100 columns and holds no comment; else it is broken from the outside in, and what fits
// on the rest of a line is left whole:
//
//   brackets          each item on a line of its own, 2 columns deeper; the closing bracket on a
//                     line of its own. If only the last argument is too long, and it is a list, a
//                     record, `branch`, `match` or a lambda, the call stays and that is broken.
//   operators         each line but the first begins with one, 2 deeper
//   if                each `else` begins a line, 2 deeper
//   with              ends its line; each option on a line of its own, 2 deeper
//
// An operator or `else` goes on behind closing brackets that begin their line: `} else {`. Deeper
// is deeper than the line on which the construct began, up to 40 columns. Nothing is lined up with
// anything on another line. A name, a string and what stands in `${ }` are never broken.
//
// Empty lines are kept between declarations and between items, one of several. A comment keeps its
// line, or its place behind what stands on its line; before a comma or behind an operator it moves
// across that. Strings are kept byte for byte, numbers as they are spelled, parentheses as they
// are; `rec{a}` becomes `rec[a]`. Lines end as the first of the text does, with CR LF or LF; a
// byte-order mark stays.
//
// How: the tree says where lines may end (format_layout), the source what stands between tokens
// (format_trivia), and the printer decides group by group from widths known beforehand. The tokens
// are copied one by one, so nothing can get lost or change places.

namespace cst {

std::string format(const SyntaxTree& tree) {
    CST_CHECK(!tree.hasSyntaxError, "format() of a text that does not parse");
    const FormatLayout layout = layOutTokens(tree);
    const FormatTrivia trivia = readTrivia(tree, layout);
    return FormatPrinter(tree, layout, trivia).print();
}

}  // namespace cst
