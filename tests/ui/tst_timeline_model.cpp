#include <QTest>

class TimelineModelTest : public QObject {
    Q_OBJECT
};

QTEST_MAIN(TimelineModelTest)
#include "tst_timeline_model.moc"
