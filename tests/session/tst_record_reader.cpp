#include "engine/session/csv_row.h"
#include "engine/session/record_reader.h"

#include <QTest>

#include <algorithm>
#include <random>

// How a stream of bytes is cut into records, and a CSV record into cells.

using cst::Record;
using cst::RecordChunk;
using cst::RecordFormat;
using cst::RecordReader;

class RecordReaderTest : public QObject {
    Q_OBJECT

private slots:
    void recordsAreCutWhereTheyEnd_data();
    void recordsAreCutWhereTheyEnd();
    void wherePiecesEndIsNoMatter();
    void aRecordThatIsTooLongIsNotKept();
    void aRecordSaysWhereItEndsAndWhatCameBefore();
    void anErrorOfTheSourceComesBehindWhatWasRead();
    void cellsAreCutAndUnquoted_data();
    void cellsAreCutAndUnquoted();
};

namespace {

/// Gives the bytes in blocks of random sizes up to `most`.
RecordReader::Source inBlocks(std::string bytes, std::size_t most, uint32_t seed) {
    return [bytes = std::move(bytes), most, random = std::mt19937(seed),
            at = std::size_t{0}](char* to, std::size_t room) mutable -> cst::Result<std::size_t> {
        const std::size_t count = std::min({room, 1 + random() % most, bytes.size() - at});
        bytes.copy(to, count, at);
        at += count;
        return count;
    };
}

/// `1 first|3 second`, with a `!` behind what ends within quotes. The numbers are those of lines.
std::string all(RecordReader reader, std::size_t records, std::size_t bytes,
                bool withEnds = false) {
    std::string text;
    RecordChunk chunk;
    while (true) {
        const cst::Result<bool> more = reader.next(chunk, records, bytes);
        if (!more.ok()) return text + "|error " + more.error().message;
        if (!*more) return text;
        for (const Record& record : chunk.records) {
            text += (text.empty() ? "" : "|") + std::to_string(record.number) + " ";
            text +=
                record.flaw == Record::Flaw::TooLong ? "(long)" : std::string(chunk.text(record));
            text += record.flaw == Record::Flaw::OpenQuote ? "!" : "";
            if (withEnds) {
                text += "@" + std::to_string(record.end.offset) + ":" +
                        std::to_string(record.end.chain);
            }
        }
    }
}

}  // namespace

void RecordReaderTest::recordsAreCutWhereTheyEnd_data() {
    QTest::addColumn<bool>("isCsv");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, bool isCsv, const char* bytes, const char* expected) {
        QTest::newRow(name) << isCsv << std::string(bytes) << std::string(expected);
    };
    row("lines", false, "a\nb\nc\n", "1 a|2 b|3 c");
    row("without a last line end", false, "a\nb", "1 a|2 b");
    row("CRLF", false, "a\r\nb\r\n", "1 a|2 b");
    row("blank lines count and are none", false, "\n \na\n\n\t\nb\n\n", "3 a|6 b");
    row("a byte order mark", false, "\xEF\xBB\xBF{}\n{}", "1 {}|2 {}");
    row("nothing", false, "", "");
    row("nothing but blank lines", false, "\n\n", "");
    row("CSV: the header is a record", true, "a,b\n1,2\n3,4\n", "1 a,b|2 1,2|3 3,4");
    row("CSV: CRLF, no last line end", true, "a\r\n1\r\n2", "1 a|2 1|3 2");
    row("CSV: line ends in quotes", true, "a\n\"1\n2\r\n\"\n3\n", "1 a|2 \"1\n2\r\n\"|5 3");
    row("CSV: doubled quotes", true, "a\n\"1\"\"\n\"\n3\n", "1 a|2 \"1\"\"\n\"|4 3");
    row("CSV: a quote within a cell", true, "a\n1\"2\n3\n", "1 a|2 1\"2|3 3");
    row("CSV: ends within quotes", true, "a\n1\n\"2\n3", "1 a|2 1|3 \"2\n3!");
    row("CSV: blank lines", true, "\na\n\n1\n\n", "2 a|4 1");
}

void RecordReaderTest::recordsAreCutWhereTheyEnd() {
    QFETCH(bool, isCsv);
    QFETCH(std::string, bytes);
    QFETCH(std::string, expected);
    const RecordFormat format = isCsv ? RecordFormat::Csv : RecordFormat::JsonLines;
    for (const std::size_t block : {1, 2, 3, 100}) {
        for (const std::size_t records : {1, 2, 100}) {
            QCOMPARE(all(RecordReader(format, 1000, inBlocks(bytes, block, 1)), records, 1 << 20),
                     expected);
        }
    }
}

