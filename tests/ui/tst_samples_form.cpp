#include "tests/ui/support/snapshots.h"
#include "ui/samples/input_form.h"
#include "ui/samples/sample_chooser.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace cst;
using namespace cst::test;

class SamplesFormTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aPipelineWithoutInputsSaysSo();
    void examplesFillTheForm();
    void aTextIsTakenLiterally();
    void aTextMayHaveLines();
    void aNumberKeepsItsDigits();
    void aBooleanIsChosenByKey();
    void anOptionalIsNoneUntilItIsTicked();
    void aRecordHasAFieldEach();
    void aListOfRecordsIsATable();
    void rowsOfATableComeAndGo();
    void fieldsStandBelowEachOtherWhateverTheirTypes();
    void mostColumnsOfATableAreInSight();
    void everythingElseIsJson();
    void theFormGivesBackWhatItWasFilledWith_data();
    void theFormGivesBackWhatItWasFilledWith();

    void aRefusedValueIsShownBelowItsInput();
    void aRefusedFieldIsNamedByItsPath();
    void brokenJsonBreaksNoOtherInput();
    void anInputWithoutAValueIsLeftOut();

    void whatWasTypedStaysWhileTheTextChanges();
    void whatWasTypedComesBackWithItsDeclaration();
    void anotherTypeDropsWhatWasTyped();
    void anUntouchedInputFollowsItsExample();
    void resetGoesBackToTheExample();
    void aSampleFillsTheForm();
    void aNameThatNoInputHasIsPassedOn();
    void tabGoesFromFieldToField();
    void aLargeValueIsHeldButNotShown();

    void theChooserOffersTheExamplesAndTheSamples();
    void theChooserKeepsTheChosenName();

private:
    template <class T>
    T* field(const char* name) const {
        T* found = form_->findChild<T*>(QString::fromUtf8(name));
        return found;
    }
    QString label(const char* name) const { return field<QLabel>(name)->text(); }
    void showInput(TypeId type, const char* example = "");
    /// Everything in a field is replaced by keys.
    static void retype(QWidget* widget, const QString& text) {
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(widget, Qt::Key_Delete);
        QTest::keyClicks(widget, text);
    }

    /// Into the current one; it is taken over when events are handled again.
    static void typeIntoCell(QTableView* table, const QString& text) {
        QTest::keyClick(table, Qt::Key_F2);
        auto* editor = table->viewport()->findChild<QLineEdit*>();
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
    }

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<InputForm> form_;
    std::unique_ptr<SnapshotBuilder> build_;
};

void SamplesFormTest::init() {
    theme_ = std::make_unique<Theme>();
    form_ = std::make_unique<InputForm>(*theme_);
    build_ = std::make_unique<SnapshotBuilder>();
    form_->resize(700, 500);
    form_->show();
    form_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(form_.get()));
}

void SamplesFormTest::cleanup() {
    form_.reset();
    build_.reset();
    theme_.reset();
}

void SamplesFormTest::showInput(TypeId type, const char* example) {
    build_->input("x", type, example);
    form_->showSnapshot(build_->finish());
}

void SamplesFormTest::aPipelineWithoutInputsSaysSo() {
    build_->node(NodeKind::Literal, "one", "1", {});
    form_->showSnapshot(build_->finish());
    QVERIFY(field<QLabel>("inputsHint")->isVisible());
    QVERIFY(label("inputsHint").contains("takes no inputs"));
    QCOMPARE(form_->inputsJson(), std::string("{}"));
    QVERIFY(form_->isValid());
}

void SamplesFormTest::examplesFillTheForm() {
    build_->input("limit", types::kInt, "3");
    build_->input("note", types::kString);
    form_->showSnapshot(build_->finish());
    QCOMPARE(label("name:limit"), QStringLiteral("limit"));
    QCOMPARE(label("type:limit"), QStringLiteral("Int"));
    QCOMPARE(label("origin:limit"), QStringLiteral("from @example"));
    QCOMPARE(label("origin:note"), QStringLiteral("needs a value"));
    QCOMPARE(form_->inputsJson(), std::string(R"({"limit": 3})"));
}

