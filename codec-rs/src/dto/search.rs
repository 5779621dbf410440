//! Search engines and vector databases.

use crate::dto;
use crate::dto::schema::DatabaseInfo;

dto! {
    /// The schema of a search engine.
    struct SearchSchema {
        /// All databases.
        indices: Vec<SearchIndexInfo>,
        /// The names of the index templates.
        templates: Vec<String>,
    }

    /// An index of a search engine.
    struct SearchIndexInfo {
        /// The name as queries write it.
        name: String,
        /// How many documents it has; absent if unknown.
        doc_count: Option<u64>,
        /// Its mapped fields.
        mappings: Vec<SearchMappingInfo>,
        /// Its other names.
        aliases: Vec<String>,
    }

    /// A mapped field of a search index.
    struct SearchMappingInfo {
        /// The name, with dots if it is inside another field.
        field: String,
        /// The type, as the engine calls it.
        field_type: String,
        /// How its text is split into words; absent for the default.
        analyzer: Option<String>,
    }

    /// The schema of a vector database.
    struct VectorSchema {
        /// The databases of the server; empty if there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent without one.
        current_database: Option<String>,
        /// The collections of the current database.
        collections: Vec<VectorCollectionInfo>,
    }

    /// A collection of vectors.
    struct VectorCollectionInfo {
        /// The name as queries write it.
        name: String,
        /// How many vectors it has; absent if unknown.
        vector_count: Option<u64>,
        /// Numbers in each vector.
        dimension: u32,
        /// How the distance of two vectors is measured.
        metric: VectorMetric,
        /// The metadata of each vector.
        metadata_fields: Vec<VectorMetadataField>,
    }

    /// A metadata field of a vector collection.
    struct VectorMetadataField {
        /// The name as queries write it.
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
}
