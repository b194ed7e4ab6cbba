#include "engine/layout/drawings.h"
#include "engine/session/graph_drawing.h"
#include "tests/support/compile.h"
#include "tests/support/golden.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>
#include <QXmlStreamReader>

// One graph for other programs and for terminals. What a text holds must not break the format.

class DrawingsTest : public QObject {
    Q_OBJECT

private slots:
    void aTerminalShowsBoxesAndWires();
    void aConditionalWireLooksDifferentInATerminal();
    void whatIsTooWideForATerminalIsAList();
    void asciiIsAscii();
    void mermaidNamesItsNodesAndEdges();
    void nothingOfTheTextIsMermaid();
    void anSvgShowsEveryNodeAndEdge();
    void anSvgIsTheOneInTheGoldenFile_data();
    void anSvgIsTheOneInTheGoldenFile();
    void anSvgHasTheColoursOfBothThemes();
    void aLegendNamesTheTypesThatAreThere();
    void aPartOfAnSvgIsWhatIsInSight();
    void nothingOfTheTextIsXml();
    void dotNamesItsNodesAndEdges();
    void dotHasAClusterForEachGroup();
    void mermaidHasASubgraphForEachGroup();
    void aGroupOutOfSightIsInNoPart();
    void aPartHasItsNodesAndTheLinesBetweenThem();
    void aFoldedGroupIsDrawn();
    void aLineWithoutAPortHasNoLabel();
    void whatIsShownOfTheGraphIsInEveryFormat();
    void anArmThatWasNotTakenIsToldApart();
    void aTextWithoutNodesIsDrawn();

private:
    cst::SnapshotPtr snapshotOf(const std::string& text) { return compiled(engine_, text); }
    QString ascii(const std::string& text) {
        return QString::fromStdString(cst::drawAscii(*snapshotOf(text)->graph));
    }
    QString svg(const std::string& text) {
        const cst::SnapshotPtr snapshot = snapshotOf(text);
        return QString::fromStdString(
            cst::drawSvg(*snapshot->graph, *snapshot->layout, *snapshot->types));
    }
    QString mermaid(const std::string& text) {
        return QString::fromStdString(cst::drawMermaid(*snapshotOf(text)->graph));
    }

    cst::Engine engine_;
};

namespace {

/// Everything that a format could take for its own.
const std::string kHostile =
    R"(b = concat(concat("<script>&amp;'`", "\"]-->{}|#59;%%\\"), "ä → 漢"))"
    "\nout b";

/// The same in the name of a group, with what no line and no XML has.
const std::string kHostileGroups = "in n: Int\n"
                                   "# === <b>&amp;'`\"]-->{}|#59;%%\\ \xFF\x01 ä → 漢 ===\n"
                                   "a = n + 1\n"
                                   "# === end ===\n"
                                   "b = a + 2\n"
                                   "# === empty ===\n"
                                   "# === end ===\n"
                                   "c = b * a\nout c\n";

}  // namespace

void DrawingsTest::aTerminalShowsBoxesAndWires() {
    QCOMPARE(ascii("in x: Int\na = x + x\nout a"), QString("+---+     +------+     +---+\n"
                                                           "| x |---->| a: + |---->| a |\n"
                                                           "+---+     +------+     +---+\n"));
}

void DrawingsTest::aConditionalWireLooksDifferentInATerminal() {
    const QString drawing = ascii("in c: Boolean\nin x: Int\na = if (c) x else 0\nout a");
    QVERIFY(drawing.contains("| 0 |..+\n"));
    QVERIFY(drawing.contains("| c |-+\n"));
}

void DrawingsTest::whatIsTooWideForATerminalIsAList() {
    std::string text = "in x0: Int\n";
    for (int i = 1; i <= 40; ++i) {
        text += "x" + std::to_string(i) + " = x" + std::to_string(i - 1) + " + 1\n";
    }
    const QString list = ascii(text + "y = if (x40 > 0) x40 else 1\nout y");
    QVERIFY(list.startsWith("layer 0\n"));
    QVERIFY(list.contains("  x1  [x1: +] <- in:x0, x1/args.1\n"));
    QVERIFY(list.contains("  y  [y: if] <- y/cond, ?x40, ?y/else\n"));
}

