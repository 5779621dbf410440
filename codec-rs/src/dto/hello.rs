//! The handshake.

use crate::dto;
use crate::dto::form::DriverFormDef;
use crate::dto::metadata::DriverMetadata;

dto! {
    /// A protocol version. It does not distinguish layouts: 1.1 is 0.4 and 0.5, 1.2 is 0.6 and 0.7.
    struct ProtocolVersion {
        /// 1 in every release so far.
        major: u16,
        /// 0 to 2 in the releases so far.
        minor: u16,
    }

    /// The first request of a connection. Its bytes are the same from 0.4.0-dev.7 to 0.7.7.
    struct DriverHelloRequest {
        /// `dbflux_driver_ipc` for the real host.
        client_name: String,
        /// The release of the host; it decides the layout.
        client_version: String,
        /// Every version that the host supports.
        supported_versions: Vec<ProtocolVersion>,
        /// The abilities that the host requests of the driver.
        requested_capabilities: Vec<DriverCapability>,
        /// The token of this run of the host, from the environment of the driver.
        auth_token: Option<String>,
    }

    /// The driver's description: identity, abilities and connection form.
    struct DriverHelloResponse {
        /// The driver's program; the real host only logs it.
        server_name: String,
        /// The release of the driver; the real host only logs it.
        server_version: String,
        /// The selected version, one of those that the host offered.
        selected_version: ProtocolVersion,
        /// The abilities of the driver; the real host reads only AuditEmit.
        capabilities: Vec<DriverCapability>,
        /// The kind of database, which the host stores in connection profiles.
        driver_kind: DbKind,
        /// Metadata for the list of drivers; sessions have their own.
        driver_metadata: DriverMetadata,
        /// The form of a connection.
        form_definition: DriverFormDef,
        /// A form for settings that apply to all connections.
        settings_schema: Option<DriverFormDef>,
    }

    /// The abilities of a peer beyond single requests.
    enum DriverCapability {
        /// Ends running statements.
        Cancellation,
        /// Sends results in parts; requested by the real host but never used.
        ChunkedResults,
        /// Lists what a database holds.
        SchemaIntrospection,
        /// Serves several databases.
        MultiDatabase,
        /// Sends audit events; without it the host drops them.
        AuditEmit [since V0_6],
    }

    /// The kind of database, as the host groups drivers.
    enum DbKind {
        Postgres,
        SQLite,
        MySQL,
        MariaDB,
        MongoDB,
        Redis,
        DynamoDB,
        CloudWatchLogs [since V0_5],
        InfluxDB [since V0_6],
        SqlServer [since V0_6],
        Redshift [since V0_7_0],
        S3 [since V0_7_0],
        ClickHouse [since V0_8],
    }
}
