//! Generated statements.

use crate::dto;

dto! {
    /// A generator that the host offers in a table's menu.
    struct CodeGeneratorInfo {
        /// The id that GenerateCode uses.
        id: String,
        /// The text of the menu entry.
        label: String,
        /// The kind of object that has the menu entry.
        scope: CodeGenScope,
        /// The place in the menu, smallest first.
        order: u32,
        /// Whether the generated statement loses data, as DROP does.
        destructive: bool,
    }

    /// The kind of object that a generator works on.
    enum CodeGenScope {
        Table,
        View,
        TableOrView,
    }
}
