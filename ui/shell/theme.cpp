#include "ui/shell/theme.h"

#include "engine/base/check.h"

#include <nlohmann/json.hpp>
#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QImage>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QToolTip>

// Resources of a static library are not linked in unless somebody asks for them by name; the
// macro cannot be used inside a namespace.
static void initResources() {
    Q_INIT_RESOURCE(studio);
}

namespace cst {

namespace {

constexpr std::array<const char*, static_cast<std::size_t>(Role::Count)> kRoleNames = {
#define CST_ROLE(name) #name,
#include "ui/shell/roles.def"
#undef CST_ROLE
};

/// Draws the alpha of resources/icons/<name>.png in the colour that a role has at that moment.
class RoleIconEngine : public QIconEngine {
public:
    RoleIconEngine(const Theme& theme, QImage mask, Role role)
        : theme_(theme), mask_(std::move(mask)), role_(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal scale = painter->device()->devicePixelRatioF();
        const QSize size = rect.size() * scale;
        QImage image = mask_.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                           .convertToFormat(QImage::Format_ARGB32_Premultiplied);
        QPainter tint(&image);
        tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
        tint.fillRect(image.rect(),
                      theme_.color(mode == QIcon::Disabled ? Role::TextDisabled : role_));
        tint.end();
        QRect target(QPoint(), image.size() / scale);
        target.moveCenter(rect.center());
        painter->drawImage(target, image);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new RoleIconEngine(theme_, mask_, role_); }

private:
    const Theme& theme_;  // outlives every widget
    QImage mask_;
    Role role_;
};

bool systemIsDark() {
    return QPalette().color(QPalette::Window).lightness() < 128;
}

}  // namespace

Theme::Theme(QObject* parent) : QObject(parent) {
    initResources();
    systemDark_ = systemIsDark();
    load(systemDark_);
}

void Theme::choose(Choice choice) {
    choice_ = choice;
    const bool dark = choice == Choice::System ? systemDark_ : choice == Choice::Dark;
    load(dark);
    QApplication::setPalette(palette());
    QToolTip::setPalette(palette());
    emit changed();
}

void Theme::setSystemDark(bool isDark) {
    systemDark_ = isDark;
    if (choice_ == Choice::System && dark_ != isDark) {
        choose(choice_);
    }
}

void Theme::load(bool dark) {
    dark_ = dark;
    QFile file(dark ? QStringLiteral(":/themes/dark.json") : QStringLiteral(":/themes/light.json"));
    CST_CHECK(file.open(QIODevice::ReadOnly), "the themes are built in");
    const QByteArray bytes = file.readAll();
    const nlohmann::json json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
    CST_CHECK(json.is_object() && json.contains("colors"), "a built-in theme has colours");
    const nlohmann::json& colors = json["colors"];
    for (std::size_t i = 0; i < kRoleNames.size(); ++i) {
        const auto found = colors.find(kRoleNames[i]);
        CST_CHECK(found != colors.end(), "a built-in theme has a colour for every role");
        colors_[i] = QColor(QString::fromStdString(found->get<std::string>()));
    }
}

QPalette Theme::palette() const {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole target, Role role) {
        palette.setColor(target, color(role));
    };
    set(QPalette::Window, Role::Panel);
    set(QPalette::WindowText, Role::Text);
    set(QPalette::Base, Role::Raised);
    set(QPalette::AlternateBase, Role::Panel);
    set(QPalette::Text, Role::Text);
    set(QPalette::PlaceholderText, Role::TextDim);
    set(QPalette::Button, Role::Raised);
    set(QPalette::ButtonText, Role::Text);
    set(QPalette::BrightText, Role::AccentText);
    set(QPalette::Highlight, Role::Selection);
    set(QPalette::HighlightedText, Role::Text);
    set(QPalette::Link, Role::Accent);
    set(QPalette::LinkVisited, Role::Accent);
    set(QPalette::ToolTipBase, Role::Raised);
    set(QPalette::ToolTipText, Role::Text);
    set(QPalette::Light, Role::Hover);
    set(QPalette::Midlight, Role::Hover);
    set(QPalette::Mid, Role::Border);
    set(QPalette::Dark, Role::Border);
    set(QPalette::Shadow, Role::Window);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, color(Role::TextDisabled));
    }
    return palette;
}

QFont Theme::textFont() const {
    QFont font(QStringLiteral("Inter"));
    font.setStyleHint(QFont::SansSerif);
    font.setPointSizeF(9.5);
    return font;
}

QFont Theme::codeFont() const {
    QFont font(QStringLiteral("JetBrains Mono"));
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setPointSizeF(10.5);
    font.setStyleStrategy(QFont::PreferNoShaping);  // `<>` is two characters, no ligature
    return font;
}

QIcon Theme::icon(const QString& name, Role role) const {
    QImage mask(QStringLiteral(":/icons/%1.png").arg(name));
    CST_CHECK(!mask.isNull(), "an icon of that name is built in");
    return QIcon(new RoleIconEngine(*this, std::move(mask), role));
}

}  // namespace cst