void SamplesFormTest::aTextIsTakenLiterally() {
    showInput(types::kString);
    QSignalSpy edited(form_.get(), &InputForm::edited);
    QTest::keyClicks(field<QPlainTextEdit>("in:x"), "say \"12\"");
    QCOMPARE(form_->inputsJson(), std::string("{\"x\": \"say \\\"12\\\"\"}"));
    QVERIFY(edited.count() > 0);
    retype(field<QPlainTextEdit>("in:x"), "");
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": ""})"));
}

void SamplesFormTest::aTextMayHaveLines() {
    showInput(types::kString);
    auto* text = field<QPlainTextEdit>("in:x");
    const int oneLine = text->height();
    QTest::keyClicks(text, "a");
    QTest::keyClick(text, Qt::Key_Return);
    QTest::keyClicks(text, "b");
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": "a\nb"})"));
    QVERIFY(text->height() > oneLine);
}

void SamplesFormTest::aNumberKeepsItsDigits() {
    showInput(types::kFloat);
    QTest::keyClicks(field<QLineEdit>("in:x"), "1.10");
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": 1.10})"));
    QVERIFY(form_->isValid());
}

void SamplesFormTest::aBooleanIsChosenByKey() {
    showInput(types::kBoolean);
    QCOMPARE(form_->inputsJson(), std::string("{}"));
    QTest::keyClick(field<QComboBox>("in:x"), Qt::Key_Down);
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": true})"));
    QTest::keyClick(field<QComboBox>("in:x"), Qt::Key_Down);
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": false})"));
}

void SamplesFormTest::anOptionalIsNoneUntilItIsTicked() {
    showInput(build_->types().optional(types::kInt));
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": null})"));
    QVERIFY(!field<QLineEdit>("in:x")->isEnabled());
    QTest::keyClick(field<QCheckBox>("in:x.given"), Qt::Key_Space);
    QVERIFY(field<QLineEdit>("in:x")->hasFocus());
    QTest::keyClicks(field<QLineEdit>("in:x"), "5");
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": 5})"));
    QTest::keyClick(field<QCheckBox>("in:x.given"), Qt::Key_Space);
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": null})"));
}

void SamplesFormTest::aRecordHasAFieldEach() {
    TypeTable& types = build_->types();
    const TypeId place = types.record({{"city", types::kString}, {"zip", types::kInt}});
    showInput(types.record({{"id", types::kInt}, {"place", place}}),
              R"({"id": 1, "place": {"city": "Bonn", "zip": 53111}})");
    QCOMPARE(field<QLineEdit>("in:x.place.zip")->text(), QStringLiteral("53111"));
    retype(field<QLineEdit>("in:x.place.zip"), "53113");
    QCOMPARE(form_->inputsJson(),
             std::string(R"({"x": {"id": 1, "place": {"city": "Bonn", "zip": 53113}}})"));
    QCOMPARE(label("origin:x"), QStringLiteral("changed here"));
}

void SamplesFormTest::aListOfRecordsIsATable() {
    TypeTable& types = build_->types();
    showInput(types.list(types.record({{"id", types::kString}, {"total", types::kFloat}})),
              R"([{"id": "a", "total": 1.5}, {"id": "b", "total": 2.5}])");
    auto* table = field<QTableView>("in:x");
    QCOMPARE(table->model()->rowCount(), 2);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(1, 1)).center());
    typeIntoCell(table, "9.5");
    QTRY_COMPARE(form_->inputsJson(),
                 std::string(R"({"x": [{"id": "a", "total": 1.5}, {"id": "b", "total": 9.5}]})"));
}

void SamplesFormTest::fieldsStandBelowEachOtherWhateverTheirTypes() {
    TypeTable& types = build_->types();
    build_->input("n", types::kInt);
    build_->input("orders", types.list(types.record({{"identifier", types::kString},
                                                     {"total", types::kFloat},
                                                     {"currency", types::kString},
                                                     {"customer", types::kString}})));
    form_->showSnapshot(build_->finish());
    const auto leftOf = [&](const char* name) {
        return field<QWidget>(name)->mapTo(form_.get(), QPoint(0, 0)).x();
    };
    QCOMPARE(leftOf("in:n"), leftOf("in:orders"));
    QVERIFY(leftOf("in:n") < 250);
    const QWidget* type = field<QWidget>("type:orders");
    QVERIFY(type->mapTo(form_.get(), QPoint(type->width(), 0)).x() <= leftOf("in:n"));
    QVERIFY2(type->toolTip().contains("customer"), qPrintable(type->toolTip()));
}

