#include "ui/editor/scintilla_view.h"

#include "ui/editor/token_styles.h"

#include <QApplication>
#include <QEvent>
#include <QImage>
#include <QMimeData>
#include <QPainter>
#include <QStyleHints>

namespace cst {

namespace {

constexpr auto kBytesMime = "application/x-constellation-bytes";

unsigned styleNumber(TextStyle style) {
    return static_cast<unsigned>(style);
}

}  // namespace

ScintillaView::ScintillaView(const Theme& theme, QWidget* parent)
    : QsciScintillaBase(parent), theme_(theme) {
    setObjectName(QStringLiteral("editorText"));
    setFrameShape(QFrame::NoFrame);
    setUpDocument();
    send(SCI_SETMODEVENTMASK, SC_MOD_INSERTTEXT | SC_MOD_DELETETEXT | SC_MOD_CONTAINER);
    send(SCI_SETPASTECONVERTENDINGS, 0);
    send(SCI_SETMULTIPLESELECTION, 1);
    send(SCI_SETADDITIONALSELECTIONTYPING, 1);
    send(SCI_SETMULTIPASTE, SC_MULTIPASTE_EACH);
    send(SCI_SETVIRTUALSPACEOPTIONS, SCVS_RECTANGULARSELECTION);

    // Lines on the screen keep their measures between two paints.
    send(SCI_SETLAYOUTCACHE, SC_CACHE_PAGE);
    send(SCI_SETWRAPMODE, SC_WRAP_NONE);
    send(SCI_SETSCROLLWIDTH, 1);
    send(SCI_SETSCROLLWIDTHTRACKING, 1);
    send(SCI_SETENDATLASTLINE, 1);
    send(SCI_SETYCARETPOLICY, CARET_SLOP | CARET_EVEN, 2);
    send(SCI_SETVISIBLEPOLICY, VISIBLE_SLOP, 3);
    send(SCI_SETMOUSEDWELLTIME, 350);

    send(SCI_SETMARGINTYPEN, kMarkers, SC_MARGIN_BACK);
    send(SCI_SETMARGINWIDTHN, kMarkers, 20);
    send(SCI_SETMARGINMASKN, kMarkers, kProblemMarkers);
    send(SCI_SETMARGINTYPEN, kNumbers, SC_MARGIN_NUMBER);
    send(SCI_SETMARGINMASKN, kNumbers, 0);
    send(SCI_SETMARGINTYPEN, kGap, SC_MARGIN_BACK);
    send(SCI_SETMARGINWIDTHN, kGap, 12);
    send(SCI_SETMARGINMASKN, kGap, (1 << kNeededMarker) | (1 << kUserMarker));

    // A wave for errors, dashes for warnings: told apart without colour.
    send(SCI_INDICSETSTYLE, kError, INDIC_SQUIGGLE);
    send(SCI_INDICSETSTYLE, kWarning, INDIC_DASH);
    send(SCI_INDICSETSTYLE, kFound, INDIC_STRAIGHTBOX);
    send(SCI_INDICSETUNDER, kFound, 1);
    send(SCI_INDICSETALPHA, kFound, 60);
    send(SCI_INDICSETOUTLINEALPHA, kFound, 140);
    for (const unsigned indicator : {kGlow, kUse, kChosen}) {
        send(SCI_INDICSETSTYLE, indicator, INDIC_STRAIGHTBOX);
        send(SCI_INDICSETUNDER, indicator, 1);
        send(SCI_INDICSETALPHA, indicator, indicator == kUse ? 30 : 50);
        send(SCI_INDICSETOUTLINEALPHA, indicator, indicator == kUse ? 200 : 0);
    }
    // Scintilla asks once how fast a caret blinks; CaretRest changes that.
    connect(QGuiApplication::styleHints(), &QStyleHints::cursorFlashTimeChanged, this,
            [this] { send(SCI_SETCARETPERIOD, unsigned(QApplication::cursorFlashTime()) / 2); });
    applyTheme();
}

void ScintillaView::setUpDocument() {
    send(SCI_SETCODEPAGE, SC_CP_UTF8);
    send(SCI_SETUSETABS, 0);
    send(SCI_SETTABWIDTH, 4);
    send(SCI_SETINDENT, 2);
    send(SCI_SETTABINDENTS, 1);
    send(SCI_SETBACKSPACEUNINDENTS, 1);
}

std::string_view ScintillaView::bytes() const {
    const auto* begin = static_cast<const char*>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return {begin, length()};
}

void ScintillaView::replaceAll(std::string_view bytes) {
    send(SCI_SETREADONLY, 0);
    send(SCI_SETUNDOCOLLECTION, 0);
    send(SCI_CLEARALL);
    sendBytes(SCI_ADDTEXT, bytes.size(), bytes.data());
    send(SCI_EMPTYUNDOBUFFER);
    send(SCI_SETUNDOCOLLECTION, 1);
    send(SCI_SETSAVEPOINT);
    send(SCI_GOTOPOS, 0);
    send(SCI_SETXOFFSET, 0);
    send(SCI_SETSCROLLWIDTH, 1);  // grows with what is shown

    const std::size_t newline = bytes.find('\n');
    const bool isCrLf =
        newline != std::string_view::npos && newline > 0 && bytes[newline - 1] == '\r';
    send(SCI_SETEOLMODE, isCrLf ? SC_EOL_CRLF : SC_EOL_LF);
    fitNumbers();
}

void ScintillaView::showLineBegins() {
    const long aside = send(SCI_GETXOFFSET);
    if (aside == 0) {
        return;
    }
    const long line = send(SCI_LINEFROMPOSITION, cursor());
    const long end = std::min(send(SCI_GETSELECTIONEND), send(SCI_GETLINEENDPOSITION, line));
    const long right = std::max(send(SCI_POINTXFROMPOSITION, 0, end),
                                send(SCI_POINTXFROMPOSITION, 0, static_cast<long>(cursor())));
    if (right + aside < viewport()->width()) {
        send(SCI_SETXOFFSET, 0);
    }
}

void ScintillaView::fitNumbers() {
    const std::string digits(
        std::max<std::size_t>(3, std::to_string(send(SCI_GETLINECOUNT)).size()), '9');
    const long width = sendBytes(SCI_TEXTWIDTH, STYLE_LINENUMBER, digits.c_str()) + 4;
    if (width != send(SCI_GETMARGINWIDTHN, kNumbers)) {
        send(SCI_SETMARGINWIDTHN, kNumbers, width);
    }
}

void ScintillaView::setStyle(unsigned style, Role color, bool italic, bool bold) {
    SendScintilla(SCI_STYLESETFORE, style, theme_.color(color));
    send(SCI_STYLESETITALIC, style, italic);
    send(SCI_STYLESETBOLD, style, bold);
}

void ScintillaView::setMarker(unsigned marker, const QString& icon, Role color) {
    defineMarker(marker, theme_.icon(icon, color)
                             .pixmap(QSize(14, 14))
                             .toImage()
                             .convertToFormat(QImage::Format_RGBA8888));
}

void ScintillaView::setTriangle(unsigned marker, bool pointsRight, Role color) {
    QImage image(10, 12, QImage::Format_RGBA8888);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.color(color));
    const double back = pointsRight ? 2 : 8, tip = pointsRight ? 8 : 2;
    const QPointF corners[] = {{tip, 6}, {back, 1}, {back, 11}};
    painter.drawConvexPolygon(corners, 3);
    painter.end();
    defineMarker(marker, image);
}

