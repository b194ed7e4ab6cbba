#include "engine/session/batch_ledger.h"

#include "engine/session/file_io.h"

#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace cst {
namespace {

constexpr std::string_view kTitle = "constellation batch 1\n";
constexpr std::string_view kPipeline = "pipeline ";
constexpr std::string_view kValues = "values ";
constexpr std::size_t kMostLedgerBytes = 1UL << 20U;
constexpr int kHex = 16;

template <class Number>
bool takeNumber(std::string_view& text, Number& to, int base) {
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), to, base);
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return problem == std::errc();
}

bool takeWord(std::string_view& text, std::string_view word) {
    const bool isThere = text.starts_with(word);
    text.remove_prefix(isThere ? word.size() : 0);
    return isThere;
}

bool takeHash(std::string_view& text, std::string_view name, Hash128& to) {
    constexpr std::size_t kDigits = 32;
    if (!takeWord(text, name) || text.size() <= kDigits || text[kDigits] != '\n') {
        return false;
    }
    std::string_view high = text.substr(0, kDigits / 2);
    std::string_view low = text.substr(kDigits / 2, kDigits / 2);
    text.remove_prefix(kDigits + 1);
    return takeNumber(high, to.high, kHex) && takeNumber(low, to.low, kHex);
}

bool takeMark(std::string_view& text, BatchLedger::Mark& to) {
    return takeNumber(text, to.records, 10) && takeWord(text, " ") &&
           takeNumber(text, to.chain, kHex) && takeWord(text, "\n");
}

std::string markLine(BatchLedger::Mark mark) {
    char text[48];
    const int size = std::snprintf(text, sizeof text, "%llu %016llx\n",
                                   static_cast<unsigned long long>(mark.records),
                                   static_cast<unsigned long long>(mark.chain));
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

BatchLedger::~BatchLedger() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Result<std::optional<BatchLedger::Content>> BatchLedger::read(const std::string& path) {
    if (!fileExists(path)) {
        return std::optional<Content>();
    }
    const Result<std::string> bytes = readFile(path, kMostLedgerBytes);
    if (!bytes.ok()) {
        return bytes.error();
    }
    std::string_view rest = *bytes;
    Content content;
    if (!takeWord(rest, kTitle) || !takeHash(rest, kPipeline, content.identity.pipeline) ||
        !takeHash(rest, kValues, content.identity.values)) {
        return Error{"input", path + " is not what a batch writes beside its results", path};
    }
    Mark mark;
    while (takeMark(rest, mark)) {
        content.marks.push_back(mark);
    }
    return std::optional(std::move(content));
}

Status BatchLedger::begin(const std::string& path, const Content& content) {
    std::string text(kTitle);
    for (const auto& [name, hash] : {std::pair(kPipeline, content.identity.pipeline),
                                     std::pair(kValues, content.identity.values)}) {
        text += name;
        text += hash.hex() + "\n";
    }
    for (const Mark& mark : content.marks) {
        text += markLine(mark);
        last_ = mark.records;
    }
    Status written = writeFile(path, text);
    if (written.ok()) {
        fd_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    }
    return written;
}

void BatchLedger::append(Mark mark) {
    const std::string line = markLine(mark);
    last_ = mark.records;
    const ssize_t written = ::write(fd_, line.data(), line.size());
    if (written != static_cast<ssize_t>(line.size())) {
        ::close(fd_);
        fd_ = -1;
    }
}

void BatchLedger::reached(Mark mark) {
    constexpr uint64_t kShare = 64;
    if (fd_ >= 0 && mark.records > last_ + last_ / kShare) {
        append(mark);
    }
}

void BatchLedger::ended(Mark mark) {
    if (fd_ >= 0 && mark.records > last_) {
        append(mark);
    }
}

std::string batchLedgerPath(std::string_view outPath) {
    return std::string(outPath) + ".progress";
}

}  // namespace cst
