#include "engine/session/journal.h"

#include <QTest>

#include <cstring>
#include <random>

// The bytes of a journal: what is written is read, and whatever happens to the end of it, or to any
// bit of it, what comes back is a text that was once written, or a refusal in words.

using namespace cst;

namespace {

const std::string kBase("in a: Int\0\xff\r\nout a\n", 18);

JournalStart startOf(const std::string& base) {
    return {"/somewhere/x.cst", "x.cst", {7, -3, 12}, hashBytes(base)};
}

/// A journal of random edits, with every text that it has held and where its records end.
struct Written {
    std::string bytes;
    std::vector<std::string> texts;  // after each record that changes it
    std::vector<std::size_t> ends;   // of the same records

    explicit Written(uint32_t seed, int edits = 40) {
        std::mt19937 dice(seed);
        JournalEncoder encoder;
        encoder.start(bytes, startOf(kBase));
        std::string text = kBase + "#";
        encoder.text(bytes, text);
        note(text);
        for (int i = 0; i < edits; ++i) {
            std::string next = text;
            const std::size_t at = dice() % (next.size() + 1);
            const std::size_t removed = dice() % 3 == 0 ? dice() % (next.size() - at + 1) : 0;
            std::string inserted(dice() % 5, static_cast<char>(dice()));
            next.replace(at, removed, inserted);
            encoder.edit(bytes, editBetween(text, next));
            text = next;
            note(text);
        }
    }
    void note(const std::string& text) {
        texts.push_back(text);
        ends.push_back(bytes.size());
    }
    /// The text after the last record that ends before `size`.
    const std::string* textBefore(std::size_t size) const {
        const std::string* last = nullptr;
        for (std::size_t i = 0; i < ends.size() && ends[i] <= size; ++i) {
            last = &texts[i];
        }
        return last;
    }
    bool hasHeld(const std::string& text) const {
        return std::find(texts.begin(), texts.end(), text) != texts.end();
    }
};

}  // namespace

class JournalTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenIsRead();
    void theEditBetweenTwoTextsLeadsFromOneToTheOther();
    void cutAnywhereItHoldsTheTextOfItsLastWholeRecord();
    void whateverBitFlipsTheTextIsOneThatWasWritten();
    void recordsCountOnlyWhereTheyWereWritten();
    void aBadRecordBeforeOthersIsDamage();
    void hostileEditsAreNotDone_data();
    void hostileEditsAreNotDone();
    void aHostileJournalEndsSoon();
    void whatIsNoJournalIsRefusedInWords();
    void aTextThatWasHandedOverToBeSavedIsKnown();
    void theLastPlacesOfNodesAreRead();
    void aJournalOfTheVersionBeforePlacesIsRead();
};

void JournalTest::whatIsWrittenIsRead() {
    for (uint32_t seed = 0; seed < 200; ++seed) {
        const Written written(seed);
        const Result<JournalContent> read = decodeJournal(written.bytes);
        QVERIFY(read.ok());
        QCOMPARE(read->text, written.texts.back());
        QCOMPARE(read->edits, uint64_t{40});
        QVERIFY(!read->isDamaged);
        QCOMPARE(read->start.path, std::string("/somewhere/x.cst"));
        QCOMPARE(read->start.name, std::string("x.cst"));
        QVERIFY(read->start.stamp == FileStamp({7, -3, 12}));
        QVERIFY(read->knows(hashBytes(kBase)));
        QVERIFY(!read->knows(hashBytes("another")));
        QCOMPARE(read->hasChanges(), written.texts.back() != kBase);
    }
}

