#pragma once

#include <string>
#include <string_view>

namespace cst {

/// Where what is kept of one pipeline lies, beside it and safe to delete:
/// `dir/.constellation/WHAT/DIGITS`; the digits are a hash of its name. By whatever links the file
/// is opened, it is the same. "" for a document that was never saved.
std::string projectPath(const std::string& pipelinePath, std::string_view what);

/// Makes the folder that holds `path`, and `.constellation` above it, for the owner only. That of
/// the pipeline itself is not made: who deletes it does not get it back.
void makeProjectFolders(const std::string& path);

}  // namespace cst
