#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <string>

namespace cst {

/// How far a batch had come that was cut off, and what has to be cut from its files so that they
/// are as if it had just got there.
struct ResumePoint {
    uint64_t lastLine = 0;  // number of the last record that is whole; 0 = none
    uint64_t lines = 0;
    uint64_t failed = 0;
    uint64_t outBytes = 0;     // of OUT, without a torn last line
    uint64_t errorBytes = 0;   // of the file of errors, as far as it agrees with OUT
    uint64_t missingFrom = 0;  // in OUT: the error lines from here on are missing there
};

/// Reads both files; changes nothing. A file that is not there is empty.
/// Errors: "input" where OUT is not what a batch writes, "file" where a file cannot be read.
/// Memory: the longest line.
Result<ResumePoint> findResumePoint(const std::string& outPath, const std::string& errorsPath);

/// Cuts both files, and copies the errors that are missing. Whenever it is interrupted, it can be
/// done again. Errors: "file".
Status cutToResumePoint(const std::string& outPath, const std::string& errorsPath,
                        const ResumePoint& point);

}  // namespace cst