void DrawingsTest::asciiIsAscii() {
    for (const QChar c : ascii(kHostile)) {
        QVERIFY(c == '\n' || (c >= ' ' && c <= '~'));
    }
}

void DrawingsTest::mermaidNamesItsNodesAndEdges() {
    QCOMPARE(mermaid("in c: Boolean\nin x: Int\na = if (c) x else 0\nout a"),
             QString("flowchart LR\n"
                     "    n0([\"c\"])\n"
                     "    n1([\"x\"])\n"
                     "    n2{\"a<br/>if\"}\n"
                     "    n3[/\"0\"/]\n"
                     "    n4[[\"a\"]]\n"
                     "    n0 -->|\"cond\"| n2\n"
                     "    n1 -.->|\"then\"| n2\n"
                     "    n3 -.->|\"else\"| n2\n"
                     "    n2 --> n4\n"));
}

void DrawingsTest::nothingOfTheTextIsMermaid() {
    const QRegularExpression line(
        "^(flowchart LR|    n\\d+[\\[({/]+\"([\\w .,:-]|[^\\x00-\\x7F]|#\\d+;|<br/>)*\"[\\])}/]+|"
        "    n\\d+ (-->|-\\.->)(\\|\"[\\w .,:-]*\"\\|)? n\\d+|)$",
        QRegularExpression::UseUnicodePropertiesOption);
    for (const QString& drawn : mermaid(kHostile).split('\n')) {
        QVERIFY2(line.match(drawn).hasMatch(), qPrintable(drawn));
    }
}

void DrawingsTest::anSvgShowsEveryNodeAndEdge() {
    const QString drawing =
        svg("in c: Boolean\nin x: Int\na = if (c) x else 0\nb = bad(1)\nout a\nout b");
    QCOMPARE(drawing.count("<g"), 7);
    QVERIFY(drawing.contains("<title>a : "));
    QVERIFY(drawing.contains("class=\"edge line-number conditional\""));
    QVERIFY(drawing.contains("class=\"edge line-truth\""));
    QVERIFY(drawing.contains("<g class=\"broken\">"));
}

void DrawingsTest::anSvgIsTheOneInTheGoldenFile_data() {
    QTest::addColumn<std::string>("path");
    for (const auto& path : goldensIn("drawings")) {
        QTest::newRow(path.stem().c_str()) << path.string();
    }
}

void DrawingsTest::anSvgIsTheOneInTheGoldenFile() {
    QFETCH(std::string, path);
    const cst::SnapshotPtr snapshot = snapshotOf(readGolden(path).input);
    QCOMPARE(goldenProblem(path, cst::drawGraph(*snapshot, cst::DrawingFormat::Svg)),
             std::string());
}

void DrawingsTest::anSvgHasTheColoursOfBothThemes() {
    const QString drawing = svg("in x: Int\nout x");
    const QString plain = drawing.section("@media", 0, 0), dark = drawing.section("@media", 1);
    const std::pair<QString, QString> themes[] = {{"light", plain}, {"dark", dark}};
    for (const auto& [theme, style] : themes) {
        QFile file(QStringLiteral(CST_SOURCE_DIR "/resources/themes/%1.json").arg(theme));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject colors =
            QJsonDocument::fromJson(file.readAll()).object()["colors"].toObject();
        const std::pair<const char*, const char*> lines[] = {
            {"text", "EdgeText"}, {"number", "EdgeNumber"}, {"truth", "EdgeTruth"},
            {"list", "EdgeList"}, {"record", "EdgeRecord"}, {"map", "EdgeMap"},
            {"other", "Edge"}};
        for (const auto& [name, role] : lines) {
            const QString color = colors[role].toString();
            QVERIFY2(style.contains(QString(".line-%1 { stroke: %2; }").arg(name, color)), role);
            QVERIFY2(style.contains(QString(".head-%1 { fill: %2; }").arg(name, color)), role);
        }
    }
}

