#pragma once

#include "engine/base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

enum class RecordFormat : uint8_t {
    JsonLines,  // a record a line
    Csv,        // RFC 4180; the first record is the header
};

/// CSV for a name that ends in `.csv`, however written.
RecordFormat recordFormatOf(std::string_view path);

/// A place in the data behind a record.
struct DataPoint {
    uint64_t offset = 0;  // bytes, line ends included
    uint64_t chain = 0;   // chainHash() of all records up to here
};

/// Where one record stands.
struct Record {
    enum class Flaw : uint8_t {
        None,
        TooLong,    // its bytes are not kept
        OpenQuote,  // CSV: the file ends within quotes
    };
    uint64_t number = 0;    // of the line of the file that it begins on, from 1
    std::size_t begin = 0;  // in the bytes of its chunk
    std::size_t size = 0;   // without the line end; also of what is not kept
    Flaw flaw = Flaw::None;
    DataPoint end;
};

/// Some whole records.
struct RecordChunk {
    std::string bytes;
    std::vector<Record> records;
    std::string_view text(const Record& record) const {
        return std::string_view(bytes).substr(record.begin, record.size);
    }
};

/// Cuts a stream of bytes into records. Lines end with LF or CRLF, the last one may go without;
/// blank lines are no records; a byte order mark is passed over. In CSV a quote within an unquoted
/// cell is a character like any other.
/// Memory: a chunk and a block; of a record no more than `maxBytes`. Not thread safe.
class RecordReader {
public:
    /// Puts at most `room` bytes at `to` and returns how many, 0 at the end.
    using Source = std::function<Result<std::size_t>(char* to, std::size_t room)>;

    RecordReader(RecordFormat format, std::size_t maxBytes, Source source)
        : format_(format), maxBytes_(maxBytes), source_(std::move(source)) {}

    /// Replaces the chunk by the next records: until it has as many or as many bytes, and always at
    /// least one. False: there are none left. An error of the source comes once all records before
    /// it have been handed out.
    Result<bool> next(RecordChunk& chunk, std::size_t wantedRecords, std::size_t wantedBytes);

private:
    enum class State : uint8_t { CellStart, Unquoted, Quoted, QuoteInQuoted };

    bool findEnd(std::string_view bytes);
    bool findCsvEnd(std::string_view bytes);
    void add(RecordChunk& chunk, std::size_t end, Record::Flaw flaw);
    void makeRoom(RecordChunk& chunk);
    Status readMore(std::string& bytes);

    const RecordFormat format_;
    const std::size_t maxBytes_;
    const Source source_;
    std::string tail_;              // read, behind the last chunk
    std::size_t begin_ = 0;         // of the record in hand
    std::size_t at_ = 0;            // looked at up to here
    std::size_t dropped_ = 0;       // bytes of the record in hand that were not kept
    std::size_t droppedLines_ = 0;  // line ends among these
    State state_ = State::CellStart;
    uint64_t line_ = 1;      // that the record in hand begins on
    uint64_t chain_ = 0;     // of the records before it
    uint64_t offset_ = 0;    // in the file, of the chunk in hand
    bool hasBegun_ = false;  // a byte order mark has been looked for
    bool ended_ = false;
    std::optional<Error> problem_;  // of the source
};

}  // namespace cst
