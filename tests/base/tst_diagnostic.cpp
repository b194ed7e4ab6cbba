#include "engine/base/diagnostic.h"

#include <QTest>

#include <set>
#include <string>

using cst::DiagId;
using cst::Diagnostic;

namespace {

Diagnostic at(uint32_t begin, DiagId id) {
    return {.id = id, .range = {begin, begin + 1}};
}

}  // namespace

class DiagnosticTest : public QObject {
    Q_OBJECT

private slots:
    void argumentsFillTheSlotsOfTheWording();
    void aMissingArgumentLeavesItsSlotEmpty();
    void everyDiagnosticHasACodeOfItsOwn();
    void diagnosticsAreOrderedByPlaceThenCode();
    void onlyErrorsCountAndNothingStandsBehindTheLimit();
};

void DiagnosticTest::argumentsFillTheSlotsOfTheWording() {
    const Diagnostic diagnostic{.id = DiagId::UnknownVariable, .args = {"totl"}};
    QCOMPARE(diagnostic.message(), std::string("unknown variable `totl`"));
    QCOMPARE(std::string(diagnostic.code()), std::string("E001"));
    QVERIFY(diagnostic.isError());
}

void DiagnosticTest::aMissingArgumentLeavesItsSlotEmpty() {
    const Diagnostic diagnostic{.id = DiagId::UnknownVariable};
    QCOMPARE(diagnostic.message(), std::string("unknown variable ``"));
}

void DiagnosticTest::everyDiagnosticHasACodeOfItsOwn() {
    std::set<std::string_view> codes;
    for (const DiagId id : cst::allDiagIds()) {
        QVERIFY2(codes.insert(cst::diagCode(id)).second, cst::diagCode(id).data());
        QVERIFY(!cst::diagWording(id).empty());
    }
}

void DiagnosticTest::diagnosticsAreOrderedByPlaceThenCode() {
    std::vector<Diagnostic> diagnostics = {at(9, DiagId::UnknownVariable),
                                           at(3, DiagId::TypeMismatch),
                                           at(3, DiagId::UnknownVariable)};
    cst::sortDiagnostics(diagnostics);
    QCOMPARE(diagnostics[0].range.begin, 3U);
    QCOMPARE(std::string(diagnostics[0].code()), std::string("E001"));
    QCOMPARE(std::string(diagnostics[1].code()), std::string("E010"));
    QCOMPARE(diagnostics[2].range.begin, 9U);
}

void DiagnosticTest::onlyErrorsCountAndNothingStandsBehindTheLimit() {
    std::vector<Diagnostic> diagnostics;
    const auto ids = cst::allDiagIds();
    const auto warning = std::find_if(ids.begin(), ids.end(), [](DiagId id) {
        return cst::diagSeverity(id) == cst::Severity::Warning;
    });
    QVERIFY(warning != ids.end());
    for (uint32_t i = 0; i < 20; ++i) {
        diagnostics.push_back(at(i, i % 2 == 0 ? DiagId::UnknownVariable : *warning));
    }
    cst::sortDiagnostics(diagnostics, 4);
    QCOMPARE(diagnostics.size(), std::size_t{8});  // four errors and what stands before the fifth
}

QTEST_APPLESS_MAIN(DiagnosticTest)
#include "tst_diagnostic.moc"
