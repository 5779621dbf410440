//! Tables and what belongs to them.

use crate::dto;
use crate::dto::document::{CollectionChildInfo, CollectionPresentation, FieldInfo};
use crate::dto::schema::DatabaseInfo;
use crate::schema::{Gap, IndexData};

dto! {
    /// The schema of a relational database.
    struct RelationalSchema {
        /// The databases of the server; empty where there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent where there is none.
        current_database: Option<String>,
        /// The schemas of the current database: all that the host's tree shows. One where databases have none.
        schemas: Vec<DbSchemaInfo>,
        /// The tables outside of schemas: the host's tree does not show them.
        tables: Vec<TableInfo>,
        /// The views outside of schemas: the host's tree does not show them.
        views: Vec<ViewInfo>,
    }

    /// A named schema inside a database.
    struct DbSchemaInfo {
        /// As statements write it, unquoted.
        name: String,
        /// Its tables, with or without their columns.
        tables: Vec<TableInfo>,
        /// Its views.
        views: Vec<ViewInfo>,
        /// The types defined in it; absent where they are not loaded.
        custom_types: Option<Vec<CustomTypeInfo>>,
    }

    /// A table. What a driver has not loaded yet is absent.
    struct TableInfo {
        /// Unquoted and without the schema.
        name: String,
        /// The schema it is in; absent where there are no schemas.
        schema: Option<String>,
        /// In the table's order.
        columns: Option<Vec<ColumnInfo>>,
        /// Always absent: use SchemaIndexes (H3).
        indexes: Option<IndexData>,
        /// The keys that refer to other tables.
        foreign_keys: Option<Vec<ForeignKeyInfo>>,
        /// What every row must satisfy.
        constraints: Option<Vec<ConstraintInfo>>,
        /// The fields found by sampling, for a database of documents.
        sample_fields: Option<Vec<FieldInfo>>,
        /// How the host shows its contents.
        presentation: CollectionPresentation [since V0_5 default DataGrid],
        /// What is shown below it.
        child_items: Option<Vec<CollectionChildInfo>> [since V0_5],
        /// What its storage has that other databases lack, such as distribution keys.
        storage_hints: Option<Vec<TableStorageHint>> [since V0_7_0],
    }

    /// A column of a table.
    struct ColumnInfo {
        /// As statements write it, unquoted.
        name: String,
        /// The type, as the database calls it, such as `varchar(255)`.
        type_name: String,
        /// Whether a cell can be null.
        nullable: bool,
        /// Whether it is part of the primary key.
        is_primary_key: bool,
        /// The expression of the default, where there is one.
        default_value: Option<String>,
        /// The values of an enumeration; upstream leaves it out, tag and all, when there are none (H2).
        enum_values: Gap<Vec<String>>,
    }

    /// An index of a table.
    struct IndexInfo {
        /// As statements write it, unquoted.
        name: String,
        /// In the order of the index.
        columns: Vec<String>,
        /// Whether no two rows may agree in all its columns.
        is_unique: bool,
        /// Whether it is that of the primary key.
        is_primary: bool,
    }

    /// A foreign key of a table.
    struct ForeignKeyInfo {
        /// As statements write it, unquoted.
        name: String,
        /// The columns that refer.
        columns: Vec<String>,
        /// The table referred to.
        referenced_table: String,
        /// The schema of that table; absent where there are no schemas.
        referenced_schema: Option<String>,
        /// As many columns of that table, in the same order.
        referenced_columns: Vec<String>,
        /// What a removal does, such as `CASCADE`.
        on_delete: Option<String>,
        /// What a change does, such as `SET NULL`.
        on_update: Option<String>,
    }

    /// A constraint of a table.
    struct ConstraintInfo {
        /// As statements write it, unquoted.
        name: String,
        /// What it demands.
        kind: ConstraintKind,
        /// The columns of a Unique or Exclusion constraint.
        columns: Vec<String>,
        /// The condition of a Check constraint.
        check_clause: Option<String>,
    }

    /// What a constraint demands.
    enum ConstraintKind {
        /// A condition holds for every row.
        Check,
        /// No two rows agree in its columns.
        Unique,
        /// No two rows conflict by its operators.
        Exclusion,
    }

    /// How a table is stored.
    struct TableStorageHint {
        /// The text beside it, such as `Sort Key`.
        label: String,
        /// The columns it is about, possibly none.
        columns: Vec<String>,
        /// More about it, such as `compound`.
        detail: Option<String>,
    }

    /// A view.
    struct ViewInfo {
        /// As statements write it, unquoted.
        name: String,
        /// The schema it is in; absent where there are no schemas.
        schema: Option<String>,
    }

    /// A type that users defined.
    struct CustomTypeInfo {
        /// As statements write it, unquoted.
        name: String,
        /// The schema it is in; absent where there are no schemas.
        schema: Option<String>,
        /// What it is made of.
        kind: CustomTypeKind,
        /// The values of an Enum, in order.
        enum_values: Option<Vec<String>>,
        /// The type that a Domain restricts.
        base_type: Option<String>,
    }

    /// What a defined type is made of.
    enum CustomTypeKind {
        /// A list of values.
        Enum,
        /// Another type with conditions.
        Domain,
        /// Fields.
        Composite,
    }

    /// An index, with the table it belongs to.
    struct SchemaIndexInfo {
        /// As statements write it, unquoted.
        name: String,
        /// The table it is on.
        table_name: String,
        /// In the order of the index.
        columns: Vec<String>,
        /// Whether no two rows may agree in all its columns.
        is_unique: bool,
        /// Whether it is that of the primary key.
        is_primary: bool,
    }

    /// A foreign key, with the table it belongs to.
    struct SchemaForeignKeyInfo {
        /// As statements write it, unquoted.
        name: String,
        /// The table that refers.
        table_name: String,
        /// The columns that refer.
        columns: Vec<String>,
        /// The schema of the table referred to; absent where there are no schemas.
        referenced_schema: Option<String>,
        /// The table referred to.
        referenced_table: String,
        /// As many columns of that table, in the same order.
        referenced_columns: Vec<String>,
        /// What a removal does, such as `CASCADE`.
        on_delete: Option<String>,
        /// What a change does, such as `SET NULL`.
        on_update: Option<String>,
    }
}
