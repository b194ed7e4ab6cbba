#include "engine/base/scratch.h"
#include "tests/support/allocation_count.h"

#include <QTest>

#include <cstring>
#include <memory_resource>
#include <random>
#include <vector>

// Memory for what is needed in between: taken in order, given back by frames.

class ScratchTest : public QObject {
    Q_OBJECT

private slots:
    void everythingHasItsOwnPlaceAndAlignment();
    void theEndOfAFrameGivesItsMemoryToTheNext();
    void anInnerFrameLeavesWhatTheOuterOneHas();
    void workOfAKnownSizeAllocatesNothingTheSecondTime();
    void whatIsKeptIsBounded();
};

void ScratchTest::everythingHasItsOwnPlaceAndAlignment() {
    cst::Scratch scratch;
    std::mt19937 random(3);
    struct Piece {
        unsigned char* start;
        std::size_t size;
        unsigned char mark;
    };
    std::vector<Piece> pieces;
    for (int i = 0; i < 2000; ++i) {
        const std::size_t size = random() % 300;
        const std::size_t alignment = std::size_t{1} << (random() % 7);
        void* const start = scratch.allocate(size, alignment);
        QCOMPARE(reinterpret_cast<uintptr_t>(start) % alignment, std::size_t{0});
        pieces.push_back(
            {static_cast<unsigned char*>(start), size, static_cast<unsigned char>(random() % 256)});
        std::memset(start, pieces.back().mark, size);
    }
    for (const Piece& piece : pieces) {
        for (std::size_t i = 0; i < piece.size; ++i) {
            QCOMPARE(piece.start[i], piece.mark);
        }
    }
}

void ScratchTest::theEndOfAFrameGivesItsMemoryToTheNext() {
    cst::Scratch scratch;
    const void* first = nullptr;
    {
        const cst::Scratch::Frame frame(scratch);
        first = scratch.allocate(100);
    }
    const cst::Scratch::Frame frame(scratch);
    QCOMPARE(scratch.allocate(100), first);
}

void ScratchTest::anInnerFrameLeavesWhatTheOuterOneHas() {
    cst::Scratch scratch;
    const cst::Scratch::Frame outer(scratch);
    std::pmr::vector<int> mine({1, 2, 3}, &scratch);
    for (int i = 0; i < 10; ++i) {
        const cst::Scratch::Frame inner(scratch);
        std::pmr::vector<int> more(10'000, -1, &scratch);
        QCOMPARE(more.back(), -1);
    }
    QCOMPARE(mine, (std::pmr::vector<int>{1, 2, 3}));
}

void ScratchTest::workOfAKnownSizeAllocatesNothingTheSecondTime() {
    cst::Scratch scratch;
    const auto work = [&] {
        const cst::Scratch::Frame frame(scratch);
        for (std::size_t size = 1; size < 50'000; size *= 3) {
            std::pmr::vector<std::byte> some(size, &scratch);
            const cst::Scratch::Frame inner(scratch);
            std::pmr::vector<std::byte> more(2 * size, &scratch);
        }
    };
    work();
    const uint64_t before = cst::allocationCount();
    work();
    QCOMPARE(cst::allocationCount() - before, uint64_t{0});
}

void ScratchTest::whatIsKeptIsBounded() {
    cst::Scratch scratch;
    for (std::size_t size = 1000; size < 50'000'000; size *= 2) {
        const cst::Scratch::Frame frame(scratch);
        std::memset(scratch.allocate(size), 1, size);
        const cst::Scratch::Frame inner(scratch);
        std::memset(scratch.allocate(size), 2, size);
    }
    QVERIFY(scratch.bytesKept() <= cst::Scratch::kMostKept);
}

QTEST_APPLESS_MAIN(ScratchTest)
#include "tst_scratch.moc"
