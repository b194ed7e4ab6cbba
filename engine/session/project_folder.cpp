#include "engine/session/project_folder.h"

#include "engine/base/hash.h"

#include <cstdlib>
#include <sys/stat.h>

namespace cst {
namespace {

constexpr std::string_view kProject = "/.constellation/";

std::string resolved(const std::string& path) {
    char* const found = ::realpath(path.c_str(), nullptr);
    const std::string file = found == nullptr ? path : found;
    std::free(found);
    return file;
}

}  // namespace

std::string projectPath(const std::string& pipelinePath, std::string_view what) {
    if (pipelinePath.empty()) {
        return "";
    }
    const std::string file = resolved(pipelinePath);
    const std::size_t slash = file.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash);
    const std::string name = file.substr(slash == std::string::npos ? 0 : slash + 1);
    return folder + std::string(kProject) + std::string(what) + "/" +
           hashBytes(name).hex().substr(0, 16);
}

void makeProjectFolders(const std::string& path) {
    std::size_t end = path.rfind(kProject);
    if (end == std::string::npos) {
        return;
    }
    while ((end = path.find('/', end + 1)) != std::string::npos) {
        ::mkdir(path.substr(0, end).c_str(), 0700);  // what is there already stays as it is
    }
}

}  // namespace cst
