#include "engine/session/csv_row.h"

#include <algorithm>

namespace cst {

bool CsvRow::read(std::string_view record) {
    cells_.clear();
    unquoted_.clear();
    unquoted_.reserve(record.size());  // cells point into it
    std::size_t at = 0;
    while (true) {
        if (at == record.size() || record[at] != '"') {
            const std::size_t end = std::min(record.find(',', at), record.size());
            cells_.push_back(record.substr(at, end - at));
            at = end;
        } else {
            const std::size_t first = ++at;
            const std::size_t begin = unquoted_.size();
            std::size_t piece = first;  // not copied yet from here on
            bool isCopied = false;
            while (true) {
                at = std::min(record.find('"', at), record.size());
                if (at + 1 >= record.size() || record[at + 1] != '"') {
                    break;
                }
                unquoted_.append(record, piece, at + 1 - piece);
                isCopied = true;
                at += 2;
                piece = at;
            }
            if (isCopied) {
                unquoted_.append(record, piece, at - piece);
                cells_.push_back(std::string_view(unquoted_).substr(begin));
            } else {
                cells_.push_back(record.substr(first, at - first));
            }
            at = std::min(at + 1, record.size());
            if (at < record.size() && record[at] != ',') {
                return false;
            }
        }
        if (at == record.size()) {
            return true;
        }
        ++at;  // the comma: another cell follows, be it empty
    }
}

}  // namespace cst
