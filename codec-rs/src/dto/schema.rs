//! Databases, tables and what else a schema holds.

use crate::dto;
use crate::schema::{Gap, IndexData};

dto! {
    /// A schema, in the form of its data model.
    struct SchemaSnapshot {
        /// What there is.
        structure: DataStructure,
    }

    /// The data models a schema can have.
    enum DataStructure {
        /// Tables and views.
        Relational(RelationalSchema),
        /// Collections of documents.
        Document(DocumentSchema),
        /// Keys with values.
        KeyValue(KeyValueSchema),
        /// Nodes and relationships.
        Graph(GraphSchema),
        /// Column families.
        WideColumn(WideColumnSchema),
        /// Measurements over time.
        TimeSeries(TimeSeriesSchema),
        /// Indexes of text.
        Search(SearchSchema),
        /// Collections of vectors.
        Vector(VectorSchema),
        /// Several of these at once.
        MultiModel(MultiModelSchema),
    }

    /// A database of a server.
    struct DatabaseInfo {
        /// As statements write it, unquoted.
        name: String,
        /// Whether statements run in it now.
        is_current: bool,
    }

    /// The schema of a relational database.
    struct RelationalSchema {
        /// The databases of the server; empty where there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent where there is none.
        current_database: Option<String>,
        /// The schemas of the current database; empty where databases have none.
        schemas: Vec<DbSchemaInfo>,
        /// The tables outside of schemas.
        tables: Vec<TableInfo>,
        /// The views outside of schemas.
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

    /// The schema of a document database.
    struct DocumentSchema {
        /// The databases of the server; empty where there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent where there is none.
        current_database: Option<String>,
        /// The collections of the current database.
        collections: Vec<CollectionInfo>,
    }

    /// A collection of documents.
    struct CollectionInfo {
        /// Without the database.
        name: String,
        /// The database it is in.
        database: Option<String>,
        /// How many documents it has, perhaps an estimate; absent where unknown.
        document_count: Option<u64>,
        /// Bytes of an average document; absent where unknown.
        avg_document_size: Option<u64>,
        /// The fields found by sampling; absent where they are not loaded.
        sample_fields: Option<Vec<FieldInfo>>,
        /// Absent where they are not loaded.
        indexes: Option<Vec<CollectionIndexInfo>>,
        /// The rule that documents must satisfy, as a JSON Schema.
        validator: Option<String>,
        /// Whether its size is fixed.
        is_capped: bool,
        /// How the host shows its contents.
        presentation: CollectionPresentation [since V0_5 default DataGrid],
        /// What is shown below it.
        child_items: Option<Vec<CollectionChildInfo>> [since V0_5],
    }

    /// An item below a collection, such as a log stream.
    struct CollectionChildInfo {
        /// What the driver calls it.
        id: String,
        /// What users see.
        label: String,
        /// When its last event was, in milliseconds since 1970; absent where unknown.
        last_event_ts_ms: Option<i64>,
        /// How the host shows its contents.
        presentation: CollectionPresentation,
    }

    /// How the host shows a collection.
    enum CollectionPresentation {
        /// Rows and columns.
        DataGrid,
        /// Events in order of time.
        EventStream,
        /// Objects in folders.
        ObjectBrowser [since V0_7_0],
    }

    /// An index of a collection.
    struct CollectionIndexInfo {
        /// The name in its collection.
        name: String,
        /// Pairs of a field and how it is indexed, in the order of the index.
        keys: Vec<(String, IndexDirection)>,
        /// Whether no two documents may agree in all its fields.
        is_unique: bool,
        /// Whether it leaves out documents without its fields.
        is_sparse: bool,
        /// Seconds after which a document is removed; absent where it stays.
        expire_after_seconds: Option<u64>,
    }

    /// How an index orders or treats a field.
    enum IndexDirection {
        /// Smallest first.
        Ascending,
        /// Largest first.
        Descending,
        /// By its words.
        Text,
        /// By its hash.
        Hashed,
        /// As a place on a plane.
        Geo2d,
        /// As a place on a sphere.
        Geo2dSphere,
    }

    /// A field found by sampling documents.
    struct FieldInfo {
        /// The name, with dots where it is inside another field.
        name: String,
        /// The type it mostly has.
        common_type: String,
        /// The share of documents that have it, 0 to 1; absent where unknown.
        occurrence_rate: Option<f32>,
        /// Its own fields, where it is a document.
        nested_fields: Option<Vec<Box<FieldInfo>>>,
    }

    /// The schema of a key-value store.
    struct KeyValueSchema {
        /// The keyspaces; the host shows one with number 0 where the list is empty.
        keyspaces: Vec<KeySpaceInfo>,
        /// The number of the keyspace in use.
        current_keyspace: Option<u32>,
    }

    /// A numbered keyspace.
    struct KeySpaceInfo {
        /// The number, shown as `db0` and so on.
        db_index: u32,
        /// How many keys it has; absent where unknown.
        key_count: Option<u64>,
        /// Bytes of memory it takes; absent where unknown.
        memory_bytes: Option<u64>,
        /// Seconds that keys with an end still live on average; absent where unknown.
        avg_ttl_seconds: Option<u64>,
    }

    /// The schema of a graph database.
    struct GraphSchema {
        /// The databases of the server; empty where there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent where there is none.
        current_database: Option<String>,
        /// The labels that nodes have.
        node_labels: Vec<NodeLabelInfo>,
        /// The types that relationships have.
        relationship_types: Vec<RelationshipTypeInfo>,
        /// The names of all properties.
        property_keys: Vec<String>,
    }

    /// A named graph.
    struct GraphInfo {
        /// Unique in the database.
        name: String,
        /// The names of the collections with its nodes.
        vertex_collections: Vec<String>,
        /// The names of the collections with its relationships.
        edge_collections: Vec<String>,
    }

    /// A label of nodes.
    struct NodeLabelInfo {
        /// As queries write it.
        name: String,
        /// How many nodes have it; absent where unknown.
        count: Option<u64>,
        /// The properties of such nodes.
        properties: Vec<PropertyInfo>,
    }

    /// A type of relationships.
    struct RelationshipTypeInfo {
        /// As queries write it.
        name: String,
        /// How many relationships have it; absent where unknown.
        count: Option<u64>,
        /// The properties of such relationships.
        properties: Vec<PropertyInfo>,
    }

    /// A property of nodes or relationships.
    struct PropertyInfo {
        /// As queries write it.
        name: String,
        /// The type of its values; absent where unknown.
        data_type: Option<String>,
    }

    /// The schema of a wide-column store.
    struct WideColumnSchema {
        /// All of them.
        keyspaces: Vec<WideColumnKeyspaceInfo>,
        /// The name of the keyspace in use.
        current_keyspace: Option<String>,
    }

    /// A keyspace of a wide-column store.
    struct WideColumnKeyspaceInfo {
        /// As queries write it.
        name: String,
        /// How copies are placed; absent where unknown.
        replication_strategy: Option<String>,
        /// Its column families, also called tables.
        column_families: Vec<ColumnFamilyInfo>,
    }

    /// A column family.
    struct ColumnFamilyInfo {
        /// As queries write it.
        name: String,
        /// In the order of the family.
        columns: Vec<WideColumnInfo>,
    }

    /// A column of a column family.
    struct WideColumnInfo {
        /// As queries write it.
        name: String,
        /// The type, as the database calls it.
        data_type: String,
        /// Whether it decides where a row is stored.
        is_partition_key: bool,
        /// Whether it orders the rows of a partition.
        is_clustering_key: bool,
    }

    /// The schema of a time-series database.
    struct TimeSeriesSchema {
        /// The databases of the server; empty where there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent where there is none.
        current_database: Option<String>,
        /// The measurements of the current database.
        measurements: Vec<MeasurementInfo>,
        /// The rules for how long data is kept.
        retention_policies: Vec<RetentionPolicyInfo>,
    }

    /// A measurement.
    struct MeasurementInfo {
        /// As queries write it.
        name: String,
        /// The names of the indexed dimensions.
        tags: Vec<String>,
        /// What is measured.
        fields: Vec<TimeSeriesFieldInfo>,
    }

    /// A field of a measurement.
    struct TimeSeriesFieldInfo {
        /// As queries write it.
        name: String,
        /// The type of its values; absent where unknown.
        data_type: Option<String>,
    }

    /// How long data is kept.
    struct RetentionPolicyInfo {
        /// Unique in the database.
        name: String,
        /// The time, as the database writes it; absent where unknown.
        duration: Option<String>,
        /// Whether it holds for data that names no other.
        is_default: bool,
    }

    /// The schema of a search engine.
    struct SearchSchema {
        /// All of them.
        indices: Vec<SearchIndexInfo>,
        /// The names of the index templates.
        templates: Vec<String>,
    }

    /// An index of a search engine.
    struct SearchIndexInfo {
        /// As queries write it.
        name: String,
        /// How many documents it has; absent where unknown.
        doc_count: Option<u64>,
        /// Its mapped fields.
        mappings: Vec<SearchMappingInfo>,
        /// Its other names.
        aliases: Vec<String>,
    }

    /// A mapped field of a search index.
    struct SearchMappingInfo {
        /// The name, with dots where it is inside another field.
        field: String,
        /// The type, as the engine calls it.
        field_type: String,
        /// How its text is split into words; absent for the usual way.
        analyzer: Option<String>,
    }

    /// The schema of a vector database.
    struct VectorSchema {
        /// The databases of the server; empty where there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent where there is none.
        current_database: Option<String>,
        /// The collections of the current database.
        collections: Vec<VectorCollectionInfo>,
    }

    /// A collection of vectors.
    struct VectorCollectionInfo {
        /// As queries write it.
        name: String,
        /// How many vectors it has; absent where unknown.
        vector_count: Option<u64>,
        /// Numbers in each vector.
        dimension: u32,
        /// How the distance of two vectors is measured.
        metric: VectorMetric,
        /// What each vector has beside its numbers.
        metadata_fields: Vec<VectorMetadataField>,
    }

    /// A metadata field of a vector collection.
    struct VectorMetadataField {
        /// As queries write it.
        name: String,
        /// The type of its values, as the database calls it.
        data_type: String,
        /// Whether there is an index on it.
        indexed: bool,
    }

    /// How the distance of vectors is measured.
    enum VectorMetric {
        Cosine,
        Euclidean,
        DotProduct,
        Manhattan,
    }

    /// The schema of a multi-model database.
    struct MultiModelSchema {
        /// The databases of the server; empty where there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent where there is none.
        current_database: Option<String>,
        /// The models there are.
        capabilities: MultiModelCapabilities,
        /// Empty without the relational model.
        tables: Vec<TableInfo>,
        /// Empty without the document model.
        collections: Vec<CollectionInfo>,
        /// Empty without the graph model.
        graphs: Vec<GraphInfo>,
    }

    /// The models a multi-model database has.
    struct MultiModelCapabilities {
        /// Whether there are tables.
        relational: bool,
        /// Whether there are collections of documents.
        document: bool,
        /// Whether there are graphs.
        graph: bool,
        /// Whether there are keys with values.
        key_value: bool,
        /// Whether text can be searched.
        search: bool,
        /// Whether there are vectors.
        vector: bool,
        /// Whether there are series over time.
        time_series: bool,
    }
}