void SamplesFormTest::mostColumnsOfATableAreInSight() {
    form_->resize(880, 300);  // what a window of 900 pixels leaves
    TypeTable& types = build_->types();
    const std::string longer(60, 'x');
    showInput(types.list(types.record({{"a", types::kString},
                                       {"b", types::kString},
                                       {"c", types::kString},
                                       {"d", types::kString},
                                       {"e", types::kString}})),
              (R"([{"a": ")" + longer + R"(", "b": ")" + longer + R"(", "c": ")" + longer +
               R"(", "d": ")" + longer + R"(", "e": "y"}])")
                  .c_str());
    auto* table = field<QTableView>("in:x");
    const auto isInSight = [&] {
        const QRect cell = table->visualRect(table->model()->index(0, 3));
        return cell.right() < table->viewport()->width();
    };
    QTRY_VERIFY(isInSight());
}

void SamplesFormTest::rowsOfATableComeAndGo() {
    TypeTable& types = build_->types();
    showInput(types.list(types.record({{"id", types::kString}})));
    QCOMPARE(form_->inputsJson(), std::string("{}"));
    QTest::mouseClick(field<QToolButton>("in:x.add"), Qt::LeftButton);
    auto* table = field<QTableView>("in:x");
    typeIntoCell(table, "new");
    QTRY_COMPARE(form_->inputsJson(), std::string(R"({"x": [{"id": "new"}]})"));
    QTest::mouseClick(field<QToolButton>("in:x.add"), Qt::LeftButton);
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": [{"id": "new"}, {"id": ""}]})"));
    QTest::mouseClick(field<QToolButton>("in:x.remove"), Qt::LeftButton);
    QTest::mouseClick(field<QToolButton>("in:x.remove"), Qt::LeftButton);
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": []})"));
    QVERIFY(!field<QToolButton>("in:x.remove")->isEnabled());
}

void SamplesFormTest::everythingElseIsJson() {
    showInput(build_->types().list(types::kInt), "[1,2]");
    retype(field<QPlainTextEdit>("in:x"), "[1, 2, 3]");
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": [1, 2, 3]})"));
    QVERIFY(form_->isValid());
}

void SamplesFormTest::theFormGivesBackWhatItWasFilledWith_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("json");
    // Indices of the types below.
    QTest::newRow("text") << 0 << R"("a \"b\" \\ c")";
    QTest::newRow("text with lines and other scripts") << 0 << "\"a\\nb ä 漢\"";
    QTest::newRow("empty text") << 0 << R"("")";
    QTest::newRow("largest number") << 1 << "9223372036854775807";
    QTest::newRow("fraction") << 2 << "-0.25";
    QTest::newRow("true") << 3 << "true";
    QTest::newRow("none") << 4 << "null";
    QTest::newRow("some") << 4 << R"("x")";
    QTest::newRow("some empty text") << 4 << R"("")";
    QTest::newRow("record in a record") << 5 << R"({"a": {"b": "x", "c": null}, "d": [1,2]})";
    QTest::newRow("table") << 6 << R"([{"k": "a", "v": 1}, {"k": "", "v": 2}])";
    QTest::newRow("empty table") << 6 << "[]";
    QTest::newRow("map") << 7 << R"({"a":1})";
}

void SamplesFormTest::theFormGivesBackWhatItWasFilledWith() {
    TypeTable& t = build_->types();
    const TypeId inner = t.record({{"b", types::kString}, {"c", t.optional(types::kBoolean)}});
    const TypeId all[] = {types::kString,
                          types::kInt,
                          types::kFloat,
                          types::kBoolean,
                          t.optional(types::kString),
                          t.record({{"a", inner}, {"d", t.list(types::kInt)}}),
                          t.list(t.record({{"k", types::kString}, {"v", types::kInt}})),
                          t.map(types::kString, types::kInt)};
    QFETCH(int, type);
    QFETCH(QString, json);
    showInput(all[type], json.toUtf8().constData());
    QCOMPARE(QString::fromStdString(form_->inputsJson()), "{\"x\": " + json + "}");
    QVERIFY2(form_->isValid(), qPrintable(form_->errorText("x")));
}

