#include "engine/base/freed_memory.h"

#include <QTest>

#include <cstddef>
#include <memory>
#include <sys/resource.h>

class FreedMemoryTest : public QObject {
    Q_OBJECT

private slots:
    void memoryThatWasFreedIsThereWithoutPageFaults();
};

namespace {

long pageFaults() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

/// Pages that had to be fetched to write to 16 MB.
long faultsOfUsing16Mb() {
    constexpr std::size_t kBytes = 16 << 20;
    const long before = pageFaults();
    const std::unique_ptr<char[]> memory(new char[kBytes]);
    for (std::size_t i = 0; i < kBytes; i += 4096) {
        static_cast<volatile char*>(memory.get())[i] = 1;  // or it is never allocated at all
    }
    return pageFaults() - before;
}

}  // namespace

void FreedMemoryTest::memoryThatWasFreedIsThereWithoutPageFaults() {
#if defined(CST_SANITIZED)
    QSKIP("the sanitizer's own allocator");
#endif
    cst::keepFreedMemory();
    const long first = faultsOfUsing16Mb();
    const long second = faultsOfUsing16Mb();
    QVERIFY2(second < first / 10, qPrintable(QString("%1, then %2").arg(first).arg(second)));
}

QTEST_APPLESS_MAIN(FreedMemoryTest)
#include "tst_freed_memory.moc"
