#pragma once

#include "engine/profile/profile.h"

#include <string>

namespace cst {

/// The profile as a table for spreadsheets: a header, a row for each node, for each phase
/// (`phase:run`) and for the whole run (`total`). Lines end in CRLF, numbers have a point, what was
/// not measured is empty, bytes that are no UTF-8 become U+FFFD.
/// A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a return)
/// gets an apostrophe in front.
/// Source: RFC 4180; OWASP, "CSV Injection".
std::string profileCsv(const Profile& profile);

}  // namespace cst
