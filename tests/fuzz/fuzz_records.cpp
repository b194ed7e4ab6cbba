// Any bytes as the data of a batch: cut into records and cells without a crash; each record lies
// within its chunk, and numbers rise. The first two bytes choose the format and how the bytes come.

#include "engine/session/csv_row.h"
#include "engine/session/record_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const auto format = data[0] % 2 == 0 ? cst::RecordFormat::Csv : cst::RecordFormat::JsonLines;
    const std::size_t block = 1 + data[1] % 16;
    std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
    cst::RecordReader reader(format, 64, [&](char* to, std::size_t room) {
        const std::size_t count = std::min({room, block, rest.size()});
        rest.copy(to, count);
        rest.remove_prefix(count);
        return cst::Result<std::size_t>(count);
    });
    cst::RecordChunk chunk;
    cst::CsvRow row;
    bool isFirst = true;
    uint64_t last = 0;
    while (true) {
        const cst::Result<bool> more = reader.next(chunk, 3, 32);
        if (!more.ok()) {
            std::abort();  // the source has no errors
        }
        if (!*more) {
            return 0;
        }
        for (const cst::Record& record : chunk.records) {
            if (!isFirst && record.number <= last) {
                std::abort();
            }
            isFirst = false;
            last = record.number;
            if (record.flaw == cst::Record::Flaw::TooLong) {
                continue;
            }
            if (record.begin + record.size > chunk.bytes.size()) {
                std::abort();
            }
            row.read(chunk.text(record));
        }
    }
}
