#include "ui/shell/theme.h"

#include <QIcon>
#include <QTest>

#include <cmath>
#include <utility>

using namespace cst;

namespace {

/// Relative luminance and contrast as WCAG 2 defines them.
double luminance(const QColor& color) {
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private slots:
    void textIsReadable_data();
    void textIsReadable();
    void spansStandOutAndCanBeWrittenOn_data() { textIsReadable_data(); }
    void spansStandOutAndCanBeWrittenOn();
    void everyRoleHasAColourInBothThemes();
    void iconsHandedOutBeforeTheChangeFollowTheTheme();
    void aChangeIsTold();
};

void ThemeTest::textIsReadable_data() {
    QTest::addColumn<Theme::Choice>("choice");
    QTest::newRow("light") << Theme::Choice::Light;
    QTest::newRow("dark") << Theme::Choice::Dark;
}

void ThemeTest::textIsReadable() {
    QFETCH(Theme::Choice, choice);
    Theme theme;
    theme.choose(choice);
    using enum Role;
    const std::pair<Role, Role> pairs[] = {
        {Text, Window},           {Text, Panel},
        {Text, Raised},           {Text, Hover},
        {Text, Selection},        {TextDim, Panel},
        {TextDim, Raised},        {TextDim, Window},
        {TextDim, Editor},        {AccentText, Accent},
        {Accent, Panel},          {Text, Editor},
        {Text, EditorLine},       {TextDim, EditorGutter},
        {SyntaxKeyword, Editor},  {SyntaxType, Editor},
        {SyntaxFunction, Editor}, {SyntaxString, Editor},
        {SyntaxNumber, Editor},   {SyntaxComment, Editor},
        {SyntaxOperator, Editor}, {SyntaxComment, EditorLine},
        {SyntaxKeyword, Raised},  {SyntaxType, Raised},
        {SyntaxFunction, Raised}, {Error, Panel},
        {Error, Raised},          {Error, Editor},
        {Warning, Panel},         {Warning, Editor},
        {Success, Panel},         {NodeText, NodeCall},
        {NodeText, NodeInline},   {NodeText, NodeControl},
        {NodeText, NodeLiteral},  {NodeText, NodeInput},
        {NodeText, NodeOutput},   {TextDim, NodeGhost},
        {NodeText, NodeGroup},    {NodeText, HeatLow},
        {NodeText, HeatMiddle},   {NodeText, HeatHigh},
        {CriticalPath, Canvas},   {TextDim, Canvas},
        {StateQueued, Canvas},    {StateRunning, Canvas},
        {StateWaiting, Canvas},   {StateDone, Canvas},
        {StateFailed, Canvas},    {StateSkipped, Canvas},
        {StateRunning, Panel},    {Needed, Canvas},
        {Needed, EditorGutter},   {Needed, Panel},
        {Accent, EditorGutter},   {NodeText, ChangeFaster},
        {NodeText, ChangeSame},   {NodeText, ChangeSlower},
    };
    for (const auto& [text, ground] : pairs) {
        const double ratio = contrast(theme.color(text), theme.color(ground));
        QVERIFY2(ratio >= 4.5,
                 qPrintable(QString("%1 on %2: %3")
                                .arg(theme.color(text).name(), theme.color(ground).name())
                                .arg(ratio)));
    }
}

void ThemeTest::spansStandOutAndCanBeWrittenOn() {
    QFETCH(Theme::Choice, choice);
    Theme theme;
    theme.choose(choice);
    for (int role = static_cast<int>(Role::SpanWork); role <= static_cast<int>(Role::SpanStudio);
         ++role) {
        const QColor span = theme.color(static_cast<Role>(role));
        QVERIFY2(contrast(span, theme.color(Role::Canvas)) >= 3, qPrintable(span.name()));
        QVERIFY2(contrast(span, theme.color(Role::NodeText)) >= 4.5, qPrintable(span.name()));
    }
}

void ThemeTest::everyRoleHasAColourInBothThemes() {
    Theme theme;
    for (const Theme::Choice choice : {Theme::Choice::Light, Theme::Choice::Dark}) {
        theme.choose(choice);
        for (int role = 0; role < static_cast<int>(Role::Count); ++role) {
            QVERIFY(theme.color(static_cast<Role>(role)).isValid());
        }
        QCOMPARE(theme.color(Role::Editor).lightness() < 128, choice == Theme::Choice::Dark);
    }
}

void ThemeTest::iconsHandedOutBeforeTheChangeFollowTheTheme() {
    Theme theme;
    theme.choose(Theme::Choice::Dark);
    const QIcon icon = theme.icon("stop");
    const QColor dark = icon.pixmap(16, 16).toImage().pixelColor(8, 8);
    QCOMPARE(dark, theme.color(Role::Text));
    theme.choose(Theme::Choice::Light);
    QCOMPARE(icon.pixmap(16, 16).toImage().pixelColor(8, 8), theme.color(Role::Text));
}

void ThemeTest::aChangeIsTold() {
    Theme theme;
    int told = 0;
    connect(&theme, &Theme::changed, this, [&] { ++told; });
    theme.choose(Theme::Choice::Dark);
    QCOMPARE(told, 1);
    QVERIFY(theme.isDark());
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