void JournalTest::theEditBetweenTwoTextsLeadsFromOneToTheOther() {
    std::mt19937 dice(1);
    for (int i = 0; i < 5000; ++i) {
        // Few letters, so that much of them agrees.
        std::string before, after;
        for (uint32_t n = dice() % 8; n > 0; --n) before += "ab"[dice() % 2];
        for (uint32_t n = dice() % 8; n > 0; --n) after += "ab"[dice() % 2];
        const JournalEdit edit = editBetween(before, after);
        std::string made = before;
        made.replace(edit.offset, edit.removed, edit.inserted);
        QCOMPARE(made, after);
        QVERIFY(before != after || (edit.removed == 0 && edit.inserted.empty()));
    }
}

void JournalTest::cutAnywhereItHoldsTheTextOfItsLastWholeRecord() {
    for (uint32_t seed = 0; seed < 20; ++seed) {
        const Written written(seed);
        for (std::size_t size = 0; size <= written.bytes.size(); ++size) {
            const Result<JournalContent> read =
                decodeJournal(std::string_view(written.bytes).substr(0, size));
            const std::string* expected = written.textBefore(size);
            QCOMPARE(read.ok(), expected != nullptr);
            if (expected) {
                QCOMPARE(read->text, *expected);
                QVERIFY(!read->isDamaged);
            }
        }
    }
}

void JournalTest::whateverBitFlipsTheTextIsOneThatWasWritten() {
    const Written written(3);
    for (std::size_t i = 0; i < written.bytes.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bytes = written.bytes;
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
            const Result<JournalContent> read = decodeJournal(bytes);
            if (read.ok()) {
                const std::string* expected = written.textBefore(i);
                QVERIFY(expected);
                QCOMPARE(read->text, *expected);
            }
        }
    }
}

void JournalTest::recordsCountOnlyWhereTheyWereWritten() {
    const Written written(5, 6);
    const auto record = [&](std::size_t i) {
        return written.bytes.substr(written.ends[i - 1], written.ends[i] - written.ends[i - 1]);
    };
    // The third edit twice, or without the second: as a file system may leave it.
    const std::string upTo2 = written.bytes.substr(0, written.ends[2]);
    const std::string upTo1 = written.bytes.substr(0, written.ends[1]);
    QCOMPARE(decodeJournal(upTo2 + record(3) + record(3))->text, written.texts[3]);
    QCOMPARE(decodeJournal(upTo1 + record(3) + record(4))->text, written.texts[1]);
    QCOMPARE(decodeJournal(written.bytes + Written(6).bytes)->text, written.texts.back());
}

void JournalTest::aBadRecordBeforeOthersIsDamage() {
    const Written written(5);
    std::string bytes = written.bytes;
    bytes[written.ends[3] - 1] ^= 1;
    const Result<JournalContent> read = decodeJournal(bytes);
    QVERIFY(read.ok());
    QVERIFY(read->isDamaged);
    QCOMPARE(read->text, written.texts[2]);
    bytes = written.bytes + std::string(100, '\0');  // as after a power failure
    QCOMPARE(decodeJournal(bytes)->text, written.texts.back());
}

void JournalTest::hostileEditsAreNotDone_data() {
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<quint64>("removed");
    QTest::newRow("behind the end") << quint64(4) << quint64(0);
    QTest::newRow("far behind the end") << ~quint64(0) << quint64(0);
    QTest::newRow("removes more than there is") << quint64(1) << quint64(3);
    QTest::newRow("removes so much that the sum wraps") << quint64(2) << ~quint64(0);
}

void JournalTest::hostileEditsAreNotDone() {
    QFETCH(quint64, offset);
    QFETCH(quint64, removed);
    JournalEncoder encoder;
    std::string bytes;
    encoder.start(bytes, {});
    encoder.text(bytes, "abc");
    encoder.edit(bytes, {offset, removed, "x"});
    encoder.edit(bytes, {0, 0, "y"});
    const Result<JournalContent> read = decodeJournal(bytes);
    QVERIFY(read.ok());
    QCOMPARE(read->text, std::string("abc"));
    QVERIFY(read->isDamaged);
}

