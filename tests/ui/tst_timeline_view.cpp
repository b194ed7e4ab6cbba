#include <QTest>

class TimelineViewTest : public QObject {
    Q_OBJECT
};

QTEST_MAIN(TimelineViewTest)
#include "tst_timeline_view.moc"
