//! Tables and their parts.

use crate::dto;
use crate::dto::document::{CollectionChildInfo, CollectionPresentation, FieldInfo};
use crate::dto::schema::DatabaseInfo;
use crate::schema::{Gap, IndexData};

dto! {
    /// The schema of a relational database.
    struct RelationalSchema {
        /// The databases of the server; empty if there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent without one.
        current_database: Option<String>,
        /// The schemas of the current database: the host shows only these. One schema if databases have none.
        schemas: Vec<DbSchemaInfo>,
        /// The tables outside of schemas: the host's tree does not show them.
        tables: Vec<TableInfo>,
        /// The views outside of schemas: the host's tree does not show them.
        views: Vec<ViewInfo>,
    }

    /// A named schema inside a database.
    struct DbSchemaInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// Its tables, with or without their columns.
        tables: Vec<TableInfo>,
        /// Its views.
        views: Vec<ViewInfo>,
        /// The types defined in it; absent if not loaded.
        custom_types: Option<Vec<CustomTypeInfo>>,
    }

    /// A table. Parts that the driver has not loaded yet are absent.
    struct TableInfo {
        /// The name, unquoted and without the schema.
        name: String,
        /// The schema it is in; absent without schemas.
        schema: Option<String>,
        /// In the table's order.
        columns: Option<Vec<ColumnInfo>>,
        /// Always absent: use SchemaIndexes (H3).
        indexes: Option<IndexData>,
        /// The keys that refer to other tables.
        foreign_keys: Option<Vec<ForeignKeyInfo>>,
        /// A condition that every row must satisfy.
        constraints: Option<Vec<ConstraintInfo>>,
        /// The fields found by sampling, for a database of documents.
        sample_fields: Option<Vec<FieldInfo>>,
        /// How the host shows its contents.
        presentation: CollectionPresentation [since V0_5 default DataGrid],
        /// The nodes below it.
        child_items: Option<Vec<CollectionChildInfo>> [since V0_5],
        /// Features of its storage that other databases lack, such as distribution keys.
        storage_hints: Option<Vec<TableStorageHint>> [since V0_7_0],
    }

    /// A column of a table.
    struct ColumnInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// The type, as the database calls it, such as `varchar(255)`.
        type_name: String,
        /// Whether a cell can be null.
        nullable: bool,
        /// Whether it is part of the primary key.
        is_primary_key: bool,
        /// The expression of the default, if any.
        default_value: Option<String>,
        /// The values of an enumeration; upstream leaves it out, with its tag, if empty (H2).
        enum_values: Gap<Vec<String>>,
    }

    /// An index of a table.
    struct IndexInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// In the order of the index.
        columns: Vec<String>,
        /// Whether rows must differ in at least one of its columns.
        is_unique: bool,
        /// Whether it belongs to the primary key.
        is_primary: bool,
    }

    /// A foreign key of a table.
    struct ForeignKeyInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// The referring columns.
        columns: Vec<String>,
        /// The referenced table.
        referenced_table: String,
        /// The schema of that table; absent without schemas.
        referenced_schema: Option<String>,
        /// The columns of that table, in the same number and order.
        referenced_columns: Vec<String>,
        /// What a removal does, such as `CASCADE`.
        on_delete: Option<String>,
        /// What a change does, such as `SET NULL`.
        on_update: Option<String>,
    }

    /// A constraint of a table.
    struct ConstraintInfo {
        /// The name as statements write it, unquoted.
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
        /// Its columns, possibly none.
        columns: Vec<String>,
        /// A detail, such as `compound`.
        detail: Option<String>,
    }

    /// A view.
    struct ViewInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// The schema it is in; absent without schemas.
        schema: Option<String>,
    }

    /// A type that users defined.
    struct CustomTypeInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// The schema it is in; absent without schemas.
        schema: Option<String>,
        /// Its definition.
        kind: CustomTypeKind,
        /// The values of an Enum, in order.
        enum_values: Option<Vec<String>>,
        /// The type that a Domain restricts.
        base_type: Option<String>,
    }

    /// The definition of a type.
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
        /// The name as statements write it, unquoted.
        name: String,
        /// The table it is on.
        table_name: String,
        /// In the order of the index.
        columns: Vec<String>,
        /// Whether rows must differ in at least one of its columns.
        is_unique: bool,
        /// Whether it belongs to the primary key.
        is_primary: bool,
    }

    /// A foreign key, with the table it belongs to.
    struct SchemaForeignKeyInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// The table that refers.
        table_name: String,
        /// The referring columns.
        columns: Vec<String>,
        /// The schema of the referenced table; absent without schemas.
        referenced_schema: Option<String>,
        /// The referenced table.
        referenced_table: String,
        /// The columns of that table, in the same number and order.
        referenced_columns: Vec<String>,
        /// What a removal does, such as `CASCADE`.
        on_delete: Option<String>,
        /// What a change does, such as `SET NULL`.
        on_update: Option<String>,
    }
}