void JournalTest::aHostileJournalEndsSoon() {
    // Good checks, and edits that each move a large text: more of them than anybody would wait for.
    const uint64_t size = 32UL << 20U;
    JournalEncoder encoder;
    std::string bytes;
    encoder.start(bytes, {});
    encoder.text(bytes, std::string(size, 'x'));
    const uint64_t most = kMaxJournalMoves / size;
    for (uint64_t i = 0; i < 2 * most; ++i) {
        encoder.edit(bytes, {0, 1, "y"});
    }
    const Result<JournalContent> read = decodeJournal(bytes);
    QVERIFY(read.ok());
    QVERIFY(read->isDamaged);
    QVERIFY(read->edits <= most);
}

void JournalTest::whatIsNoJournalIsRefusedInWords() {
    const auto why = [](std::string_view bytes) {
        const Result<JournalContent> read = decodeJournal(bytes);
        return read.ok() ? QString() : QString::fromStdString(read.error().message);
    };
    const Written written(5);
    std::string other = written.bytes;
    other[8] = 9;
    QVERIFY(why("").contains("no journal"));
    QVERIFY(why("in a: Int\n").contains("no journal"));
    QVERIFY(why("CSTJOURN").contains("cut short"));
    QVERIFY(why(other).contains("another version"));
    QVERIFY(why(std::string_view(written.bytes).substr(0, 12)).contains("damaged"));
    const auto made = [](auto... parts) {
        std::string bytes;
        JournalEncoder encoder;
        (parts(encoder, bytes), ...);
        return bytes;
    };
    const auto start = [](JournalEncoder& encoder, std::string& out) { encoder.start(out, {}); };
    const auto edit = [](JournalEncoder& encoder, std::string& out) {
        encoder.edit(out, {0, 0, "a"});
    };
    QVERIFY(why(made(start)).contains("damaged"));        // no text
    QVERIFY(why(made(start, edit)).contains("damaged"));  // of which text?
    QVERIFY(why(made(edit)).contains("no journal"));
}

void JournalTest::aTextThatWasHandedOverToBeSavedIsKnown() {
    JournalEncoder encoder;
    std::string bytes;
    encoder.start(bytes, startOf("a"));
    encoder.text(bytes, "ab");
    for (int i = 0; i < 100; ++i) {
        encoder.save(bytes, hashBytes(std::to_string(i)));
    }
    const Result<JournalContent> read = decodeJournal(bytes);
    QVERIFY(read.ok());
    QVERIFY(read->knows(hashBytes("a")));
    QVERIFY(read->knows(hashBytes("99")));
    QVERIFY(!read->knows(hashBytes("0")));  // long ago
}

void JournalTest::theLastPlacesOfNodesAreRead() {
    std::string bytes;
    JournalEncoder encoder;
    encoder.start(bytes, startOf(kBase));
    encoder.text(bytes, kBase);
    QVERIFY(!decodeJournal(bytes)->places);
    encoder.places(bytes, {{"a", {1, 2}}});
    encoder.edit(bytes, {0, 0, "#"});
    encoder.places(bytes, {{"b", {-3, 4}}, {"out:c", {0, 0}}});
    const std::string whole = bytes;
    encoder.places(bytes, {});
    const auto read = decodeJournal(whole);
    QVERIFY(read->places == PinnedPlaces({{"b", {-3, 4}}, {"out:c", {0, 0}}}));
    QCOMPARE(read->text, "#" + kBase);
    QVERIFY(decodeJournal(bytes)->places == PinnedPlaces());
    // Torn: those before.
    QVERIFY(decodeJournal(whole.substr(0, whole.size() - 1))->places ==
            PinnedPlaces({{"a", {1, 2}}}));
}

void JournalTest::aJournalOfTheVersionBeforePlacesIsRead() {
    Written written(5);
    written.bytes[8] = 1;
    QCOMPARE(decodeJournal(written.bytes)->text, written.texts.back());
}

QTEST_APPLESS_MAIN(JournalTest)
#include "tst_journal.moc"
