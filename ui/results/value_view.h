#pragma once

#include <QPlainTextEdit>
#include <QTimer>

namespace cst {

/// A value as text, to be read and selected. A long one comes in bit by bit, so that showing a
/// megabyte never holds up the window; a line of more than 10,000 characters is shown cut.
class ValueView : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit ValueView(QWidget* parent = nullptr);

    /// The same text as before changes nothing, not even the scroll bar.
    void showText(const QString& text);
    bool isComplete() const { return loaded_ >= text_.size(); }

private:
    void loadMore();

    QString text_;
    qsizetype loaded_ = 0;  // so much of it is in the document
    QTimer timer_;
};

}  // namespace cst