void RecordReaderTest::wherePiecesEndIsNoMatter() {
    std::mt19937 random(7);
    constexpr std::string_view kLetters = "ab,\"\n\r ";
    for (int round = 0; round < 3000; ++round) {
        std::string bytes;
        for (int i = static_cast<int>(random() % 60); i > 0; --i) {
            bytes += kLetters[random() % kLetters.size()];
        }
        const RecordFormat format = round % 2 == 0 ? RecordFormat::Csv : RecordFormat::JsonLines;
        const std::size_t most = 1 + random() % 40;
        const std::string whole =
            all(RecordReader(format, most, inBlocks(bytes, 1000, 1)), 1000, 1 << 20, true);
        const std::string pieces =
            all(RecordReader(format, most,
                             inBlocks(bytes, 1 + random() % 5, static_cast<uint32_t>(random()))),
                1 + random() % 3, 1 + random() % 20, true);
        QVERIFY2(pieces == whole, (bytes + "\n---\n" + whole + "\n---\n" + pieces).c_str());
    }
}

void RecordReaderTest::aRecordThatIsTooLongIsNotKept() {
    const std::string bytes = "a\n" + std::string(100'000, 'x') + "\nb\n";
    QCOMPARE(all(RecordReader(RecordFormat::JsonLines, 50, inBlocks(bytes, 700, 1)), 10, 1 << 20),
             std::string("1 a|2 (long)|3 b"));
}

void RecordReaderTest::aRecordSaysWhereItEndsAndWhatCameBefore() {
    const auto ends = [](const std::string& bytes) {
        std::vector<cst::DataPoint> found;
        RecordReader reader(RecordFormat::JsonLines, 50, inBlocks(bytes, 100, 1));
        RecordChunk chunk;
        while (*reader.next(chunk, 1, 1)) found.push_back(chunk.records.front().end);
        return found;
    };
    const auto first = ends("ab\n\nc\r\nd");
    QCOMPARE(first.size(), std::size_t{3});
    QCOMPARE(first[0].offset, uint64_t{3});
    QCOMPARE(first[1].offset, uint64_t{7});
    QCOMPARE(first[2].offset, uint64_t{8});
    const auto other = ends("ab\nC\nd\n");
    QCOMPARE(other[0].chain, first[0].chain);
    QVERIFY(other[1].chain != first[1].chain);
    QVERIFY2(other[2].chain != first[2].chain, "the records before count");
}

void RecordReaderTest::anErrorOfTheSourceComesBehindWhatWasRead() {
    bool wasRead = false;
    const RecordReader::Source source = [&](char* to, std::size_t) -> cst::Result<std::size_t> {
        if (std::exchange(wasRead, true)) return cst::Error{"file", "gone", ""};
        std::copy_n("a\nb\nc", 5, to);
        return std::size_t{5};
    };
    QCOMPARE(all(RecordReader(RecordFormat::JsonLines, 50, source), 1, 1 << 20),
             std::string("1 a|2 b|error gone"));
}

void RecordReaderTest::cellsAreCutAndUnquoted_data() {
    QTest::addColumn<std::string>("record");
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<bool>("good");
    const auto row = [](const char* record, const QStringList& cells, bool good = true) {
        QTest::newRow(record) << std::string(record) << cells << good;
    };
    row("a,b", {"a", "b"});
    row("", {""});
    row(",", {"", ""});
    row("\"a,b\",c", {"a,b", "c"});
    row("\"say \"\"hi\"\"\",\"\"", {"say \"hi\"", ""});
    row("a\"b,c", {"a\"b", "c"});
    row("\"a\nb\", c ", {"a\nb", " c "});
    row("\"a\"b,c", {}, false);
}

void RecordReaderTest::cellsAreCutAndUnquoted() {
    QFETCH(std::string, record);
    QFETCH(QStringList, cells);
    QFETCH(bool, good);
    cst::CsvRow row;
    QVERIFY(row.read("x,\"y\"\"y\",z"));  // what it was used for before is no matter
    QCOMPARE(row.read(record), good);
    if (!good) return;
    QStringList got;
    for (const std::string_view cell : row.cells()) {
        got << QString::fromUtf8(cell.data(), static_cast<qsizetype>(cell.size()));
    }
    QCOMPARE(got, cells);
}

QTEST_GUILESS_MAIN(RecordReaderTest)
#include "tst_record_reader.moc"