void DrawingsTest::aLegendNamesTheTypesThatAreThere() {
    const auto words = [](const QString& drawing) {
        QStringList all;
        QXmlStreamReader xml(drawing);
        while (!xml.atEnd()) {
            xml.readNext();
            const bool isWords = xml.isStartElement() && xml.name() == QString("text") &&
                                 xml.attributes().value("class") == QString("name");
            if (isWords) all.append(xml.readElementText());
        }
        return all;
    };
    QCOMPARE(words(svg("in x: Int\na = x + 1\nout a")), QStringList{"Int, Float"});
    QCOMPARE(words(svg("in c: Boolean\nin s: String\na = if (c) s else \"\"\nout a")),
             (QStringList{"String", "Boolean", "only if needed"}));
    QCOMPARE(words(svg("in x: Int")), QStringList());
}

void DrawingsTest::aPartOfAnSvgIsWhatIsInSight() {
    const cst::SnapshotPtr snapshot = snapshotOf("in x: Int\na = x + x\nout a");
    const auto drawn = [&](const cst::LayoutBox* part) {
        return QString::fromStdString(
            cst::drawSvg(*snapshot->graph, *snapshot->layout, *snapshot->types, {}, part));
    };
    const cst::LayoutBox part{{10, -20.5F}, 300, 120};
    const QString whole = drawn(nullptr), some = drawn(&part);
    // Below it is the legend: one row.
    QVERIFY2(some.contains("width=\"300\" height=\"174\" viewBox=\"10 -20.5 300 174\""),
             qPrintable(some));
    // Not every program takes 100 % for the size of the picture.
    QVERIFY(
        some.contains("<rect class=\"ground\" x=\"10\" y=\"-20.5\" width=\"300\" height=\"174\""));
    const auto nodes = [](const QString& svg) {
        return svg.mid(svg.indexOf("<path"), svg.lastIndexOf("</g>") - svg.indexOf("<path"));
    };
    QCOMPARE(nodes(some), nodes(whole));
    // What goes on below is not seen there.
    const QString behind = some.mid(some.lastIndexOf("</g>"));
    QVERIFY2(
        behind.contains("<rect class=\"ground\" x=\"10\" y=\"99.5\" width=\"300\" height=\"54\""),
        qPrintable(behind));
}

void DrawingsTest::nothingOfTheTextIsXml() {
    QXmlStreamReader reader(svg(kHostile));
    QString all;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            QVERIFY(reader.name() != QString("script"));
        } else if (reader.isCharacters()) {
            all += reader.text();
        }
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(all.contains("<script>&amp;'`"));
}

void DrawingsTest::dotNamesItsNodesAndEdges() {
    const cst::SnapshotPtr snapshot = snapshotOf("in c: Boolean\na = if (c) 1 else 0\nout a");
    const QString drawing =
        QString::fromStdString(cst::drawDot(*snapshot->graph, *snapshot->types));
    QVERIFY(drawing.contains("\"in:c\" -> \"a\" [label=\"cond\"];"));
    QVERIFY(drawing.contains("\"a/then\" -> \"a\" [label=\"then\", style=dashed];"));
}

void DrawingsTest::dotHasAClusterForEachGroup() {
    const std::string text = cst::drawGraph(*snapshotOf(kHostileGroups), cst::DrawingFormat::Dot);
    const QString program = QStandardPaths::findExecutable("dot");
    QVERIFY2(!program.isEmpty(), "Graphviz is one of packaging/debian-packages.txt");
    QProcess dot;
    dot.start(program, {"-Tsvg"});
    dot.write(text.data(), static_cast<qint64>(text.size()));
    dot.closeWriteChannel();
    QVERIFY(dot.waitForFinished());
    QCOMPARE(dot.readAllStandardError(), QByteArray());
    QXmlStreamReader svg(dot.readAllStandardOutput());
    QStringList clusters;
    bool isCluster = false;
    while (!svg.atEnd()) {
        svg.readNext();
        if (!svg.isStartElement()) continue;
        if (svg.name() == QString("g")) {
            isCluster = svg.attributes().value("class") == QString("cluster");
        } else if (isCluster && svg.name() == QString("text")) {
            // Graphviz keeps blanks apart that stand together.
            clusters.append(svg.readElementText().replace(QChar(0xA0), ' '));
        }
    }
    QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
    QCOMPARE(clusters, (QStringList{"<b>&amp;'`\"]-->{}|#59;%%\\ \uFFFD  ä → 漢", "end", "end"}));
}

