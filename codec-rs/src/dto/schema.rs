//! Schemas: one type for each data model.

use crate::dto;
use crate::dto::column_store::{TimeSeriesSchema, WideColumnSchema};
use crate::dto::document::{CollectionInfo, DocumentSchema};
use crate::dto::graph::{GraphInfo, GraphSchema};
use crate::dto::keys::KeyValueSchema;
use crate::dto::relational::{RelationalSchema, TableInfo};
use crate::dto::search::{SearchSchema, VectorSchema};

dto! {
    /// A schema, in the form of its data model.
    struct SchemaSnapshot {
        /// The contents.
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
        /// Several data models at once.
        MultiModel(MultiModelSchema),
    }

    /// A database of a server.
    struct DatabaseInfo {
        /// The name as statements write it, unquoted.
        name: String,
        /// Whether statements run in it now.
        is_current: bool,
    }

    /// The schema of a multi-model database.
    struct MultiModelSchema {
        /// The databases of the server; empty if there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent without one.
        current_database: Option<String>,
        /// The models.
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