void SamplesFormTest::aRefusedValueIsShownBelowItsInput() {
    showInput(types::kInt, "3");
    QVERIFY(form_->isValid());
    QVERIFY(!field<QLabel>("fault:x")->isVisible());
    retype(field<QLineEdit>("in:x"), "ten");
    QVERIFY(!form_->isValid());
    QVERIFY(field<QLabel>("fault:x")->isVisible());
    QVERIFY2(form_->errorText("x").contains("Int"), qPrintable(form_->errorText("x")));
    retype(field<QLineEdit>("in:x"), "10");
    QVERIFY(form_->isValid());
    QVERIFY(!field<QLabel>("fault:x")->isVisible());
}

void SamplesFormTest::aRefusedFieldIsNamedByItsPath() {
    TypeTable& types = build_->types();
    showInput(types.list(types.record({{"id", types::kString}, {"total", types::kInt}})),
              R"([{"id": "a", "total": 1}, {"id": "b", "total": "much"}])");
    QVERIFY(!form_->isValid());
    QVERIFY2(form_->errorText("x").startsWith("x[1].total: "), qPrintable(form_->errorText("x")));
    const QModelIndex cell = field<QTableView>("in:x")->model()->index(1, 1);
    QVERIFY(!cell.data(Qt::ToolTipRole).toString().isEmpty());
}

void SamplesFormTest::brokenJsonBreaksNoOtherInput() {
    build_->input("list", build_->types().list(types::kInt));
    build_->input("limit", types::kInt, "3");
    form_->showSnapshot(build_->finish());
    auto* text = field<QPlainTextEdit>("in:list");
    QTest::keyClicks(text, "[1, 2");
    QVERIFY(!form_->isValid());
    QVERIFY(form_->errorText("limit").isEmpty());
    QCOMPARE(text->extraSelections().size(), 1);
    QCOMPARE(form_->inputsJson(), std::string(R"({"list": "[1, 2", "limit": 3})"));
    QTest::keyClicks(text, "]");
    QVERIFY(form_->isValid());
    QCOMPARE(text->extraSelections().size(), 0);
}

void SamplesFormTest::anInputWithoutAValueIsLeftOut() {
    showInput(types::kInt, "3");
    retype(field<QLineEdit>("in:x"), "");
    QCOMPARE(form_->inputsJson(), std::string("{}"));
    QVERIFY(form_->isValid());
    QCOMPARE(label("origin:x"), QStringLiteral("needs a value"));
}

void SamplesFormTest::whatWasTypedStaysWhileTheTextChanges() {
    showInput(types::kInt, "3");
    auto* line = field<QLineEdit>("in:x");
    retype(line, "7");
    SnapshotBuilder more;
    more.input("first", types::kString);
    more.input("x", types::kInt, "4");
    form_->showSnapshot(more.finish(2));
    QCOMPARE(field<QLineEdit>("in:x"), line);  // the very same field, with its focus
    QVERIFY(line->hasFocus());
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": 7})"));
}

void SamplesFormTest::whatWasTypedComesBackWithItsDeclaration() {
    showInput(types::kInt, "3");
    retype(field<QLineEdit>("in:x"), "7");
    SnapshotBuilder broken;  // `in x: In`, on the way to `in x: Int`
    form_->showSnapshot(broken.finish(2));
    QCOMPARE(form_->inputsJson(), std::string("{}"));
    SnapshotBuilder whole;
    whole.input("x", types::kInt, "3");
    form_->showSnapshot(whole.finish(3));
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": 7})"));
    QCOMPARE(label("origin:x"), QStringLiteral("changed here"));
}

void SamplesFormTest::anotherTypeDropsWhatWasTyped() {
    showInput(types::kInt, "3");
    retype(field<QLineEdit>("in:x"), "7");
    SnapshotBuilder other;
    other.input("x", types::kString, "\"seven\"");
    form_->showSnapshot(other.finish(2));
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": "seven"})"));
}

void SamplesFormTest::anUntouchedInputFollowsItsExample() {
    showInput(types::kInt, "3");
    SnapshotBuilder other;
    other.input("x", types::kInt, "4");
    form_->showSnapshot(other.finish(2));
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": 4})"));
    SnapshotBuilder none;
    none.input("x", types::kInt);
    form_->showSnapshot(none.finish(3));
    QCOMPARE(form_->inputsJson(), std::string("{}"));
}

