#include "app/cli/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace cst {

Result<std::string> readAll(const std::string& path, std::size_t limit) {
    struct Closer {
        void operator()(std::FILE* file) const {
            if (file != stdin) {
                std::fclose(file);
            }
        }
    };
    const std::unique_ptr<std::FILE, Closer> file(path == "-" ? stdin
                                                              : std::fopen(path.c_str(), "rb"));
    const auto failed = [&] {
        return Error{"file", "cannot read " + path + ": " + std::strerror(errno), path};
    };
    if (!file) {
        return failed();
    }
    std::string bytes;
    char block[1 << 16];
    while (true) {
        const std::size_t count = std::fread(block, 1, sizeof block, file.get());
        bytes.append(block, count);
        if (bytes.size() > limit) {
            return Error{"file", path + " has more than " + std::to_string(limit) + " bytes", path};
        }
        if (count < sizeof block) {
            break;
        }
    }
    if (std::ferror(file.get()) != 0) {
        return failed();
    }
    return bytes;
}

namespace {

int outputError = 0;  // errno of the first write to standard output that failed

void note(bool worked) {
    if (!worked && outputError == 0) {
        outputError = errno;
    }
}

}  // namespace

bool print(std::string_view text) {
    if (outputError == 0) {
        note(std::fwrite(text.data(), 1, text.size(), stdout) == text.size());
    }
    return outputError == 0;
}

void flushOutput() {
    note(std::fflush(stdout) == 0);
}

bool finishOutput() {
    flushOutput();
    if (outputError != 0) {
        complain(std::string("cannot write standard output: ") + std::strerror(outputError));
    }
    return outputError == 0;
}

void complain(std::string_view text) {
    std::fprintf(stderr, "constellation: %.*s\n", static_cast<int>(text.size()), text.data());
}

}  // namespace cst