void ScintillaView::defineMarker(unsigned marker, const QImage& image) {
    send(SCI_RGBAIMAGESETWIDTH, static_cast<unsigned long>(image.width()));
    send(SCI_RGBAIMAGESETHEIGHT, static_cast<unsigned long>(image.height()));
    SendScintilla(SCI_MARKERDEFINERGBAIMAGE, marker, image);
}

void ScintillaView::applyTheme() {
    const QFont font = theme_.codeFont();
    const QByteArray family = font.family().toUtf8();
    sendBytes(SCI_STYLESETFONT, STYLE_DEFAULT, family.constData());
    send(SCI_STYLESETSIZEFRACTIONAL, STYLE_DEFAULT,
         static_cast<long>(font.pointSizeF() * int{SC_FONT_SIZE_MULTIPLIER}));
    SendScintilla(SCI_STYLESETFORE, STYLE_DEFAULT, theme_.color(Role::Text));
    SendScintilla(SCI_STYLESETBACK, STYLE_DEFAULT, theme_.color(Role::Editor));
    send(SCI_STYLECLEARALL);

    setStyle(styleNumber(TextStyle::Plain), Role::Text);
    setStyle(styleNumber(TextStyle::Keyword), Role::SyntaxKeyword);
    setStyle(styleNumber(TextStyle::Type), Role::SyntaxType);
    setStyle(styleNumber(TextStyle::Function), Role::SyntaxFunction);
    setStyle(styleNumber(TextStyle::String), Role::SyntaxString);
    setStyle(styleNumber(TextStyle::Number), Role::SyntaxNumber);
    setStyle(styleNumber(TextStyle::Comment), Role::SyntaxComment, true);
    setStyle(styleNumber(TextStyle::Operator), Role::SyntaxOperator);
    setStyle(styleNumber(TextStyle::Annotation), Role::SyntaxKeyword, true);
    setStyle(styleNumber(TextStyle::Unknown), Role::Error);
    // Not drawn and, which is the point, not measured.
    send(SCI_STYLESETVISIBLE, styleNumber(TextStyle::Hidden), 0);

    setStyle(STYLE_LINENUMBER, Role::TextDim);
    SendScintilla(SCI_STYLESETBACK, STYLE_LINENUMBER, theme_.color(Role::EditorGutter));
    setStyle(STYLE_BRACELIGHT, Role::Accent, false, true);
    setStyle(STYLE_BRACEBAD, Role::Error);

    SendScintilla(SCI_SETCARETFORE, theme_.color(Role::Accent));
    send(SCI_SETCARETWIDTH, 2);
    send(SCI_SETCARETLINEVISIBLE, 1);
    send(SCI_SETCARETLINEVISIBLEALWAYS, 1);
    SendScintilla(SCI_SETCARETLINEBACK, theme_.color(Role::EditorLine));
    SendScintilla(SCI_SETSELBACK, 1UL, theme_.color(Role::Selection));
    SendScintilla(SCI_SETADDITIONALSELBACK, theme_.color(Role::Selection));
    send(SCI_SETEXTRAASCENT, 2);
    send(SCI_SETEXTRADESCENT, 2);

    SendScintilla(SCI_INDICSETFORE, static_cast<unsigned long>(kError), theme_.color(Role::Error));
    SendScintilla(SCI_INDICSETFORE, static_cast<unsigned long>(kWarning),
                  theme_.color(Role::Warning));
    SendScintilla(SCI_INDICSETFORE, static_cast<unsigned long>(kFound),
                  theme_.color(Role::Warning));
    SendScintilla(SCI_INDICSETFORE, static_cast<unsigned long>(kGlow), theme_.color(Role::Accent));
    SendScintilla(SCI_INDICSETFORE, static_cast<unsigned long>(kUse), theme_.color(Role::Accent));
    SendScintilla(SCI_INDICSETFORE, static_cast<unsigned long>(kChosen),
                  theme_.color(Role::Accent));
    setTriangle(kNeededMarker, false, Role::Needed);
    setTriangle(kUserMarker, true, Role::Accent);
    setMarker(kErrorMarker, QStringLiteral("error"), Role::Error);
    setMarker(kWarningMarker, QStringLiteral("warning"), Role::Warning);
    fitNumbers();
}

QMimeData* ScintillaView::toMimeData(const QByteArray& text, bool rectangular) const {
    QMimeData* mime = QsciScintillaBase::toMimeData(text, rectangular);
    if (!rectangular) {
        mime->setData(QLatin1String(kBytesMime), text);
    }
    return mime;
}

QByteArray ScintillaView::fromMimeData(const QMimeData* source, bool& rectangular) const {
    QByteArray text;
    if (source->hasFormat(QLatin1String(kBytesMime))) {
        rectangular = false;
        text = source->data(QLatin1String(kBytesMime));
    } else {
        text = QsciScintillaBase::fromMimeData(source, rectangular);
    }
    return takesPaste && takesPaste(text) ? QByteArray() : text;
}

bool ScintillaView::canInsertFromMimeData(const QMimeData* source) const {
    // Files dropped on the text are opened by the window.
    return !source->hasUrls() && QsciScintillaBase::canInsertFromMimeData(source);
}

void ScintillaView::changeEvent(QEvent* event) {
    QsciScintillaBase::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        applyTheme();
    }
}

}  // namespace cst
