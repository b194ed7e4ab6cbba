#pragma once

#include "ui/shell/theme.h"

#include <Qsci/qsciscintillabase.h>

#include <functional>
#include <string>
#include <string_view>

namespace cst {

/// The text area itself: Scintilla with our colours, margins and indicators, spoken to in bytes.
/// Only ui/editor includes this; everybody else sees CodeEditor.
class ScintillaView : public QsciScintillaBase {
    Q_OBJECT

public:
    // Indicators, from the bottom to the top.
    enum Indicator : unsigned { kFound = 8, kGlow, kUse, kWarning, kError, kChosen };
    enum Margin : unsigned { kMarkers = 0, kNumbers = 1, kGap = 2 };
    enum Marker : unsigned {
        kWarningMarker = 1,
        kErrorMarker = 2,
        kNeededMarker = 3,  // by what is selected in the graph
        kUserMarker = 4,    // of it
    };
    static constexpr long kProblemMarkers = (1 << kErrorMarker) | (1 << kWarningMarker);

    explicit ScintillaView(const Theme& theme, QWidget* parent = nullptr);

    /// Sends a message; the overloads of SendScintilla are ambiguous for plain numbers.
    long send(unsigned message, unsigned long w = 0, long l = 0) const {
        return SendScintilla(message, w, l);
    }
    long sendBytes(unsigned message, unsigned long w, const char* bytes) const {
        return SendScintilla(message, static_cast<uintptr_t>(w), bytes);
    }

    /// The whole text, in place; good until the next change. Moves Scintilla's gap.
    std::string_view bytes() const;
    uint32_t length() const { return static_cast<uint32_t>(send(SCI_GETLENGTH)); }
    uint32_t cursor() const { return static_cast<uint32_t>(send(SCI_GETCURRENTPOS)); }

    /// What Scintilla keeps with a document, not with its view: after the document was exchanged.
    void setUpDocument();
    /// Replaces everything and forgets how to undo; line ends are typed as the first one is.
    void replaceAll(std::string_view bytes);
    /// Makes the margin wide enough for the last line's number.
    void fitNumbers();
    /// Scintilla scrolls aside to what stands far to the right, and stays there. Back, if what is
    /// selected of the cursor's line can be seen together with the begin of the line.
    void showLineBegins();
    void applyTheme();

    /// Asked before pasted or dropped text goes in, which it does not if the answer is yes.
    std::function<bool(const QByteArray& text)> takesPaste;

protected:
    // Qt's clipboard holds UTF-16, which cannot carry every byte sequence: bytes go beside it.
    QMimeData* toMimeData(const QByteArray& text, bool rectangular) const override;
    QByteArray fromMimeData(const QMimeData* source, bool& rectangular) const override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void changeEvent(QEvent* event) override;

private:
    void setStyle(unsigned style, Role color, bool italic = false, bool bold = false);
    void setMarker(unsigned marker, const QString& icon, Role color);
    void setTriangle(unsigned marker, bool pointsRight, Role color);
    void defineMarker(unsigned marker, const QImage& image);

    const Theme& theme_;  // outlives every widget
};

}  // namespace cst
