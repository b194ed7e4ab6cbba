// The graph for other programs: what is written and copied is read again by somebody else.

#include "tests/ui/support/studio.h"
#include "ui/graph/graph_picture.h"
#include "ui/graph/legend_band.h"
#include "ui/shell/banner.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QXmlStreamReader>

using namespace cst;
using namespace cst::test;

namespace {

constexpr auto kCtrlShift = Qt::ControlModifier | Qt::ShiftModifier;

const QByteArray kText = "@example(3)\n"
                         "in pieces: Int\n"
                         "total = abs(pieces * 4)\n"
                         "double = total + total\n"
                         "out double\n";
const QStringList kKeys = {"in:pieces", "total", "double", "out:double"};

class Desk : public Studio {
public:
    explicit Desk(const QByteArray& text = kText, const char* last = "out:double") {
        restart({.file = write("bill.cst", text)});
        if (!QTest::qWaitFor(
                [&] { return !graph().nodeRect(last).isEmpty() && !graph().isMoving(); }, 20'000)) {
            qFatal("the text is not shown");
        }
    }
    QString banner() { return find<Banner>("windowBanner")->text(); }
    /// Asks for the dialog by its key, types the name into it and presses Enter.
    void exportTo(const QString& path, Qt::KeyboardModifiers modifiers = kCtrlShift) {
        press(Qt::Key_E, modifiers);
        if (!QTest::qWaitFor([&] { return line() && line()->hasFocus(); }, 20'000)) {
            qFatal("no dialog asks for a file");
        }
        press(Qt::Key_A, Qt::ControlModifier);
        type(path.toUtf8());
        press(Qt::Key_Return);
    }
    void exportSeenTo(const QString& path) {
        exportTo(path, Qt::ControlModifier | Qt::AltModifier);
    }
    /// Of the types: a picture is then as large as what it shows of the graph.
    void hideLegend() {
        pressMouse(&graph(), {10, 10});
        press(Qt::Key_L);
    }
    /// The height of the legends below a picture of that width, at 100 %.
    int belowOf(double width) {
        return LegendBand(theme(), graph().legends()).sizeBelow(static_cast<int>(width)).height();
    }
    QByteArray exported(const QString& name, bool onlySeen = false) {
        const QString path = folder() + '/' + name;
        onlySeen ? exportSeenTo(path) : exportTo(path);
        if (!QTest::qWaitFor([&] { return banner().contains(path); }, 20'000)) {
            qFatal("nothing is told of %s", qPrintable(path));
        }
        return read(name);
    }

private:
    static QLineEdit* line() {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        return dialog ? dialog->findChild<QLineEdit*>("fileNameEdit") : nullptr;
    }
};

/// So many rows of an image, which outlives them.
QImage rowsOf(const QImage& image, int from, int count) {
    return QImage(image.constScanLine(from), image.width(), count, image.bytesPerLine(),
                  image.format());
}

bool isSomewhere(const QImage& image, QColor color) {
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == color) return true;
    return false;
}

/// The colour in the body of a node, beside its text.
QColor bodyAt(const QImage& image, QPointF topLeft, double scale) {
    return image.pixelColor((topLeft * scale + QPointF(30, 3) * scale).toPoint());
}

}  // namespace

class WindowExportTest : public QObject {
    Q_OBJECT

private slots:
    void aPngShowsTheNodesInTheirColours();
    void aPngOfWhatIsSeenIsWhatIsSeen();
    void aPdfHasOnePageOfTheSizeOfTheGraph();
    void anSvgIsXmlWithEveryNode();
    void anSvgOfWhatIsSeenIsCutThere();
    void everyFormatTellsTheRunAsTheCanvasDoes_data();
    void everyFormatTellsTheRunAsTheCanvasDoes();
    void aFoldedGroupIsExported_data();
    void aFoldedGroupIsExported();
    void aLegendStandsBelowWhatIsSeen_data();
    void aLegendStandsBelowWhatIsSeen();
    void aDrawingSaysWhatItsColoursAre();
    void aGroupIsDrawnAroundItsNodes_data();
    void aGroupIsDrawnAroundItsNodes();
    void graphvizOfWhatIsSeenHasItsNodes();
    void graphvizReadsTheDot();
    void mermaidNamesEveryNode();
    void aNameWithoutASuffixGetsThatOfTheFilter();
    void aNameOfAnotherFormatIsRefusedInWords();
    void aFolderThatCannotBeWrittenIsTold();
    void anEmptyGraphIsNotExported();
    void whatIsCopiedIsAPictureAndADrawing();
    void aPictureThatWouldBeTooLargeIsLess_data();
    void aPictureThatWouldBeTooLargeIsLess();
    void aLongPageIsLess();
    void aLargeGraphIsPaintedInParts();
};

void WindowExportTest::aPngShowsTheNodesInTheirColours() {
    Desk desk;
    const QImage image = QImage::fromData(desk.exported("graph.png"), "PNG");
    QVERIFY(!image.isNull());
    const GraphScene& scene = desk.graph().scene();
    const QSizeF graph = scene.bounds().size() + QSizeF(48, 48);
    const QSizeF wanted = (graph + QSizeF(0, desk.belowOf(graph.width()))) * 2;
    QVERIFY(std::abs(image.width() - wanted.width()) <= 2);
    QVERIFY(std::abs(image.height() - wanted.height()) <= 2);
    QCOMPARE(image.pixelColor(6, 6), desk.theme().color(Role::Canvas));
    const auto body = [&](uint32_t node) {
        return bodyAt(
            image, scene.boxAtRest(node).topLeft() - scene.bounds().topLeft() + QPointF(24, 24), 2);
    };
    for (uint32_t i = 0; i < scene.size(); ++i) {
        const Role role = scene.node(i).kind == NodeKind::Input    ? Role::NodeInput
                          : scene.node(i).kind == NodeKind::Output ? Role::NodeOutput
                          : scene.node(i).kind == NodeKind::Call   ? Role::NodeCall
                          : scene.node(i).kind == NodeKind::Inline ? Role::NodeInline
                                                                   : Role::NodeLiteral;
        QVERIFY2(body(i) == desk.theme().color(role),
                 qPrintable(QString::fromStdString(std::string(scene.node(i).key)) + " is " +
                            body(i).name()));
    }
}

void WindowExportTest::aPngOfWhatIsSeenIsWhatIsSeen() {
    Desk desk;
    desk.press(Qt::Key_Escape);
    desk.pressMouse(desk.editor().textArea());
    const QImage image = QImage::fromData(desk.exported("seen.png", true), "PNG");
    const QSize seen = desk.graph().size();
    QCOMPARE(image.size(), (seen + QSize(0, desk.belowOf(seen.width()))) * 2);
    const QRect node = desk.graph().nodeRect("total");
    QCOMPARE(bodyAt(image, node.topLeft(), 2), desk.theme().color(Role::NodeCall));
}

void WindowExportTest::aPdfHasOnePageOfTheSizeOfTheGraph() {
    Desk desk;
    const QByteArray pdf = desk.exported("graph.pdf");
    QVERIFY(pdf.startsWith("%PDF-"));
    QVERIFY(pdf.trimmed().endsWith("%%EOF"));
    const QRegularExpressionMatch box =
        QRegularExpression(R"(/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\])")
            .match(QString::fromLatin1(pdf));
    QVERIFY(box.hasMatch());
    QSizeF wanted = desk.graph().scene().bounds().size() + QSizeF(48, 48);
    wanted += QSizeF(0, desk.belowOf(wanted.width()));
    QVERIFY(std::abs(box.captured(1).toDouble() - wanted.width()) <= 2);
    QVERIFY(std::abs(box.captured(2).toDouble() - wanted.height()) <= 2);
    QVERIFY2(!pdf.contains("/Subtype /Image"), "a page has no pixels");
    QCOMPARE(QString::fromLatin1(pdf).count(QRegularExpression("/Type\\s*/Page\\b")), 1);
}

void WindowExportTest::anSvgIsXmlWithEveryNode() {
    Desk desk;
    QXmlStreamReader xml(desk.exported("graph.svg"));
    QStringList titles;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("title")) {
            titles.append(xml.readElementText().section(" : ", 0, 0));
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    for (const QString& key : kKeys) QVERIFY2(titles.contains(key), qPrintable(key));
}

void WindowExportTest::anSvgOfWhatIsSeenIsCutThere() {
    Desk desk;
    desk.hideLegend();
    for (int i = 0; i < 4; ++i) desk.press(Qt::Key_Plus);
    QXmlStreamReader xml(desk.exported("seen.svg", true));
    xml.readNextStartElement();
    const QStringList box = xml.attributes().value("viewBox").toString().split(' ');
    QCOMPARE(box.size(), 4);
    const QRectF seen = desk.graph().camera().visibleWorld();
    QVERIFY(std::abs(box[0].toDouble() - seen.x()) < 0.1);
    QVERIFY(std::abs(box[1].toDouble() - seen.y()) < 0.1);
    QVERIFY(std::abs(box[2].toDouble() - seen.width()) < 0.1);
    QVERIFY(std::abs(box[3].toDouble() - seen.height()) < 0.1);
}

void WindowExportTest::everyFormatTellsTheRunAsTheCanvasDoes_data() {
    QTest::addColumn<QString>("suffix");
    for (const char* suffix : {"svg", "dot", "mmd"}) QTest::newRow(suffix) << suffix;
}

void WindowExportTest::everyFormatTellsTheRunAsTheCanvasDoes() {
    QFETCH(QString, suffix);
    Desk desk;
    desk.press(Qt::Key_H, kCtrlShift);  // heat by run time
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(!desk.graph().badgeText("double").isEmpty() && desk.graph().shownRun()->finished());
    const QString text = QString::fromUtf8(desk.exported("ran." + suffix));
    const GraphScene& scene = desk.graph().scene();
    for (uint32_t i = 0; i < scene.size(); ++i) {
        const std::string key(scene.node(i).key);
        const QString badge = desk.graph().badgeText(key);
        QVERIFY2(badge.isEmpty() || text.contains(badge), qPrintable(badge + " is in " + text));
        const auto heat = desk.graph().profile().color(desk.theme(), i);
        QVERIFY2(!heat || text.contains(heat->name()), qPrintable(key.c_str() + (' ' + text)));
    }
}

void WindowExportTest::aFoldedGroupIsExported_data() {
    everyFormatTellsTheRunAsTheCanvasDoes_data();
    QTest::newRow("png") << "png";
    QTest::newRow("pdf") << "pdf";
}

void WindowExportTest::aFoldedGroupIsExported() {
    QFETCH(QString, suffix);
    Desk desk("in x: Int\n# === middle ===\na = max(x, 1)\nb = min(a, 9)\nout b\n", "out:b");
    desk.pressMouse(&desk.graph(), {10, 10});
    desk.press(Qt::Key_F, Qt::ShiftModifier);
    EVENTUALLY(!desk.graph().nodeRect("group:middle").isEmpty() && !desk.graph().isMoving());
    const QByteArray bytes = desk.exported("folded." + suffix);
    QVERIFY(!bytes.isEmpty());
    if (suffix != "png" && suffix != "pdf") QVERIFY(bytes.contains("middle"));
}

void WindowExportTest::aLegendStandsBelowWhatIsSeen_data() {
    QTest::addColumn<bool>("onlySeen");
    QTest::newRow("all") << false;
    QTest::newRow("seen") << true;
}

void WindowExportTest::aLegendStandsBelowWhatIsSeen() {
    QFETCH(bool, onlySeen);
    QColor line, body;
    const auto picture = [&](bool hasLegend) {
        Desk desk;
        if (!hasLegend) desk.hideLegend();
        line = desk.theme().color(Role::EdgeNumber);
        body = desk.theme().color(Role::NodeCall);
        return QImage::fromData(desk.exported("graph.png", onlySeen), "PNG");
    };
    const QImage with = picture(true), without = picture(false);
    QCOMPARE(with.width(), without.width());
    QVERIFY(with.height() > without.height());
    QVERIFY2(rowsOf(with, 0, without.height()) == without, "the graph is the same");
    const QImage below = rowsOf(with, without.height(), with.height() - without.height());
    QVERIFY(isSomewhere(below, line));
    QVERIFY(!isSomewhere(below, body));
}

void WindowExportTest::aDrawingSaysWhatItsColoursAre() {
    Desk desk;
    desk.press(Qt::Key_H, kCtrlShift);  // heat by run time
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(!desk.graph().badgeText("double").isEmpty() && desk.graph().shownRun()->finished());
    QStringList words;
    QStringList colors;
    QXmlStreamReader xml(desk.exported("heat.svg"));
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        if (xml.name() == QLatin1String("stop")) {
            colors.append(xml.attributes().value("stop-color").toString());
        } else if (xml.name() == QLatin1String("text")) {
            words.append(xml.readElementText());
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    const GraphLegends legends = desk.graph().legends();
    QVERIFY(!legends.lines.empty() && !legends.nodes.bounds.isEmpty());
    for (const LegendLine& line : legends.lines)
        QVERIFY2(words.contains(line.words), qPrintable(line.words));
    for (const QString& bound : legends.nodes.bounds)
        QVERIFY2(words.contains(bound), qPrintable(bound));
    QVERIFY(words.contains(legends.nodes.title) && words.contains(legends.nodes.sum));
    QCOMPARE(colors.first(), desk.theme().color(Role::HeatLow).name());
    QCOMPARE(colors.last(), desk.theme().color(Role::HeatHigh).name());
}

void WindowExportTest::aGroupIsDrawnAroundItsNodes_data() {
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("drawn");
    QTest::newRow("svg") << "svg" << QByteArray("<title>middle</title></rect>");
    QTest::newRow("dot") << "dot" << QByteArray("subgraph cluster_0 {\n        label=\"middle\"");
    QTest::newRow("mmd") << "mmd" << QByteArray("subgraph g0[\"middle\"]");
}

void WindowExportTest::aGroupIsDrawnAroundItsNodes() {
    QFETCH(QString, suffix);
    QFETCH(QByteArray, drawn);
    Desk desk("in x: Int\n# === middle ===\na = max(x, 1)\nb = min(a, 9)\nout b\n", "out:b");
    const QByteArray bytes = desk.exported("groups." + suffix);
    QVERIFY2(bytes.contains(drawn), bytes.constData());
}

void WindowExportTest::graphvizOfWhatIsSeenHasItsNodes() {
    Desk desk;
    desk.pressMouse(&desk.graph(), {10, 10});
    for (int i = 0; i < 4; ++i) desk.press(Qt::Key_Plus);
    const QByteArray dot = desk.exported("seen.dot", true);
    const QRectF seen = desk.graph().camera().visibleWorld();
    int hidden = 0;
    for (uint32_t i = 0; i < desk.graph().scene().size(); ++i) {
        const std::string node = "\"" + std::string(desk.graph().scene().node(i).key) + "\" [label";
        const bool isSeen = seen.intersects(desk.graph().scene().boxAtRest(i));
        hidden += isSeen ? 0 : 1;
        QCOMPARE(dot.contains(node.c_str()), isSeen);
    }
    QVERIFY(hidden > 0);
}

void WindowExportTest::graphvizReadsTheDot() {
    Desk desk;
    const QByteArray text = desk.exported("graph.dot");
    QVERIFY(text.startsWith("digraph"));
    const QString program = QStandardPaths::findExecutable("dot");
    QVERIFY2(!program.isEmpty(), "Graphviz is one of packaging/debian-packages.txt");
    QProcess dot;
    dot.start(program, {"-Tplain", desk.folder() + "/graph.dot"});
    QVERIFY(dot.waitForFinished());
    QCOMPARE(dot.exitCode(), 0);
    const QByteArray plain = dot.readAllStandardOutput();
    QCOMPARE(plain.count("\nnode "), static_cast<qsizetype>(desk.graph().nodeCount()));
}

void WindowExportTest::mermaidNamesEveryNode() {
    Desk desk;
    const QByteArray text = desk.exported("graph.mmd");
    QVERIFY(text.startsWith("flowchart"));
    for (const char* name : {"pieces", "total", "double"}) QVERIFY(text.contains(name));
    QVERIFY(text.count("-->") >= 4);
}

void WindowExportTest::aNameWithoutASuffixGetsThatOfTheFilter() {
    Desk desk;
    desk.exportTo(desk.folder() + "/plain");
    EVENTUALLY(desk.banner().contains("plain.png"));
    QVERIFY(!QImage::fromData(desk.read("plain.png"), "PNG").isNull());
}

void WindowExportTest::aNameOfAnotherFormatIsRefusedInWords() {
    Desk desk;
    desk.exportTo(desk.folder() + "/graph.bmp");
    EVENTUALLY(desk.banner().contains(".svg"));
    QVERIFY(desk.banner().contains("graph.bmp"));
    QVERIFY(!QFileInfo::exists(desk.folder() + "/graph.bmp"));
}

void WindowExportTest::aFolderThatCannotBeWrittenIsTold() {
    Desk desk;
    desk.exportTo(desk.folder() + "/nowhere/graph.svg");  // also root cannot
    EVENTUALLY(desk.banner().contains("could not be exported"));
    QVERIFY(desk.banner().contains("nowhere"));
}

void WindowExportTest::anEmptyGraphIsNotExported() {
    Desk desk;
    desk.press(Qt::Key_N, Qt::ControlModifier);
    EVENTUALLY(desk.graph().nodeCount() == 0);
    desk.press(Qt::Key_E, kCtrlShift);
    EVENTUALLY(desk.banner().contains("no graph yet"));
    QVERIFY(!QApplication::activeModalWidget());
}

void WindowExportTest::whatIsCopiedIsAPictureAndADrawing() {
    Desk desk;
    desk.pressMouse(&desk.graph(), {10, 10});
    desk.press(Qt::Key_C, kCtrlShift);
    const auto clipboard = [] { return QGuiApplication::clipboard()->mimeData(); };
    EVENTUALLY(clipboard() && clipboard()->hasImage());
    const QMimeData* copied = clipboard();
    const QSize seen = desk.graph().size();
    QCOMPARE(qvariant_cast<QImage>(copied->imageData()).size(),
             (seen + QSize(0, desk.belowOf(seen.width()))) * 2);
    QXmlStreamReader svg(copied->data("image/svg+xml"));
    QVERIFY(svg.readNextStartElement());
    QCOMPARE(svg.name().toString(), QString("svg"));
}

void WindowExportTest::aPictureThatWouldBeTooLargeIsLess_data() {
    QTest::addColumn<QSizeF>("graph");
    QTest::addColumn<double>("scale");
    QTest::addColumn<bool>("isLess");
    QTest::newRow("small") << QSizeF(800, 600) << 2.0 << false;
    QTest::newRow("just fits") << QSizeF(8'000, 600) << 2.0 << false;
    QTest::newRow("long") << QSizeF(9'000, 600) << 2.0 << true;
    QTest::newRow("longer than a picture at 100 %") << QSizeF(90'000, 600) << 1.0 << true;
    QTest::newRow("of a hundred thousand nodes") << QSizeF(2e6, 4e5) << 4.0 << true;
    QTest::newRow("large both ways") << QSizeF(9'000, 9'000) << 1.0 << true;
}

void WindowExportTest::aPictureThatWouldBeTooLargeIsLess() {
    QFETCH(QSizeF, graph);
    QFETCH(double, scale);
    QFETCH(bool, isLess);
    const QRectF all(QPointF(-40, -70), graph);
    const PictureSize size = GraphPicture::sizeOfImage(Camera(), all, false, scale);
    QCOMPARE(size.isLess, isLess);
    QVERIFY(size.isLess ? size.scale < scale : size.scale == scale);
    QVERIFY(size.device().width() <= GraphPicture::kLongestSide);
    QVERIFY(size.device().height() <= GraphPicture::kLongestSide);
    const double pixels = 1.0 * size.device().width() * size.device().height();
    QVERIFY(pixels <= GraphPicture::kMostPixels);
    QVERIFY2(size.camera.visibleWorld().contains(all), "all of the graph is on it");
}

void WindowExportTest::aLongPageIsLess() {
    const PictureSize page = GraphPicture::sizeOfPage(Camera(), QRectF(0, 0, 90'000, 600), false);
    QVERIFY(page.isLess);
    QVERIFY(page.logical().width() <= GraphPicture::kLongestPage);
    QVERIFY(page.camera.visibleWorld().contains(QRectF(0, 0, 90'000, 600)));
}

void WindowExportTest::aLargeGraphIsPaintedInParts() {
    QByteArray text = "in v0: Int\n";
    for (int i = 1; i <= 120; ++i) {
        text += QString("v%1 = max(v%2, %1)\n").arg(i).arg(i - 1).toUtf8();
    }
    Desk desk(text + "out v120\n", "out:v120");
    desk.hideLegend();
    const QImage image = QImage::fromData(desk.exported("long.png"), "PNG");
    QVERIFY(image.width() > 10'000);
    const QString banner = desk.banner();
    // The last node of the chain has its colour, far from the first part.
    const GraphScene& scene = desk.graph().scene();
    const auto last = static_cast<uint32_t>(scene.snapshot()->graph->byKey("out:v120").index);
    const PictureSize size = GraphPicture::sizeOfImage(Camera(), scene.bounds(), false, 2);
    QCOMPARE(size.isLess, banner.contains("16,384"));
    QCOMPARE(image.size(), size.device());
    const QRectF box = size.camera.toView(scene.boxAtRest(last));
    QCOMPARE(bodyAt(image, box.topLeft() / size.camera.zoom(), size.scale),
             desk.theme().color(Role::NodeOutput));
}

QTEST_MAIN(WindowExportTest)
#include "tst_window_export.moc"
