//! Generated statements.

use crate::dto;

dto! {
    /// A generator the host offers in a table's menu.
    struct CodeGeneratorInfo {
        /// What GenerateCode calls it.
        id: String,
        /// The text of the menu entry.
        label: String,
        /// What has the menu entry.
        scope: CodeGenScope,
        /// The place in the menu, smallest first.
        order: u32,
        /// Whether the generated statement loses data, as DROP does.
        destructive: bool,
    }

    /// What a generator works on.
    enum CodeGenScope {
        Table,
        View,
        TableOrView,
    }
}