void SamplesFormTest::resetGoesBackToTheExample() {
    showInput(types::kInt, "3");
    auto* reset = field<QToolButton>("reset:x");
    QVERIFY(!reset->isVisible());
    retype(field<QLineEdit>("in:x"), "7");
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": 3})"));
    QVERIFY(!reset->isVisible());
}

void SamplesFormTest::aSampleFillsTheForm() {
    build_->input("a", types::kInt, "1");
    build_->input("b", types::kInt, "2");
    form_->showSnapshot(build_->finish());
    retype(field<QLineEdit>("in:b"), "7");
    Sample sample;
    sample.name = "rush hour";
    sample.inputsJson = R"({"a": 10})";
    form_->showSample(sample);
    QCOMPARE(form_->inputsJson(), std::string(R"({"a": 10, "b": 2})"));
    QCOMPARE(label("origin:a"), QStringLiteral("from the sample"));
    QCOMPARE(label("origin:b"), QStringLiteral("from @example"));

    SnapshotBuilder more;  // an input that appears later takes its value from the sample too
    more.input("a", types::kFloat, "1.5");
    form_->showSnapshot(more.finish(2));
    QCOMPARE(label("origin:a"), QStringLiteral("from the sample"));
    form_->showExamples();
    QCOMPARE(form_->inputsJson(), std::string(R"({"a": 1.5})"));
}

void SamplesFormTest::aNameThatNoInputHasIsPassedOn() {
    showInput(types::kInt, "3");
    Sample sample;
    sample.inputsJson = R"({"y": 1})";
    form_->showSample(sample);
    QCOMPARE(form_->inputsJson(), std::string(R"({"x": 3, "y": 1})"));
}

void SamplesFormTest::tabGoesFromFieldToField() {
    build_->input("a", types::kInt, "1");
    build_->input("b", types::kString);
    build_->input("c", types::kInt, "1");
    form_->showSnapshot(build_->finish());
    field<QLineEdit>("in:a")->setFocus();
    QTest::keyClick(field<QLineEdit>("in:a"), Qt::Key_Tab);
    QVERIFY(field<QPlainTextEdit>("in:b")->hasFocus());
    QTest::keyClick(field<QPlainTextEdit>("in:b"), Qt::Key_Tab);
    QVERIFY(field<QLineEdit>("in:c")->hasFocus());
}

void SamplesFormTest::aLargeValueIsHeldButNotShown() {
    std::string large = "[1";
    while (large.size() < 600'000) large += ",1";
    large += "]";
    showInput(build_->types().list(types::kInt), large.c_str());
    QCOMPARE(field<QPlainTextEdit>("in:x")->toPlainText(), QString());
    QVERIFY(field<QPlainTextEdit>("in:x")->placeholderText().contains("KB of JSON"));
    QVERIFY(form_->isValid());
    QCOMPARE(form_->inputsJson(), "{\"x\": " + large + "}");
}

void SamplesFormTest::theChooserOffersTheExamplesAndTheSamples() {
    SampleChooser chooser(*theme_);
    chooser.show();
    auto* box = chooser.findChild<QComboBox*>("sampleBox");
    QVERIFY(!box->isEnabled());
    QVERIFY(box->toolTip().contains(".samples.json"));
    SampleSet set;
    set.samples.resize(2);
    set.samples[0].name = "quiet";
    set.samples[1].name = "rush hour";
    chooser.showSamples(set);
    QVERIFY(box->isEnabled());
    QVERIFY(chooser.current() == nullptr);
    QSignalSpy chosen(&chooser, &SampleChooser::chosen);
    QTest::keyClick(box, Qt::Key_Down);
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chooser.current()->name, std::string("rush hour"));
}

void SamplesFormTest::theChooserKeepsTheChosenName() {
    SampleChooser chooser(*theme_);
    SampleSet set;
    set.samples.resize(1);
    set.samples[0].name = "rush hour";
    chooser.showSamples(set);
    QTest::keyClick(chooser.findChild<QComboBox*>("sampleBox"), Qt::Key_Down);
    set.samples.insert(set.samples.begin(), Sample());
    chooser.showSamples(set);
    QCOMPARE(chooser.current()->name, std::string("rush hour"));
    chooser.showSamples({});
    QVERIFY(chooser.current() == nullptr);
}

QTEST_MAIN(SamplesFormTest)
#include "tst_samples_form.moc"
