#pragma once

#include <string>
#include <vector>

namespace cst {

// Each command takes the words behind its name and returns the exit status of the process.
int checkCommand(const std::vector<std::string>& words);
int runCommand(const std::vector<std::string>& words);
int batchCommand(const std::vector<std::string>& words);
int profileCommand(const std::vector<std::string>& words);
int fmtCommand(const std::vector<std::string>& words);
int graphCommand(const std::vector<std::string>& words);
int modulesCommand(const std::vector<std::string>& words);

/// Sources of more bytes than this are refused.
inline constexpr std::size_t kMaxSourceBytes = 256UL << 20U;

}  // namespace cst
