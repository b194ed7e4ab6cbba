#include "engine/base/name_table.h"

#include <QTest>

#include <string>

using cst::NameId;
using cst::NameTable;

class NameTableTest : public QObject {
    Q_OBJECT

private slots:
    void idsAreCountedFromZeroAndEqualTextsShareOne();
    void whatWasNotInternedIsNotFound();
    void textsStayWhereTheyAre();
    void namesThatDifferInTheirLastByteAreDifferent();
};

void NameTableTest::idsAreCountedFromZeroAndEqualTextsShareOne() {
    NameTable names;
    QCOMPARE(names.intern("a").index, 0U);
    QCOMPARE(names.intern("b.c").index, 1U);
    QCOMPARE(names.intern("").index, 2U);
    QCOMPARE(names.intern(std::string("b.") + "c").index, 1U);
    QCOMPARE(names.size(), std::size_t{3});
    QCOMPARE(names.text(NameId(1U)), std::string_view("b.c"));
}

void NameTableTest::whatWasNotInternedIsNotFound() {
    NameTable names;
    QVERIFY(!names.find("").hasValue());
    names.intern("map");
    QVERIFY(names.find("map").hasValue());
    QVERIFY(!names.find("ma").hasValue());
    QVERIFY(!names.find("maps").hasValue());
}

void NameTableTest::textsStayWhereTheyAre() {
    NameTable names;
    const char* first = names.text(names.intern("the first one")).data();
    for (int i = 0; i < 5000; ++i) {
        QCOMPARE(names.intern("name-" + std::to_string(i)).index, static_cast<uint32_t>(i + 1));
    }
    QCOMPARE(names.text(NameId(0U)).data(), first);
    for (int i = 0; i < 5000; ++i) {
        QCOMPARE(names.find("name-" + std::to_string(i)).index, static_cast<uint32_t>(i + 1));
    }
}

void NameTableTest::namesThatDifferInTheirLastByteAreDifferent() {
    NameTable names;
    for (std::size_t size = 1; size < 40; ++size) {
        const std::string stem(size - 1, 'x');
        QVERIFY(names.intern(stem + "a") != names.intern(stem + "b"));
    }
}

QTEST_APPLESS_MAIN(NameTableTest)
#include "tst_name_table.moc"
