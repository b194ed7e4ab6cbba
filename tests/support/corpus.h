#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QString>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace cst::test {

inline std::string bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

/// Pipelines of the product, of the cases, and of the goldens, sound and broken.
inline std::vector<std::string> corpus() {
    namespace fs = std::filesystem;
    std::vector<std::string> texts;
    for (const char* const folder : {"resources/samples", "tests/golden", "tests/cases"}) {
        for (const auto& entry :
             fs::recursive_directory_iterator(fs::path(CST_SOURCE_DIR) / folder)) {
            if (entry.path().extension() == ".cst") {
                texts.push_back(bytesOf(entry.path()));
            } else if (entry.path().parent_path().filename() == "cases" &&
                       entry.path().extension() == ".json") {
                const QByteArray json = QByteArray::fromStdString(bytesOf(entry.path()));
                for (const QJsonValue row : QJsonDocument::fromJson(json).array()) {
                    texts.push_back(row["source"].toString().toStdString());
                }
            }
        }
    }
    return texts;
}

}  // namespace cst::test
