//! Databases, tables and what else a schema holds.

use crate::dto;
use crate::schema::{Gap, IndexData};

dto! {
    /// A schema, in the form of its data model.
    struct SchemaSnapshot {
        structure: DataStructure,
    }

    /// The data models a schema can have.
    enum DataStructure {
        Relational(RelationalSchema),
        Document(DocumentSchema),
        KeyValue(KeyValueSchema),
        Graph(GraphSchema),
        WideColumn(WideColumnSchema),
        TimeSeries(TimeSeriesSchema),
        Search(SearchSchema),
        Vector(VectorSchema),
        MultiModel(MultiModelSchema),
    }

    /// A database of a server.
    struct DatabaseInfo {
        name: String,
        is_current: bool,
    }

    /// The schema of a relational database.
    struct RelationalSchema {
        databases: Vec<DatabaseInfo>,
        current_database: Option<String>,
        schemas: Vec<DbSchemaInfo>,
        tables: Vec<TableInfo>,
        views: Vec<ViewInfo>,
    }

    /// A named schema inside a database.
    struct DbSchemaInfo {
        name: String,
        tables: Vec<TableInfo>,
        views: Vec<ViewInfo>,
        custom_types: Option<Vec<CustomTypeInfo>>,
    }

    /// A table. What a driver has not loaded yet is absent.
    struct TableInfo {
        name: String,
        schema: Option<String>,
        columns: Option<Vec<ColumnInfo>>,
        /// Always absent: use SchemaIndexes (H3).
        indexes: Option<IndexData>,
        foreign_keys: Option<Vec<ForeignKeyInfo>>,
        constraints: Option<Vec<ConstraintInfo>>,
        sample_fields: Option<Vec<FieldInfo>>,
        presentation: CollectionPresentation [since V0_5 default DataGrid],
        child_items: Option<Vec<CollectionChildInfo>> [since V0_5],
        storage_hints: Option<Vec<TableStorageHint>> [since V0_7_0],
    }

    /// A column of a table.
    struct ColumnInfo {
        name: String,
        type_name: String,
        nullable: bool,
        is_primary_key: bool,
        default_value: Option<String>,
        /// The values of an enumeration; upstream leaves it out, tag and all, when there are none (H2).
        enum_values: Gap<Vec<String>>,
    }

    /// An index of a table.
    struct IndexInfo {
        name: String,
        columns: Vec<String>,
        is_unique: bool,
        is_primary: bool,
    }

    /// A foreign key of a table.
    struct ForeignKeyInfo {
        name: String,
        columns: Vec<String>,
        referenced_table: String,
        referenced_schema: Option<String>,
        referenced_columns: Vec<String>,
        on_delete: Option<String>,
        on_update: Option<String>,
    }

    /// A constraint of a table.
    struct ConstraintInfo {
        name: String,
        kind: ConstraintKind,
        columns: Vec<String>,
        check_clause: Option<String>,
    }

    /// What a constraint demands.
    enum ConstraintKind {
        Check,
        Unique,
        Exclusion,
    }

    /// How a table is stored.
    struct TableStorageHint {
        label: String,
        columns: Vec<String>,
        detail: Option<String>,
    }

    /// A view.
    struct ViewInfo {
        name: String,
        schema: Option<String>,
    }

    /// A type that users defined.
    struct CustomTypeInfo {
        name: String,
        schema: Option<String>,
        kind: CustomTypeKind,
        enum_values: Option<Vec<String>>,
        base_type: Option<String>,
    }

    /// What a defined type is made of.
    enum CustomTypeKind {
        Enum,
        Domain,
        Composite,
    }

    /// An index, with the table it belongs to.
    struct SchemaIndexInfo {
        name: String,
        table_name: String,
        columns: Vec<String>,
        is_unique: bool,
        is_primary: bool,
    }

    /// A foreign key, with the table it belongs to.
    struct SchemaForeignKeyInfo {
        name: String,
        table_name: String,
        columns: Vec<String>,
        referenced_schema: Option<String>,
        referenced_table: String,
        referenced_columns: Vec<String>,
        on_delete: Option<String>,
        on_update: Option<String>,
    }

    /// The schema of a document database.
    struct DocumentSchema {
        databases: Vec<DatabaseInfo>,
        current_database: Option<String>,
        collections: Vec<CollectionInfo>,
    }

    /// A collection of documents.
    struct CollectionInfo {
        name: String,
        database: Option<String>,
        document_count: Option<u64>,
        avg_document_size: Option<u64>,
        sample_fields: Option<Vec<FieldInfo>>,
        indexes: Option<Vec<CollectionIndexInfo>>,
        validator: Option<String>,
        is_capped: bool,
        presentation: CollectionPresentation [since V0_5 default DataGrid],
        child_items: Option<Vec<CollectionChildInfo>> [since V0_5],
    }

    /// An item below a collection, such as a log stream.
    struct CollectionChildInfo {
        id: String,
        label: String,
        last_event_ts_ms: Option<i64>,
        presentation: CollectionPresentation,
    }

    /// How the host shows a collection.
    enum CollectionPresentation {
        DataGrid,
        EventStream,
        ObjectBrowser [since V0_7_0],
    }

    /// An index of a collection.
    struct CollectionIndexInfo {
        name: String,
        keys: Vec<(String, IndexDirection)>,
        is_unique: bool,
        is_sparse: bool,
        expire_after_seconds: Option<u64>,
    }

    /// How an index orders or treats a field.
    enum IndexDirection {
        Ascending,
        Descending,
        Text,
        Hashed,
        Geo2d,
        Geo2dSphere,
    }

    /// A field found by sampling documents.
    struct FieldInfo {
        name: String,
        common_type: String,
        occurrence_rate: Option<f32>,
        nested_fields: Option<Vec<Box<FieldInfo>>>,
    }

    /// The schema of a key-value store.
    struct KeyValueSchema {
        keyspaces: Vec<KeySpaceInfo>,
        current_keyspace: Option<u32>,
    }

    /// A numbered keyspace.
    struct KeySpaceInfo {
        db_index: u32,
        key_count: Option<u64>,
        memory_bytes: Option<u64>,
        avg_ttl_seconds: Option<u64>,
    }

    /// The schema of a graph database.
    struct GraphSchema {
        databases: Vec<DatabaseInfo>,
        current_database: Option<String>,
        node_labels: Vec<NodeLabelInfo>,
        relationship_types: Vec<RelationshipTypeInfo>,
        property_keys: Vec<String>,
    }

    /// A named graph.
    struct GraphInfo {
        name: String,
        vertex_collections: Vec<String>,
        edge_collections: Vec<String>,
    }

    /// A label of nodes.
    struct NodeLabelInfo {
        name: String,
        count: Option<u64>,
        properties: Vec<PropertyInfo>,
    }

    /// A type of relationships.
    struct RelationshipTypeInfo {
        name: String,
        count: Option<u64>,
        properties: Vec<PropertyInfo>,
    }

    /// A property of nodes or relationships.
    struct PropertyInfo {
        name: String,
        data_type: Option<String>,
    }

    /// The schema of a wide-column store.
    struct WideColumnSchema {
        keyspaces: Vec<WideColumnKeyspaceInfo>,
        current_keyspace: Option<String>,
    }

    /// A keyspace of a wide-column store.
    struct WideColumnKeyspaceInfo {
        name: String,
        replication_strategy: Option<String>,
        column_families: Vec<ColumnFamilyInfo>,
    }

    /// A column family.
    struct ColumnFamilyInfo {
        name: String,
        columns: Vec<WideColumnInfo>,
    }

    /// A column of a column family.
    struct WideColumnInfo {
        name: String,
        data_type: String,
        is_partition_key: bool,
        is_clustering_key: bool,
    }

    /// The schema of a time-series database.
    struct TimeSeriesSchema {
        databases: Vec<DatabaseInfo>,
        current_database: Option<String>,
        measurements: Vec<MeasurementInfo>,
        retention_policies: Vec<RetentionPolicyInfo>,
    }

    /// A measurement.
    struct MeasurementInfo {
        name: String,
        tags: Vec<String>,
        fields: Vec<TimeSeriesFieldInfo>,
    }

    /// A field of a measurement.
    struct TimeSeriesFieldInfo {
        name: String,
        data_type: Option<String>,
    }

    /// How long data is kept.
    struct RetentionPolicyInfo {
        name: String,
        duration: Option<String>,
        is_default: bool,
    }

    /// The schema of a search engine.
    struct SearchSchema {
        indices: Vec<SearchIndexInfo>,
        templates: Vec<String>,
    }

    /// An index of a search engine.
    struct SearchIndexInfo {
        name: String,
        doc_count: Option<u64>,
        mappings: Vec<SearchMappingInfo>,
        aliases: Vec<String>,
    }

    /// A mapped field of a search index.
    struct SearchMappingInfo {
        field: String,
        field_type: String,
        analyzer: Option<String>,
    }

    /// The schema of a vector database.
    struct VectorSchema {
        databases: Vec<DatabaseInfo>,
        current_database: Option<String>,
        collections: Vec<VectorCollectionInfo>,
    }

    /// A collection of vectors.
    struct VectorCollectionInfo {
        name: String,
        vector_count: Option<u64>,
        dimension: u32,
        metric: VectorMetric,
        metadata_fields: Vec<VectorMetadataField>,
    }

    /// A metadata field of a vector collection.
    struct VectorMetadataField {
        name: String,
        data_type: String,
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
        databases: Vec<DatabaseInfo>,
        current_database: Option<String>,
        capabilities: MultiModelCapabilities,
        tables: Vec<TableInfo>,
        collections: Vec<CollectionInfo>,
        graphs: Vec<GraphInfo>,
    }

    /// The models a multi-model database has.
    struct MultiModelCapabilities {
        relational: bool,
        document: bool,
        graph: bool,
        key_value: bool,
        search: bool,
        vector: bool,
        time_series: bool,
    }
}
