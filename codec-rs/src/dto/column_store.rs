//! Wide-column and time-series stores.

use crate::dto;
use crate::dto::schema::DatabaseInfo;

dto! {
    /// The schema of a wide-column store.
    struct WideColumnSchema {
        /// All databases.
        keyspaces: Vec<WideColumnKeyspaceInfo>,
        /// The name of the keyspace in use.
        current_keyspace: Option<String>,
    }

    /// A keyspace of a wide-column store.
    struct WideColumnKeyspaceInfo {
        /// The name as queries write it.
        name: String,
        /// How copies are placed; absent if unknown.
        replication_strategy: Option<String>,
        /// Its column families, also called tables.
        column_families: Vec<ColumnFamilyInfo>,
    }

    /// A column family.
    struct ColumnFamilyInfo {
        /// The name as queries write it.
        name: String,
        /// In the order of the family.
        columns: Vec<WideColumnInfo>,
    }

    /// A column of a column family.
    struct WideColumnInfo {
        /// The name as queries write it.
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
        /// The databases of the server; empty if there is only one.
        databases: Vec<DatabaseInfo>,
        /// The database that statements run in; absent without one.
        current_database: Option<String>,
        /// The measurements of the current database.
        measurements: Vec<MeasurementInfo>,
        /// The rules for how long data is kept.
        retention_policies: Vec<RetentionPolicyInfo>,
    }

    /// A measurement.
    struct MeasurementInfo {
        /// The name as queries write it.
        name: String,
        /// The names of the indexed dimensions.
        tags: Vec<String>,
        /// What is measured.
        fields: Vec<TimeSeriesFieldInfo>,
    }

    /// A field of a measurement.
    struct TimeSeriesFieldInfo {
        /// The name as queries write it.
        name: String,
        /// The type of its values; absent if unknown.
        data_type: Option<String>,
    }

    /// How long data is kept.
    struct RetentionPolicyInfo {
        /// Unique in the database.
        name: String,
        /// The time, as the database writes it; absent if unknown.
        duration: Option<String>,
        /// Whether it applies to data that names no other.
        is_default: bool,
    }
}
