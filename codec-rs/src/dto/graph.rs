//! Graphs.

use crate::dto;
use crate::dto::schema::DatabaseInfo;

dto! {
    /// The schema of a graph database.
    struct GraphSchema {
        /// The databases of the server; empty if there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent without one.
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
        /// The name as queries write it.
        name: String,
        /// How many nodes have it; absent if unknown.
        count: Option<u64>,
        /// The properties of such nodes.
        properties: Vec<PropertyInfo>,
    }

    /// A type of relationships.
    struct RelationshipTypeInfo {
        /// The name as queries write it.
        name: String,
        /// How many relationships have it; absent if unknown.
        count: Option<u64>,
        /// The properties of such relationships.
        properties: Vec<PropertyInfo>,
    }

    /// A property of nodes or relationships.
    struct PropertyInfo {
        /// The name as queries write it.
        name: String,
        /// The type of its values; absent if unknown.
        data_type: Option<String>,
    }
}
