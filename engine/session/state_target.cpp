#include "engine/session/state_target.h"

#include "engine/session/saved_state.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace cst {
namespace {

namespace fs = std::filesystem;

/// An empty file counts: there is nothing to lose.
bool isStateOrEmpty(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, kStateMagic.size()> begin{};
    file.read(begin.data(), begin.size());
    const std::string_view got(begin.data(), static_cast<std::size_t>(file.gcount()));
    return !file.bad() && (got.empty() || got == kStateMagic);
}

}  // namespace

Status canSaveState(const std::string& path, std::span<const std::string> read) {
    const auto lost = [&](const std::string& what) {
        return Error{"usage", "the state would be written to " + path + ", and that is " + what,
                     path};
    };
    const auto unwritable = [&](const std::string& why) {
        return Error{"file", "cannot write the state to " + path + ": " + why, path};
    };
    std::error_code problem;
    const fs::file_status status = fs::status(path, problem);
    if (fs::exists(status)) {
        for (const std::string& other : read) {
            if (fs::equivalent(path, other, problem)) {
                return lost(other == path ? "a file that this run reads" : other);
            }
        }
        if (!fs::is_regular_file(status)) {
            return unwritable("it is no regular file");
        }
        if (::access(path.c_str(), R_OK) != 0) {
            return unwritable(std::strerror(errno));
        }
        if (!isStateOrEmpty(path)) {
            return lost("no saved state; name a new file, or remove that one");
        }
    } else if (problem && status.type() != fs::file_type::not_found) {
        return unwritable(problem.message());
    }
    // The file is replaced as a whole: it is the folder that has to be writable.
    const fs::path target = fs::weakly_canonical(path, problem);
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, problem)) {
        return unwritable("there is no folder " + folder.string());
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        return unwritable("in " + folder.string() + ": " + std::strerror(errno));
    }
    return success();
}

}  // namespace cst