void DrawingsTest::mermaidHasASubgraphForEachGroup() {
    const QString drawing = QString::fromStdString(
        cst::drawGraph(*snapshotOf(kHostileGroups), cst::DrawingFormat::Mermaid));
    // What Mermaid's grammar has for each line, and which nodes are in which group.
    const QRegularExpression node(
        R"x(^ +(n\d+)[\[({/]+"([\w .,:-]|[^\x00-\x7F]|#\d+;|<br/>)*"[\])}/]+$)x");
    const QRegularExpression group(
        R"x(^    subgraph (g\d+)\["(([\w .,:-]|[^\x00-\x7F]|#\d+;)+)"\]$)x");
    const QRegularExpression edge(R"x(^    n\d+ (-->|-\.->)(\|"[\w .,:-]*"\|)? n\d+$)x");
    QStringList names, open, seen;
    QMap<QString, QStringList> nodes;
    for (const QString& line : drawing.split('\n', Qt::SkipEmptyParts)) {
        if (const auto found = group.match(line); found.hasMatch()) {
            QVERIFY2(!seen.contains(found.captured(1)), "each has an id of its own");
            seen.append(found.captured(1));
            names.append(found.captured(2));
            open.append(found.captured(2));
        } else if (line == "    end") {
            QVERIFY(!open.isEmpty());
            open.removeLast();
        } else if (const auto named = node.match(line); named.hasMatch()) {
            nodes[open.value(0)].append(named.captured(1));
        } else {
            const bool isKnown = line == "flowchart LR" || edge.match(line).hasMatch() ||
                                 (!open.isEmpty() && line == "        direction LR");
            QVERIFY2(isKnown, qPrintable(line));
        }
    }
    QVERIFY(open.isEmpty());
    QCOMPARE(names.size(), 3);
    QVERIFY2(names[0].startsWith("#60;b#62;#38;amp#59;"), qPrintable(names[0]));
    QCOMPARE(names.mid(1), (QStringList{"end", "end"}));
    QCOMPARE(nodes[QString()].size(), 1);  // the input
    QCOMPARE(nodes[names[0]].size(), 2);
    QCOMPARE(nodes["end"].size(), 4);  // with the output
}

void DrawingsTest::aGroupOutOfSightIsInNoPart() {
    const cst::SnapshotPtr snapshot = snapshotOf(kHostileGroups);
    const cst::LayoutBox first = snapshot->layout->boxes[snapshot->graph->byKey("in:n").index];
    for (const auto format : {cst::DrawingFormat::Dot, cst::DrawingFormat::Mermaid}) {
        const std::string text = cst::drawGraph(*snapshot, format, first);
        QVERIFY2(text.find("subgraph") == std::string::npos, text.c_str());
    }
}

void DrawingsTest::aPartHasItsNodesAndTheLinesBetweenThem() {
    const cst::SnapshotPtr snapshot = snapshotOf("in n: Int\na = n + 1\nb = a + 1\nout b");
    const cst::Graph& graph = *snapshot->graph;
    const auto boxOf = [&](const char* key) {
        return snapshot->layout->boxes[graph.byKey(key).index];
    };
    const cst::LayoutBox from = boxOf("in:n"), to = boxOf("a");
    // From the middle of the input to just inside of `a`.
    const cst::LayoutBox sight{{from.topLeft.x + from.width / 2, from.topLeft.y},
                               to.topLeft.x + 1 - from.topLeft.x - from.width / 2,
                               from.height};
    cst::DrawnPart part = cst::partInSight(graph, *snapshot->layout, sight);
    part.flow = cst::LayoutFlow::TopDown;
    const QString dot = QString::fromStdString(cst::drawDot(graph, *snapshot->types, part));
    QVERIFY(dot.contains("rankdir=TB"));
    QVERIFY(dot.contains("\"in:n\" -> \"a\""));
    QVERIFY2(!dot.contains("\"b\""), qPrintable(dot));
    const QString mermaid = QString::fromStdString(cst::drawMermaid(graph, part));
    QVERIFY(mermaid.startsWith("flowchart TB\n"));
    QCOMPARE(mermaid.count("-->"), 1);
}

void DrawingsTest::aFoldedGroupIsDrawn() {
    const cst::SnapshotPtr snapshot = snapshotOf("in n: Int\na = n + 1\nout a");
    cst::Graph graph;
    for (cst::GraphNode node : snapshot->graph->nodes) {
        if (node.key == "a") node.kind = cst::NodeKind::Group;
        graph.nodes.add(node);
    }
    const QString dot = QString::fromStdString(cst::drawDot(graph, *snapshot->types));
    QVERIFY2(dot.contains("\"a\" [label=\"a\\n+\", shape=box3d,"), qPrintable(dot));
    const QString mermaid = QString::fromStdString(cst::drawMermaid(graph));
    QVERIFY2(mermaid.contains("{{\"a<br/>#43;\"}}"), qPrintable(mermaid));
    const QString svg =
        QString::fromStdString(cst::drawSvg(graph, cst::layoutGraph(graph), *snapshot->types));
    QVERIFY(svg.contains("<path class=\"group\""));
    QCOMPARE(svg.count("<path class=\"stack\""), 1);  // a second body behind it

    cst::DrawnLook look;
    look.ground = "#000000";
    look.nodes.resize(graph.nodes.size(), {.fill = "#646464", .border = "#303132"});
    look.nodes[0].isStack = true;  // a statement with what is nested in it
    const QString looking = QString::fromStdString(
        cst::drawSvg(graph, cst::layoutGraph(graph), *snapshot->types, {}, nullptr, &look));
    QCOMPARE(looking.count("<path class=\"stack\" style=\"fill:#3c3c3c;stroke:#303132\""), 2);
}

void DrawingsTest::aLineWithoutAPortHasNoLabel() {
    // As lines from and to a folded group are: Mermaid reads no empty label.
    const cst::SnapshotPtr snapshot = snapshotOf("in n: Int\na = n + n\nout a");
    cst::Graph graph;
    for (const cst::GraphNode& node : snapshot->graph->nodes) {
        graph.nodes.add(node);
    }
    for (cst::GraphEdge edge : snapshot->graph->edges) {
        edge.portName = {};
        graph.edges.push_back(edge);
    }
    const QString mermaid = QString::fromStdString(cst::drawMermaid(graph));
    QCOMPARE(mermaid.count(" --> "), static_cast<int>(graph.edges.size()));
    QVERIFY2(!mermaid.contains('|'), qPrintable(mermaid));
    const QString dot = QString::fromStdString(cst::drawDot(graph, *snapshot->types));
    QVERIFY2(!dot.contains("label=\"\""), qPrintable(dot));
}

void DrawingsTest::whatIsShownOfTheGraphIsInEveryFormat() {
    const cst::SnapshotPtr snapshot = snapshotOf("in n: Int\nabs = n + 1\nout abs");
    const cst::Graph& graph = *snapshot->graph;
    cst::DrawnLook look{.ground = "#101112"};
    look.nodes.resize(
        graph.nodes.size(),
        {.fill = "#202122", .border = "#303132", .text = "#404142", .dim = "#505152"});
    look.edges.resize(graph.edges.size(), {.color = "#606162"});
    cst::DrawnNode& failed = look.nodes[graph.byKey("abs").index];
    failed.note = "failed <1 s>";
    failed.noteColor = "#707172";
    failed.isColoured = failed.isStrong = true;
    look.edges.back() = {.color = "#808182", .isStrong = true};
    look.frame = {"#111112", "#121213", "#131314"};
    look.legend.lines = {{.words = "<Ints>", .color = "#616263"},
                         {.words = "not taken", .isDashed = true, .isCrossed = true}};
    look.legend.scale = {
        "Heat: \"time\"", {"#a1a2a3", "#b1b2b3"}, {"1 ms", "10 ms", "100 ms"}, "2 nodes: 5 ms"};
    look.legend.path = {.words = "critical path: 5 ms", .color = "#818283", .isStrong = true};
    look.legend.fill = "#f1f2f3";
    const std::vector<cst::NodeGroup> groups{{"a <group>", {graph.byKey("abs").index}}};

    const QString svg = QString::fromStdString(
        cst::drawSvg(graph, *snapshot->layout, *snapshot->types, groups, nullptr, &look));
    for (const char* part :
         {"fill:#101112", "fill:#202122;stroke:#303132;stroke-width:2.5", "stroke:#606162",
          "stroke:#808182;stroke-width:4", ">failed &lt;1 s&gt;</text>", "fill:#707172",
          ">a &lt;group&gt;</text>", "fill:#111112;stroke:#121213", "fill:#131314", "fill:#f1f2f3",
          ">&lt;Ints&gt;</text>", "stroke:#616263", ">not taken</text>",
          ">Heat: &quot;time&quot;</text>", "stop-color=\"#b1b2b3\"", ">10 ms</text>",
          ">2 nodes: 5 ms</text>", ">critical path: 5 ms</text>", "stroke:#818283"}) {
        QVERIFY2(svg.contains(part), qPrintable(part + (": " + svg)));
    }
    QVERIFY2(!svg.contains("prefers-color-scheme"), "it has the colours of the studio");
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));

    const QString dot = QString::fromStdString(cst::drawDot(graph, *snapshot->types, {}, &look));
    QVERIFY2(dot.contains("label=\"abs\\n+\\nfailed <1 s>\""), qPrintable(dot));
    QVERIFY2(dot.contains("style=filled, fillcolor=\"#202122\", color=\"#303132\", "
                          "fontcolor=\"#404142\", penwidth=2.5"),
             qPrintable(dot));
    QCOMPARE(dot.count("fillcolor"), 1);
    QVERIFY2(dot.contains("[penwidth=2.5, color=\"#808182\"]"), qPrintable(dot));

    const QString mermaid = QString::fromStdString(cst::drawMermaid(graph, {}, &look));
    QVERIFY2(mermaid.contains("failed #60;1 s#62;"), qPrintable(mermaid));
    const auto strong = static_cast<qulonglong>(graph.edges.size()) - 1;
    QVERIFY2(mermaid.contains(QString("linkStyle %1 stroke:#808182").arg(strong)),
             qPrintable(mermaid));
    QCOMPARE(mermaid.count("    style n"), 1);
}

void DrawingsTest::anArmThatWasNotTakenIsToldApart() {
    const cst::SnapshotPtr snapshot =
        snapshotOf("in n: Int\na = n + 1\nb = n + 2\nq = if (n > 3) a else b\nout q");
    const cst::Graph& graph = *snapshot->graph;
    cst::DrawnLook look{.ground = "#101112"};
    look.nodes.resize(graph.nodes.size());
    look.edges.resize(graph.edges.size(), {.color = "#606162"});
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        look.edges[i].isNotTaken = graph.edges[i].portName == "else";
    }
    const QString svg = QString::fromStdString(
        cst::drawSvg(graph, *snapshot->layout, *snapshot->types, {}, nullptr, &look));
    QCOMPARE(svg.count("class=\"cross\""), 1);
    QCOMPARE(svg.count("stroke-width:1;stroke-dasharray:1.5 3.5"), 1);
    const QString dot = QString::fromStdString(cst::drawDot(graph, *snapshot->types, {}, &look));
    QCOMPARE(dot.count("style=dotted, arrowhead=tee"), 1);
    QCOMPARE(dot.count("style=dashed"), 1);
    const QString mermaid = QString::fromStdString(cst::drawMermaid(graph, {}, &look));
    QCOMPARE(mermaid.count("-.-x"), 1);
    QCOMPARE(mermaid.count("-.->"), 1);
}

void DrawingsTest::aTextWithoutNodesIsDrawn() {
    QCOMPARE(ascii(""), QString("(no nodes)\n"));
    QCOMPARE(mermaid(""), QString("flowchart LR\n"));
    QVERIFY(svg("").endsWith("</svg>\n"));
}

QTEST_GUILESS_MAIN(DrawingsTest)
#include "tst_drawings.moc"
