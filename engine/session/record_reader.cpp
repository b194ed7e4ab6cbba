#include "engine/session/record_reader.h"

#include "engine/base/chain_hash.h"

#include <algorithm>
#include <cstring>

namespace cst {
namespace {

constexpr std::size_t kBlock = 64UL << 10U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

RecordFormat recordFormatOf(std::string_view path) {
    constexpr std::string_view kSuffix = ".csv";
    const std::string_view end = path.substr(path.size() - std::min(path.size(), kSuffix.size()));
    const bool isCsv =
        std::equal(end.begin(), end.end(), kSuffix.begin(), kSuffix.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
        });
    return isCsv ? RecordFormat::Csv : RecordFormat::JsonLines;
}

/// Goes on from at_. True: at_ is behind the line end of the record.
bool RecordReader::findEnd(std::string_view bytes) {
    if (format_ == RecordFormat::Csv) {
        return findCsvEnd(bytes);
    }
    const std::size_t end = bytes.find('\n', at_);
    at_ = end == std::string_view::npos ? bytes.size() : end + 1;
    return end != std::string_view::npos;
}

bool RecordReader::findCsvEnd(std::string_view bytes) {
    while (at_ < bytes.size()) {
        if (state_ == State::Quoted) {
            const std::size_t quote = bytes.find('"', at_);
            if (quote == std::string_view::npos) {
                at_ = bytes.size();
                return false;
            }
            at_ = quote + 1;
            state_ = State::QuoteInQuoted;
            continue;
        }
        const char c = bytes[at_++];
        if (c == '\n') {
            state_ = State::CellStart;
            return true;
        }
        if (c == ',') {
            state_ = State::CellStart;
        } else if (c == '"' && state_ != State::Unquoted) {
            state_ = State::Quoted;  // at the start of a cell, or the second of two
        } else {
            state_ = State::Unquoted;
        }
    }
    return false;
}

/// The record in hand goes into the chunk, unless it is a blank line.
void RecordReader::add(RecordChunk& chunk, std::size_t end, Record::Flaw flaw) {
    const bool isCsv = format_ == RecordFormat::Csv;
    const std::string_view all = std::string_view(chunk.bytes).substr(begin_, end - begin_);
    const auto lines = isCsv ? std::count(all.begin(), all.end(), '\n') : 0;
    if (end > begin_ && chunk.bytes[end - 1] == '\r') {
        --end;
    }
    Record record{line_, begin_, dropped_ + (end - begin_), flaw, {}};
    if (record.size > maxBytes_) {
        record.flaw = Record::Flaw::TooLong;
    }
    const bool isRecord = record.flaw != Record::Flaw::None ||
                          !(isCsv ? record.size == 0 : isBlank(chunk.text(record)));
    if (isRecord) {
        // Of what is not kept, how much is left at the end depends on the blocks that came.
        const std::string place = std::to_string(offset_ + at_);
        const bool isKept = record.flaw != Record::Flaw::TooLong;
        chain_ = chainHash(chain_, isKept ? chunk.text(record) : place);
        record.end = {offset_ + at_, chain_};
        chunk.records.push_back(record);
    }
    line_ += droppedLines_ + static_cast<uint64_t>(lines) + 1;
    dropped_ = droppedLines_ = 0;
}

/// Lets go of what needs not be kept, before more is read.
void RecordReader::makeRoom(RecordChunk& chunk) {
    std::string& bytes = chunk.bytes;
    if (chunk.records.empty() && begin_ > 0) {  // only blank lines so far
        bytes.erase(0, begin_);
        offset_ += begin_;
        at_ -= begin_;
        begin_ = 0;
    }
    constexpr std::size_t kLineEnd = 1;  // a CR that does not count
    if (bytes.size() - begin_ > maxBytes_ + kLineEnd) {
        dropped_ += bytes.size() - begin_;
        droppedLines_ += static_cast<std::size_t>(
            std::count(bytes.begin() + static_cast<std::ptrdiff_t>(begin_), bytes.end(), '\n'));
        offset_ += bytes.size() - begin_;
        bytes.resize(begin_);
        at_ = begin_;
    }
}

Status RecordReader::readMore(std::string& bytes) {
    const std::size_t old = bytes.size();
    bytes.resize(old + kBlock);
    Result<std::size_t> count = source_(bytes.data() + old, kBlock);
    bytes.resize(old + (count.ok() ? *count : 0));
    if (!count.ok()) {
        return count.error();
    }
    ended_ = *count == 0;
    return success();
}

Result<bool> RecordReader::next(RecordChunk& chunk, std::size_t wantedRecords,
                                std::size_t wantedBytes) {
    chunk.records.clear();
    chunk.bytes.swap(tail_);
    tail_.clear();
    begin_ = at_ = 0;
    while (true) {
        while (hasBegun_ && findEnd(chunk.bytes)) {
            add(chunk, at_ - 1, Record::Flaw::None);
            begin_ = at_;
            const bool isEnough = chunk.records.size() >= wantedRecords || begin_ >= wantedBytes;
            if (!chunk.records.empty() && isEnough) {
                tail_.assign(chunk.bytes, begin_);
                chunk.bytes.resize(begin_);
                offset_ += begin_;
                return true;
            }
        }
        if (ended_ || problem_) {
            break;
        }
        if (hasBegun_) {
            makeRoom(chunk);
        }
        const Status status = readMore(chunk.bytes);
        if (!status.ok()) {
            problem_ = status.error();
        }
        if (!hasBegun_ && (chunk.bytes.size() >= kByteOrderMark.size() || ended_)) {
            hasBegun_ = true;
            at_ = begin_ = chunk.bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
        }
    }
    if (ended_ && (begin_ < chunk.bytes.size() || dropped_ > 0)) {
        const bool isOpen = format_ == RecordFormat::Csv && state_ == State::Quoted;
        add(chunk, chunk.bytes.size(), isOpen ? Record::Flaw::OpenQuote : Record::Flaw::None);
    }
    offset_ += chunk.bytes.size();
    if (problem_ && chunk.records.empty()) {
        return *problem_;
    }
    return !chunk.records.empty();
}

}  // namespace cst
