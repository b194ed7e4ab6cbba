#include "tests/reference/reference.h"
#include "tests/reference/unsupported.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

// The reference interpreter against the conformance cases: what the random programs are compared
// with must itself be right.

using cst::reference::Invalid;
using cst::reference::Json;
using cst::reference::Reference;
using cst::reference::Report;
using cst::reference::Unsupported;

class ReferenceTest : public QObject {
    Q_OBJECT

private slots:
    void aCaseComesOutAsItSays_data();
    void aCaseComesOutAsItSays();
    void whatIsLeftOutIsOfFewKinds();
    void floatsAreWrittenAsJavaWritesThem_data();
    void floatsAreWrittenAsJavaWritesThem();

private:
    Reference reference_;
    std::map<std::string, int> leftOut_;  // by kind
    int ran_ = 0;
};

namespace {

std::vector<Json> allCases() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(CST_SOURCE_DIR "/tests/cases")) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Json> cases;
    for (const std::filesystem::path& file : files) {
        std::ifstream stream(file);
        std::stringstream text;
        text << stream.rdbuf();
        // Raw bytes of broken UTF-8, which JSON cannot hold: those programs are not valid anyway.
        static const std::regex kRawByte("\\\\udc[0-9a-f]{2}");
        for (const Json& one : Json::parse(std::regex_replace(text.str(), kRawByte, "?"))) {
            cases.push_back(one);
        }
    }
    return cases;
}

/// "" if the reference is to run the case, else what kind of case it is.
std::string kindLeftOut(const Json& one) {
    const Json& expect = one["expect"];
    if (one.value("command", "run") == "check") return "checking only";
    if (one.contains("args")) return "arguments of the command line";
    if (expect.value("status", "") == "invalid") return "invalid program";
    if (expect.contains("resume")) return "resuming";
    if (one.contains("inputs_raw") && !Json::accept(one["inputs_raw"].get<std::string>())) {
        return "inputs that are no JSON";
    }
    return "";
}

Json inputsOf(const Json& one) {
    if (one.contains("inputs_raw")) return Json::parse(one["inputs_raw"].get<std::string>());
    return one.contains("inputs") && !one["inputs"].is_null() ? one["inputs"] : Json::object();
}

/// Equal but for the order of members; 1 is 1.0.
bool same(const Json& a, const Json& b) {
    if (a.is_object() && b.is_object()) {
        for (const auto& [key, value] : a.items()) {
            if (!b.contains(key) || !same(value, b[key])) return false;
        }
        return a.size() == b.size();
    }
    if (a.is_array() && b.is_array()) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
    }
    return a == b;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

/// "" if the report says what the case expects, else the first difference.
std::string difference(const Json& expect, const Report& report) {
    if (expect.contains("status") && expect["status"] != report.status) {
        return "status " + report.status;
    }
    Json outputs = Json::object();
    std::vector<std::string> pending;
    for (const auto& output : report.outputs) {
        if (output.json.empty()) {
            pending.push_back(output.name);
        } else {
            outputs[output.name] = Json::parse(output.json);
        }
    }
    if (expect.contains("outputs") && !same(expect["outputs"], outputs)) {
        return "outputs " + outputs.dump();
    }
    std::vector<std::string> codes(report.badPaths.size(), "R007");
    for (const auto& error : report.errors) codes.push_back(error.code);
    if (expect.contains("runtime") &&
        std::count(codes.begin(), codes.end(), expect["runtime"].get<std::string>()) == 0) {
        return "errors " + Json(codes).dump();
    }
    if (expect.contains("run_errors") && expect["run_errors"].size() != codes.size()) {
        return "errors " + Json(codes).dump();
    }
    const std::vector<std::pair<std::string, std::vector<std::string>>> lists = {
        {"pending", pending}, {"missing", report.missing}, {"paths", report.badPaths}};
    for (const auto& [key, got] : lists) {
        if (expect.contains(key) &&
            sorted(expect[key].get<std::vector<std::string>>()) != sorted(got)) {
            return key + " " + Json(got).dump();
        }
    }
    if (expect.contains("path") && std::count(report.badPaths.begin(), report.badPaths.end(),
                                              expect["path"].get<std::string>()) == 0) {
        return "paths " + Json(report.badPaths).dump();
    }
    const Json nodes = expect.value("nodes", Json::object());
    for (const auto& [key, state] : nodes.items()) {
        const auto found = report.states.find(key);
        if (found != report.states.end() && found->second != state) {
            return "node " + key + " " + found->second;
        }
    }
    return "";
}

}  // namespace

void ReferenceTest::aCaseComesOutAsItSays_data() {
    QTest::addColumn<std::string>("text");
    for (const Json& one : allCases()) {
        const std::string kind = kindLeftOut(one);
        if (kind.empty()) {
            QTest::addRow("%s", one["name"].get<std::string>().c_str()) << one.dump();
        } else {
            ++leftOut_[kind];
        }
    }
}

void ReferenceTest::aCaseComesOutAsItSays() {
    QFETCH(std::string, text);
    const Json one = Json::parse(text);
    try {
        const Report report = reference_.run(one["source"].get<std::string>(), inputsOf(one));
        const std::string found = difference(one["expect"], report);
        QVERIFY2(found.empty(), found.c_str());
        ++ran_;
    } catch (const Unsupported& unsupported) {
        ++leftOut_[unsupported.what];
    } catch (const Invalid& invalid) {
        QFAIL(invalid.why.c_str());
    }
}

/// A case of another kind is a gap in the reference: fill it, or name it here.
void ReferenceTest::whatIsLeftOutIsOfFewKinds() {
    const std::set<std::string> kKnown = {"checking only",
                                          "arguments of the command line",
                                          "invalid program",
                                          "resuming",
                                          "inputs that are no JSON",
                                          "module that waits or counts",
                                          "case of other scripts",
                                          "option timeout",
                                          "option cache"};
    for (const auto& [kind, count] : leftOut_) {
        qInfo("left out: %d × %s", count, kind.c_str());
        QVERIFY2(kKnown.contains(kind), kind.c_str());
    }
    qInfo("ran: %d", ran_);
    QVERIFY(ran_ >= 130);
}

void ReferenceTest::floatsAreWrittenAsJavaWritesThem_data() {
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("text");
    const std::vector<std::pair<double, const char*>> rows = {
        {100.0, "100.0"},     {0.5, "0.5"},
        {1e7, "1.0E7"},       {9999999.0, "9999999.0"},
        {1.5e-4, "1.5E-4"},   {0.001, "0.001"},
        {5e-324, "5.0E-324"}, {-0.0, "-0.0"},
        {-12.25, "-12.25"},   {1e22, "1.0E22"},
        {1.25e10, "1.25E10"}, {0.0012, "0.0012"},
        {120.0, "120.0"},     {1e300 * 1e10, "Infinity"}};
    for (const auto& [number, text] : rows) QTest::addRow("%s", text) << number << QString(text);
}

void ReferenceTest::floatsAreWrittenAsJavaWritesThem() {
    QFETCH(double, number);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(cst::reference::floatText(number)), text);
}

QTEST_GUILESS_MAIN(ReferenceTest)
#include "tst_reference.moc"
