#include "ui/shell/studio_style.h"

#include "ui/shell/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

namespace cst {

namespace {

constexpr qreal kRadius = 4;

/// A rounded surface with a line around it, sharp at every scale.
void drawSurface(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& line) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    painter->restore();
}

bool isLit(const QStyleOption* option) {
    return (option->state & QStyle::State_MouseOver) && (option->state & QStyle::State_Enabled);
}

bool hasKeyFocus(const QStyleOption* option) {
    return (option->state & QStyle::State_HasFocus) != 0;
}

}  // namespace

StudioStyle::StudioStyle(const Theme& theme)
    : QProxyStyle(QStringLiteral("Fusion")), theme_(theme) {}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                             const QWidget* widget) const {
    switch (metric) {
    case PM_ScrollBarExtent: return 12;
    case PM_ScrollBarSliderMin: return 32;
    case PM_SplitterWidth: return 5;
    case PM_ToolBarItemSpacing: return theme_.space(1);
    case PM_ToolBarItemMargin: return theme_.space(1);
    case PM_ToolBarFrameWidth: return 0;
    case PM_ToolBarHandleExtent: return 0;
    case PM_ToolBarIconSize:
    case PM_ButtonIconSize:
    case PM_SmallIconSize: return 16;
    case PM_TabBarTabHSpace: return theme_.space(6);
    case PM_TabBarTabVSpace: return theme_.space(3);
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_TabBarBaseHeight:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_MenuBarPanelWidth: return 0;
    case PM_MenuBarHMargin: return theme_.space(1);
    case PM_MenuBarVMargin: return 2;
    case PM_MenuBarItemSpacing: return 0;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* returned) const {
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
    case SH_ToolTip_WakeUpDelay: return 400;
    case SH_ScrollBar_LeftClickAbsolutePosition: return 1;
    default: return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QRect StudioStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                  SubControl part, const QWidget* widget) const {
    const auto* bar =
        control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
    if (!bar) {
        return QProxyStyle::subControlRect(control, option, part, widget);
    }
    // Without arrows: the groove is all of it.
    const bool isFlat = bar->orientation == Qt::Horizontal;
    const int length = isFlat ? bar->rect.width() : bar->rect.height();
    const int range = bar->maximum - bar->minimum;
    int slider = length;
    if (range > 0) {
        const qint64 page = qMax(1, bar->pageStep);
        slider = static_cast<int>(page * length / (range + page));
        slider =
            qBound(qMin(length, pixelMetric(PM_ScrollBarSliderMin, bar, widget)), slider, length);
    }
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - slider, bar->upsideDown);
    const auto along = [&](int from, int size) {
        return isFlat ? QRect(from, 0, size, bar->rect.height())
                      : QRect(0, from, bar->rect.width(), size);
    };
    switch (part) {
    case SC_ScrollBarGroove: return along(0, length);
    case SC_ScrollBarSlider: return along(start, slider);
    case SC_ScrollBarSubPage: return along(0, start);
    case SC_ScrollBarAddPage: return along(start + slider, length - start - slider);
    default: return {};
    }
}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                QPainter* painter, const QWidget* widget) const {
    const QRect& rect = option->rect;
    switch (element) {
    case PE_PanelButtonTool: {
        const bool isDown = option->state & (State_Sunken | State_On);
        if (isDown || isLit(option) || hasKeyFocus(option)) {
            drawSurface(painter, rect, theme_.color(isDown ? Role::Selection : Role::Hover),
                        hasKeyFocus(option) ? theme_.color(Role::Accent) : QColor());
        }
        return;
    }
    case PE_PanelButtonCommand: {
        const bool isDown = option->state & (State_Sunken | State_On);
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        const bool isDefault = button && (button->features & QStyleOptionButton::DefaultButton);
        drawSurface(painter, rect,
                    theme_.color(isDown          ? Role::Selection
                                 : isLit(option) ? Role::Hover
                                                 : Role::Raised),
                    theme_.color(hasKeyFocus(option) || isDefault ? Role::Accent : Role::Border));
        return;
    }
    case PE_PanelLineEdit:
        // Inside a spin box or an item view the frame is not the edit's own.
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame && frame->lineWidth > 0) {
            drawSurface(painter, rect, theme_.color(Role::Raised),
                        theme_.color(hasKeyFocus(option) ? Role::Accent : Role::Border));
        } else {
            painter->fillRect(rect, option->palette.brush(QPalette::Base));
        }
        return;
    case PE_FrameLineEdit: return;
    case PE_FrameFocusRect:
        drawSurface(painter, rect, Qt::transparent, theme_.color(Role::Accent));
        return;
    case PE_Frame:
        painter->save();
        painter->setPen(theme_.color(Role::Border));
        painter->drawRect(rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        painter->fillRect(rect, theme_.color(Role::Raised));
        painter->save();
        painter->setPen(theme_.color(Role::Border));
        painter->drawRect(rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    case PE_FrameMenu:
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
    case PE_PanelMenuBar: return;
    case PE_PanelStatusBar:
    case PE_PanelToolBar: painter->fillRect(rect, theme_.color(Role::Panel)); return;
    case PE_FrameTabBarBase:
        painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme_.color(Role::Border));
        return;
    case PE_IndicatorToolBarSeparator:
        painter->fillRect(rect.center().x(), rect.y() + rect.height() / 4, 1, rect.height() / 2,
                          theme_.color(Role::Border));
        return;
    case PE_IndicatorCheckBox: {
        const bool isEnabled = option->state & State_Enabled;
        drawSurface(painter, rect, theme_.color(isLit(option) ? Role::Hover : Role::Raised),
                    theme_.color(isEnabled ? Role::TextDim : Role::Border));
        if (!(option->state & State_On)) {
            return;
        }
        const QRectF box = QRectF(rect).adjusted(3, 3, -3, -3);
        const QPointF points[] = {{box.left(), box.center().y()},
                                  {box.left() + box.width() * 0.38, box.bottom() - 1},
                                  {box.right(), box.top() + 1}};
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme_.color(isEnabled ? Role::Text : Role::TextDisabled), 1.6,
                             Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(points, 3);
        painter->restore();
        return;
    }
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp: {
        const QRectF box(rect.center().x() - 4, rect.center().y() - 2, 8, 4);
        const bool isDown = element == PE_IndicatorArrowDown;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(
            QPen(theme_.color(Role::TextDim), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF points[] = {isDown ? box.topLeft() : box.bottomLeft(),
                                  {box.center().x(), isDown ? box.bottom() : box.top()},
                                  isDown ? box.topRight() : box.bottomRight()};
        painter->drawPolyline(points, 3);
        painter->restore();
        return;
    }
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void StudioStyle::drawTab(const QStyleOption* option, QPainter* painter) const {
    const QRect& rect = option->rect;
    const bool isChosen = option->state & State_Selected;
    if (!isChosen && isLit(option)) {
        painter->fillRect(rect, theme_.color(Role::Hover));
    }
    painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme_.color(Role::Border));
    if (isChosen) {
        painter->fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, theme_.color(Role::Accent));
    }
}

void StudioStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    const QRect& rect = option->rect;
    switch (element) {
    case CE_TabBarTabShape: drawTab(option, painter); return;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            QStyleOptionTab copy(*tab);
            const bool isChosen = tab->state & State_Selected;
            const QColor text = theme_.color(isChosen ? Role::Text : Role::TextDim);
            copy.palette.setColor(QPalette::WindowText, text);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_ToolBar:
        painter->fillRect(rect, theme_.color(Role::Panel));
        painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme_.color(Role::Border));
        return;
    case CE_MenuBarEmptyArea: painter->fillRect(rect, theme_.color(Role::Panel)); return;
    case CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            painter->fillRect(rect, theme_.color(Role::Panel));
            if (item->state & State_Selected) {
                drawSurface(painter, rect.adjusted(0, 1, 0, -1), theme_.color(Role::Hover),
                            QColor());
            }
            drawItemText(painter, rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine,
                         item->palette, item->state & State_Enabled, item->text,
                         QPalette::ButtonText);
        }
        return;
    case CE_Splitter: {
        painter->fillRect(rect, theme_.color(Role::Panel));
        const bool isActive = isLit(option) || (option->state & State_Sunken);
        const QColor line = theme_.color(isActive ? Role::Accent : Role::Border);
        if (rect.width() < rect.height()) {
            painter->fillRect(rect.center().x(), rect.y(), 1, rect.height(), line);
        } else {
            painter->fillRect(rect.x(), rect.center().y(), rect.width(), 1, line);
        }
        return;
    }
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void StudioStyle::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter,
                                const QWidget* widget) const {
    painter->fillRect(option->rect, option->palette.brush(QPalette::Window));
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar || bar->maximum <= bar->minimum) {
        return;
    }
    const QRect slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool isActive = isLit(option) || (option->state & State_Sunken);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme_.color(isActive ? Role::TextDisabled : Role::Border));
    const QRectF shape = QRectF(slider).adjusted(3, 3, -3, -3);
    const qreal radius = qMin(shape.width(), shape.height()) / 2;
    painter->drawRoundedRect(shape, radius, radius);
    painter->restore();
}

void StudioStyle::drawComboBox(const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    drawSurface(painter, option->rect, theme_.color(isLit(option) ? Role::Hover : Role::Raised),
                theme_.color(hasKeyFocus(option) ? Role::Accent : Role::Border));
    QStyleOption arrow(*option);
    arrow.rect = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    drawPrimitive(PE_IndicatorArrowDown, &arrow, painter, widget);
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                     QPainter* painter, const QWidget* widget) const {
    switch (control) {
    case CC_ScrollBar: drawScrollBar(option, painter, widget); return;
    case CC_ComboBox: drawComboBox(option, painter, widget); return;
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

}  // namespace cst
