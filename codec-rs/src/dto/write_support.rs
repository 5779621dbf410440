//! The abilities of writes, definitions and transactions.

use crate::dto;

dto! {
    /// The abilities of writes.
    struct MutationCapabilities {
        /// Whether rows can be added.
        supports_insert: bool,
        /// Whether rows can be changed.
        supports_update: bool,
        /// Whether rows can be removed.
        supports_delete: bool,
        /// Whether one statement can add a row or change the one it conflicts with.
        supports_upsert: bool,
        /// Whether a write can return the rows it wrote.
        supports_returning: bool,
        /// The most rows of one INSERT; 0 for no limit.
        max_insert_values: u32,
        /// Whether several writes can be sent at once.
        supports_batch: bool,
        /// Whether one statement can change many rows.
        supports_bulk_update: bool,
        /// Whether one statement can remove many rows.
        supports_bulk_delete: bool,
    }

    /// The definitions that can be changed.
    struct DdlCapabilities {
        /// Whether databases can be added.
        supports_create_database: bool,
        /// Whether databases can be removed.
        supports_drop_database: bool,
        /// Whether tables can be added.
        supports_create_table: bool,
        /// Whether tables can be removed.
        supports_drop_table: bool,
        /// Whether tables can be changed.
        supports_alter_table: bool,
        /// Whether indexes can be added.
        supports_create_index: bool,
        /// Whether indexes can be removed.
        supports_drop_index: bool,
        /// Whether views can be added.
        supports_create_view: bool,
        /// Whether views can be removed.
        supports_drop_view: bool,
        /// Whether triggers can be added.
        supports_create_trigger: bool,
        /// Whether triggers can be removed.
        supports_drop_trigger: bool,
        /// Whether a change of a definition can be rolled back.
        transactional_ddl: bool,
        /// Whether a table can get another column.
        supports_add_column: bool,
        /// Whether a table can lose a column.
        supports_drop_column: bool,
        /// Whether a column can get another name.
        supports_rename_column: bool,
        /// Whether a column can get another type or default.
        supports_alter_column: bool,
        /// Whether a table can get another constraint.
        supports_add_constraint: bool,
        /// Whether a table can lose a constraint.
        supports_drop_constraint: bool,
    }

    /// How far transactions are kept apart.
    enum IsolationLevel {
        ReadUncommitted,
        ReadCommitted,
        RepeatableRead,
        Serializable,
        Snapshot,
        /// Transactions are not supported.
        None,
    }

    /// The abilities of transactions.
    struct TransactionCapabilities {
        /// Whether there are transactions.
        supports_transactions: bool,
        /// The levels that a transaction can request.
        supported_isolation_levels: Vec<IsolationLevel>,
        /// The level of a transaction that requests none.
        default_isolation_level: Option<IsolationLevel>,
        /// Whether a part of a transaction can be rolled back.
        supports_savepoints: bool,
        /// Whether a transaction can begin inside another.
        supports_nested_transactions: bool,
        /// Whether a transaction can forbid itself writes.
        supports_read_only: bool,
        /// Whether a transaction can wait until it cannot fail.
        supports_deferrable: bool,
    }
}
