#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPrefix = "#> ";

std::string placed(cst::SourceRange range, const cst::SourceText& text) {
    const cst::LineColumn begin = text.position(range.begin);
    const cst::LineColumn end = text.position(range.end);
    std::ostringstream out;
    out << begin.line << ':' << begin.column << ".." << end.line << ':' << end.column;
    return out.str();
}

}  // namespace

std::vector<fs::path> goldensIn(const std::string& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry :
         fs::directory_iterator(fs::path(CST_SOURCE_DIR) / "tests/golden" / folder)) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Golden readGolden(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    Golden golden;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(kPrefix)) {
            golden.expected += line.substr(kPrefix.size()) + '\n';
        } else {
            golden.input += line + '\n';
        }
    }
    return golden;
}

std::string allExpected(const std::string& folder) {
    std::string all;
    for (const fs::path& path : goldensIn(folder)) {
        all += '\n' + readGolden(path).expected;
    }
    return all;
}

std::string goldenProblem(const fs::path& path, const std::string& actual) {
    const Golden golden = readGolden(path);
    if (std::getenv("CST_REWRITE_GOLDENS") != nullptr) {
        std::ofstream file(path, std::ios::binary);
        file << golden.input;
        std::istringstream lines(actual);
        for (std::string line; std::getline(lines, line);) {
            file << kPrefix << line << '\n';
        }
        return "";
    }
    std::istringstream expectedLines(golden.expected);
    std::istringstream actualLines(actual);
    std::string expectedLine;
    std::string actualLine;
    while (true) {
        const bool more = static_cast<bool>(std::getline(expectedLines, expectedLine));
        const bool moreActual = static_cast<bool>(std::getline(actualLines, actualLine));
        if (!more && !moreActual) {
            return "";
        }
        if (more != moreActual || expectedLine != actualLine) {
            return path.filename().string() +
                   "\n  expected: " + (more ? expectedLine : "(the end)") +
                   "\n  actual:   " + (moreActual ? actualLine : "(the end)");
        }
    }
}

std::string described(const cst::Diagnostic& diagnostic, const cst::SourceText& text) {
    std::string line(diagnostic.code());
    line += " at " + placed(diagnostic.range, text) + ": " + diagnostic.message();
    line += diagnostic.hint.empty() ? "" : " | hint: " + diagnostic.hint;
    for (const std::string& suggestion : diagnostic.suggestions) {
        line += " | did you mean " + suggestion;
    }
    for (const cst::Note& note : diagnostic.notes) {
        line += " | note at " + placed(note.range, text) + ": " + note.message;
    }
    for (const cst::Fix& fix : diagnostic.fixes) {
        line += " | fix: " + fix.title;
        for (const cst::TextEdit& edit : fix.edits) {
            line += " [" + placed(edit.range, text) + " \"" + edit.text + "\"]";
        }
    }
    return line;
}
