#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// The cells of one CSV record (RFC 4180), without their quotes. Kept and used again from record to
/// record, so that most cost no allocation. Not thread safe.
class CsvRow {
public:
    /// False: behind the closing quote of the last of the cells stands more text.
    /// The cells are good until the next read(), and as long as the record is.
    bool read(std::string_view record);
    const std::vector<std::string_view>& cells() const { return cells_; }

private:
    std::vector<std::string_view> cells_;
    std::string unquoted_;  // cells with doubled quotes
};

}  // namespace cst
