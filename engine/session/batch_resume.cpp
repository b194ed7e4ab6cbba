// OUT alone says how far a batch has come: its lines are written in order, and a line that ends is
// whole. The file of errors holds the error lines of OUT once more. A batch writes them there
// first, so after a kill it has some too many; after a power failure the disk may hold too few. So
// it is compared with OUT, cut where it differs, and what is missing comes from OUT.

#include "engine/session/batch_resume.h"

#include "engine/session/batch_line.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {
namespace {

Error fileProblem(const char* what, const std::string& path) {
    return {"file", std::string("cannot ") + what + " " + path + ": " + std::strerror(errno), path};
}

/// The lines of a file that end; memory is that of the longest.
class WholeLines {
public:
    static Result<WholeLines> open(const std::string& path) {
        WholeLines lines;
        lines.file_.reset(std::fopen(path.c_str(), "rbe"));
        struct stat info {};
        if (lines.file_ == nullptr && errno != ENOENT) {
            return fileProblem("read", path);
        }
        if (lines.file_ != nullptr &&
            (::fstat(::fileno(lines.file_.get()), &info) != 0 || !S_ISREG(info.st_mode))) {
            return Error{"file", "cannot resume " + path + ": it is no regular file", path};
        }
        return lines;
    }
    /// With its line end; nothing at the end, or where the rest does not end.
    std::optional<std::string_view> next() {
        if (file_ == nullptr) {
            return std::nullopt;
        }
        char* text = text_.release();
        const ssize_t size = ::getline(&text, &room_, file_.get());
        text_.reset(text);
        if (size <= 0 || text[size - 1] != '\n') {
            return std::nullopt;
        }
        return std::string_view(text, static_cast<std::size_t>(size));
    }
    bool failed() const { return file_ != nullptr && std::ferror(file_.get()) != 0; }
    bool seek(uint64_t offset) {
        return file_ != nullptr && ::fseeko(file_.get(), static_cast<off_t>(offset), SEEK_SET) == 0;
    }

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    struct Free {
        void operator()(char* text) const { std::free(text); }
    };
    std::unique_ptr<std::FILE, Close> file_;  // null = there is none
    std::unique_ptr<char, Free> text_;
    std::size_t room_ = 0;
};

Status cut(const std::string& path, uint64_t bytes) {
    if (::truncate(path.c_str(), static_cast<off_t>(bytes)) != 0 && errno != ENOENT) {
        return fileProblem("write", path);
    }
    return success();
}

}  // namespace

Result<ResumePoint> findResumePoint(const std::string& outPath, const std::string& errorsPath) {
    Result<WholeLines> out = WholeLines::open(outPath);
    Result<WholeLines> errors = WholeLines::open(errorsPath);
    if (!out.ok() || !errors.ok()) {
        return out.ok() ? errors.error() : out.error();
    }
    ResumePoint point;
    bool agrees = true;
    while (const auto line = out->next()) {
        const auto read = readBatchLine(line->substr(0, line->size() - 1));
        const std::string place = outPath + ", line " + std::to_string(point.lines + 1) + ": ";
        if (!read) {
            return Error{"input", "cannot resume " + place + "this is not what a batch has written",
                         ""};
        }
        if (read->number <= point.lastLine) {
            return Error{"input",
                         "cannot resume " + place + "record " + std::to_string(read->number) +
                             " stands behind record " + std::to_string(point.lastLine),
                         ""};
        }
        if (read->isError) {
            ++point.failed;
            const auto known = agrees ? errors->next() : std::nullopt;
            if (known && *known == *line) {
                point.errorBytes += line->size();
            } else if (agrees) {
                agrees = false;
                point.missingFrom = point.outBytes;
            }
        }
        ++point.lines;
        point.lastLine = read->number;
        point.outBytes += line->size();
    }
    if (agrees) {
        point.missingFrom = point.outBytes;
    }
    if (out->failed() || errors->failed()) {
        return fileProblem("read", out->failed() ? outPath : errorsPath);
    }
    return point;
}

Status cutToResumePoint(const std::string& outPath, const std::string& errorsPath,
                        const ResumePoint& point) {
    for (const Status& status : {cut(outPath, point.outBytes), cut(errorsPath, point.errorBytes)}) {
        if (!status.ok()) {
            return status;
        }
    }
    if (point.failed == 0) {
        ::unlink(errorsPath.c_str());
    }
    if (point.missingFrom == point.outBytes) {
        return success();
    }
    Result<WholeLines> out = WholeLines::open(outPath);
    if (!out.ok() || !out->seek(point.missingFrom)) {
        return out.ok() ? fileProblem("read", outPath) : out.error();
    }
    std::FILE* const errors = std::fopen(errorsPath.c_str(), "abe");
    bool isGood = errors != nullptr;
    while (const auto line = isGood ? out->next() : std::nullopt) {
        const auto read = readBatchLine(line->substr(0, line->size() - 1));
        if (read && read->isError) {
            isGood = std::fwrite(line->data(), 1, line->size(), errors) == line->size();
        }
    }
    if (errors != nullptr && std::fclose(errors) != 0) {
        isGood = false;
    }
    return isGood ? success() : fileProblem("write", errorsPath);
}

}  // namespace cst
