//! Generated statements.

use crate::dto;

dto! {
    /// A generator the host offers in a table's menu.
    struct CodeGeneratorInfo {
        id: String,
        label: String,
        scope: CodeGenScope,
        order: u32,
        destructive: bool,
    }

    /// What a generator works on.
    enum CodeGenScope {
        Table,
        View,
        TableOrView,
    }
}
