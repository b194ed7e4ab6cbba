#include "engine/base/result.h"

#include <QTest>

#include <memory>

class ResultTest : public QObject {
    Q_OBJECT

private slots:
    void aValueIsAGoodResult();
    void anErrorIsAFailedResultThatKeepsItsReason();
    void aResultMayHoldWhatCannotBeCopied();
    void successIsAGoodStatus();
};

void ResultTest::aValueIsAGoodResult() {
    const cst::Result<int> answer = 42;
    QVERIFY(answer.ok());
    QCOMPARE(*answer, 42);
}

void ResultTest::anErrorIsAFailedResultThatKeepsItsReason() {
    const cst::Result<int> failed =
        cst::Error{.code = "R007", .message = "expected a number", .path = "orders[3].total"};
    QVERIFY(!failed.ok());
    QCOMPARE(failed.error().code, std::string("R007"));
    QCOMPARE(failed.error().path, std::string("orders[3].total"));
}

void ResultTest::aResultMayHoldWhatCannotBeCopied() {
    cst::Result<std::unique_ptr<int>> owner = std::make_unique<int>(7);
    const std::unique_ptr<int> taken = std::move(owner.value());
    QCOMPARE(*taken, 7);
}

void ResultTest::successIsAGoodStatus() {
    QVERIFY(cst::success().ok());
    QVERIFY(!cst::Status(cst::Error{}).ok());
}

QTEST_APPLESS_MAIN(ResultTest)
#include "tst_result.moc"
