#include "tests/support/compile.h"

#include <QTest>

#include <string>

// The example of every function is shown by the command line, by completion and in the help: what
// people copy from there must work.

class ExamplesTest : public QObject {
    Q_OBJECT

private slots:
    void everyExampleCompilesWithoutAWarning_data();
    void everyExampleCompilesWithoutAWarning();

private:
    cst::Engine engine_;
};

void ExamplesTest::everyExampleCompilesWithoutAWarning_data() {
    QTest::addColumn<std::string>("example");
    for (const cst::Signature& signature : engine_.registry().signatures().all()) {
        QTest::newRow(signature.qualifiedName().c_str()) << signature.example;
    }
}

void ExamplesTest::everyExampleCompilesWithoutAWarning() {
    QFETCH(std::string, example);

    const auto snapshot = compiled(engine_, "result = " + example + "\nout result\n");

    for (const cst::Diagnostic& diagnostic : snapshot->diagnostics) {
        QFAIL((example + ": " + diagnostic.message()).c_str());
    }
}

QTEST_APPLESS_MAIN(ExamplesTest)
#include "tst_examples.moc"
