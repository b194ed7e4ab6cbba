#include "engine/plan/unread_fields.h"
#include "engine/session/optimised_once.h"
#include "tests/support/compile.h"

#include <QTest>

// Which fields of its inputs a plan never looks at.

class UnreadFieldsTest : public QObject {
    Q_OBJECT

private slots:
    void whatNoNodeReadsIsNamed_data();
    void whatNoNodeReadsIsNamed();
    void aFieldIsFollowedThroughALongChain();

private:
    cst::Engine engine_;
};

namespace {

QString pathsText(const std::vector<cst::FieldPath>& paths) {
    QStringList list;
    for (const cst::FieldPath& path : paths) {
        QString text = "{";
        for (const std::string& name : path) {
            text += (text.size() > 1 ? "." : "") + QString::fromStdString(name);
        }
        list << text + "}";
    }
    return list.join(' ');
}

}  // namespace

void UnreadFieldsTest::whatNoNodeReadsIsNamed_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("unread");
    const QString order =
        "in order: {id: Int, customer: {name: String, notes: List<String>}, lines: List<{n: Int}>}"
        "\n";
    const auto row = [&](const char* name, const char* text, const char* unread) {
        QTest::newRow(name) << order + text << unread;
    };
    row("field reads", "a = order.id\nb = order.customer.name\nout a\nout b",
        "{customer.notes} {lines}");
    row("one field", "a = order.id + 1\nout a", "{customer} {lines}");
    row("nothing at all", "a = 1\nout a", "{}");
    row("a use that no output needs", "a = order.lines\nb = order.id\nout b", "{customer} {lines}");
    row("the input is an output", "out order", "");
    row("a field is an output", "a = order.customer\nout a", "{id} {lines}");
    row("the same record is read in part and whole",
        "a = order.customer.name\nb = order.customer\nout a\nout b", "{id} {lines}");
    row("a projection reads the fields it names", "a = order[id, lines]\nout a", "{customer}");
    row("of a projection only a field is read", "a = order[id, lines]\nb = a.id\nout b",
        "{customer} {lines}");
    row("a merge passes its fields on", "a = order + {more: 1}\nb = a.id\nout b",
        "{customer} {lines}");
    row("a merge that is read whole", "a = order + {more: 1}\nout a", "");
    row("a field that a merge replaces", "a = order + {lines: 2}\nout a", "{lines}");
    row("a merge of whose left side nothing is read still opens it",
        "a = order + {more: 1}\nb = a.more\nout b", "{id} {customer} {lines}");
    row("a new record holds it", "a = {o: order, n: 2}\nb = a.o.id\nout b", "{customer} {lines}");
    row("a new record that is read whole", "a = {o: order.customer, n: 2}\nout a", "{id} {lines}");
    row("a list literal", "a = [order.customer]\nout a", "{id} {lines}");
    row("a call", "a = list-length(order.lines)\nout a", "{id} {customer}");
    row("an interpolation", "a = \"${order.customer}\"\nout a", "{id} {lines}");
    row("an equality", "a = order.customer == {name: \"x\", notes: [\"y\"]}\nout a",
        "{id} {lines}");
    row("a lambda that captures", "a = filter(order.lines, (l) => l.n == order.id)\nout a",
        "{customer}");
    row("a lambda that reads a field of a field",
        "in xs: List<Int>\na = filter(xs, (x) => order.customer.name == \"x\")\nout a",
        "{id} {lines}");
    row("a lambda within a lambda that captures a record",
        "in xs: List<Int>\na = map(xs, (x) => filter(xs, (y) => order.id == x))\nout a", "");
    row("a lambda that reads a captured record whole",
        "in xs: List<Int>\na = map(xs, (x) => order.customer)\nout a", "{id} {lines}");
    row("an element of a list of records", "a = order.lines.n\nout a", "{id} {customer}");
    row("an arm that may not be chosen", "in c: Boolean\na = if (c) order.lines else []\nout a",
        "{id} {customer}");
    row("a choice that only a field is read of",
        "in c: Boolean\na = if (c) order else order\nb = a.id\nout b", "");
    row("an arm that is never chosen", "a = if (false) order.lines else []\nout a", "{}");
    row("a conversion to a narrower record",
        "type Short = {id: Int}\nf = order\nin other: Short\na = [other, order]\nout a", "");
    row("a guard", "a = order.lines when order.id > 1\nout a", "{customer}");
    row("an optional's default", "in o: Optional<List<Int>>\na = o ?? [order.id]\nout a",
        "{customer} {lines}");
}

void UnreadFieldsTest::whatNoNodeReadsIsNamed() {
    QFETCH(QString, text);
    QFETCH(QString, unread);
    const auto snapshot = compiled(engine_, text.toStdString());
    for (const cst::Diagnostic& diagnostic : snapshot->diagnostics) {
        QVERIFY2(!diagnostic.isError(), diagnostic.message().c_str());
    }
    const auto& made = snapshot->optimised->get(engine_.registry(), *engine_.types());
    QCOMPARE(pathsText(cst::unreadFields(*made.optimised->plan, *engine_.types()).at(0)), unread);
}

void UnreadFieldsTest::aFieldIsFollowedThroughALongChain() {
    cst::Plan plan;
    cst::TypeTable types;
    constexpr uint32_t kFields = 2000;
    constexpr uint32_t kNodes = 1000;
    std::vector<cst::FieldType> fields;
    for (uint32_t i = 0; i < kFields; ++i) {
        fields.push_back({"f" + std::to_string(i), types.list(cst::types::kInt)});
        plan.pools.numbers.push_back(i);
    }
    const cst::TypeId type = types.record(fields);
    const auto add = [&](cst::Op op, uint32_t source, uint32_t numbers) {
        cst::Operation operation;
        operation.op = op;
        operation.type = type;
        operation.numberCount = numbers;
        operation.operandCount = op == cst::Op::Input ? 0 : 1;
        operation.firstOperand = static_cast<uint32_t>(plan.pools.operands.size());
        plan.pools.operands.push_back({source});
        plan.nodes.push_back(operation);
    };
    add(cst::Op::Input, 0, 0);
    plan.inputs.push_back({"x", type, 0});
    for (uint32_t i = 0; i < kNodes; ++i) add(cst::Op::Project, i, kFields);
    add(cst::Op::Field, kNodes, 1);
    plan.roots = {kNodes + 1};
    QCOMPARE(cst::unreadFields(plan, types).at(0).size(), std::size_t{kFields - 1});
}

QTEST_APPLESS_MAIN(UnreadFieldsTest)
#include "tst_unread_fields.moc"
