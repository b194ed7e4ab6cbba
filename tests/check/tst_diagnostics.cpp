#include "engine/session/engine.h"
#include "tests/support/golden.h"

#include <QTest>

#include <algorithm>

// Every file of tests/golden/check holds a pipeline with mistakes and all that is said about them:
// code, place, message, hint, suggestions, notes, and the fixes with their edits.

namespace fs = std::filesystem;

class DiagnosticsTest : public QObject {
    Q_OBJECT

private slots:
    void theAnswersAreThoseOfTheGoldenFile_data();
    void theAnswersAreThoseOfTheGoldenFile();
    void everyDiagnosticIsShownByAGolden();
    void everyFixMendsWhatItStandsAt_data();
    void everyFixMendsWhatItStandsAt();
};

namespace {

/// The whole library, and a name that two namespaces have.
class Library {
public:
    Library() : engine_(1, {addTwice, nullptr}) {}

    std::vector<cst::Diagnostic> diagnostics(const cst::SourceTextPtr& text) {
        return engine_.compile(text, 1, false)->diagnostics;
    }

private:
    static void addTwice(cst::Registry& registry) {
        for (const char* space : {"left", "right"}) {
            cst::ModuleDescriptor twice;
            twice.signature.name = "twice";
            twice.signature.nameSpace = space;
            twice.signature.parameters = {{"text", cst::types::kString}};
            twice.signature.result = cst::types::kString;
            registry.add(std::move(twice));
        }
    }

    cst::Engine engine_;
};

cst::SourceTextPtr textOf(std::string bytes) {
    return std::make_shared<const cst::SourceText>(std::move(bytes));
}

std::string applied(const cst::Fix& fix, std::string text) {
    for (auto edit = fix.edits.rbegin(); edit != fix.edits.rend(); ++edit) {
        text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
    }
    return text;
}

void goldens() {
    QTest::addColumn<std::string>("path");
    for (const fs::path& path : goldensIn("check")) {
        QTest::newRow(path.stem().c_str()) << path.string();
    }
}

}  // namespace

void DiagnosticsTest::theAnswersAreThoseOfTheGoldenFile_data() {
    goldens();
}
void DiagnosticsTest::theAnswersAreThoseOfTheGoldenFile() {
    QFETCH(std::string, path);
    Library library;
    const cst::SourceTextPtr text = textOf(readGolden(path).input);
    std::string actual;
    for (const cst::Diagnostic& each : library.diagnostics(text)) {
        actual += described(each, *text) + '\n';
    }
    QCOMPARE(goldenProblem(path, actual), std::string());
}

void DiagnosticsTest::everyDiagnosticIsShownByAGolden() {
    const std::string all = allExpected("check") + allExpected("syntax");
    for (const cst::DiagId id : cst::allDiagIds()) {
        const std::string code(cst::diagCode(id));
        // E900 is what must never happen.
        const bool isShown = all.find('\n' + code + " at ") != std::string::npos;
        QVERIFY2(isShown || id == cst::DiagId::Internal, code.c_str());
    }
}

void DiagnosticsTest::everyFixMendsWhatItStandsAt_data() {
    goldens();
}
void DiagnosticsTest::everyFixMendsWhatItStandsAt() {
    QFETCH(std::string, path);
    Library library;
    const std::string before = readGolden(path).input;
    const cst::SourceTextPtr text = textOf(before);
    const std::vector<cst::Diagnostic> diagnostics = library.diagnostics(text);
    const auto same = [](const cst::Diagnostic& wanted, const std::vector<cst::Diagnostic>& all) {
        return std::count_if(all.begin(), all.end(), [&](const cst::Diagnostic& each) {
            return each.id == wanted.id && each.message() == wanted.message();
        });
    };
    for (const cst::Diagnostic& each : diagnostics) {
        for (const cst::Fix& fix : each.fixes) {
            const std::string after = applied(fix, before);
            const auto left = library.diagnostics(textOf(after));
            // Of two `use` of one namespace the other one may now be the unused one.
            const bool isMended =
                same(each, left) < same(each, diagnostics) || left.size() < diagnostics.size();
            QVERIFY2(isMended, (described(each, *text) + "\nleft after: " + fix.title).c_str());
        }
    }
}

QTEST_GUILESS_MAIN(DiagnosticsTest)
#include "tst_diagnostics.moc"
