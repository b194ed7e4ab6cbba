#include "ui/samples/value_editor.h"

#include "ui/samples/json_editor.h"
#include "ui/samples/record_editor.h"
#include "ui/samples/scalar_editors.h"
#include "ui/samples/table_editor.h"

namespace cst {

ValueEditor* ValueEditor::create(const Theme& theme, const TypeTable& types, TypeId type,
                                 const QString& name, QWidget* parent) {
    switch (types.kind(type)) {
    case TypeKind::String: return new TextEditor(theme, name, parent);
    case TypeKind::Int:
    case TypeKind::Float: return new NumberEditor(theme, types, type, name, parent);
    case TypeKind::Boolean: return new BooleanEditor(theme, name, parent);
    case TypeKind::Record: return new RecordEditor(theme, types, type, name, parent);
    case TypeKind::Optional:
        // An Optional in an Optional has two kinds of none, which only JSON tells apart.
        if (types.kind(types.element(type)) == TypeKind::Optional) break;
        return new OptionalEditor(theme, types, types.element(type), name, parent);
    case TypeKind::List:
        if (!TableEditor::fits(types, types.element(type))) break;
        return new TableEditor(theme, types, types.element(type), name, parent);
    default: break;
    }
    return new JsonEditor(theme, name, parent);
}

}  // namespace cst
