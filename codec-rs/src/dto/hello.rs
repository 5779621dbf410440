//! The handshake.

use crate::dto;
use crate::dto::form::DriverFormDef;
use crate::dto::metadata::DriverMetadata;

dto! {
    /// A protocol version. It does not tell layouts apart: 1.1 is 0.4 and 0.5, 1.2 is 0.6 and 0.7.
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
        /// Every version the host speaks.
        supported_versions: Vec<ProtocolVersion>,
        /// What the host would like the driver to be able to do.
        requested_capabilities: Vec<DriverCapability>,
        /// The token of this run of the host, from the environment it gave the driver.
        auth_token: Option<String>,
    }

    /// What the driver is, what it can do, and which form its connections need.
    struct DriverHelloResponse {
        /// The driver's program; the real host only logs it.
        server_name: String,
        /// The release of the driver; the real host only logs it.
        server_version: String,
        /// One of the versions that the host offered.
        selected_version: ProtocolVersion,
        /// What the driver can do; the real host looks at AuditEmit alone.
        capabilities: Vec<DriverCapability>,
        /// The kind of database, which the host stores in connection profiles.
        driver_kind: DbKind,
        /// Facts for the list of drivers; a session brings its own.
        driver_metadata: DriverMetadata,
        /// The form of a connection.
        form_definition: DriverFormDef,
        /// A form for settings that are not of one connection.
        settings_schema: Option<DriverFormDef>,
    }

    /// What a peer can do beyond single requests.
    enum DriverCapability {
        /// Ends running statements.
        Cancellation,
        /// Sends results in parts; requested by the real host, yet never used.
        ChunkedResults,
        /// Lists what a database holds.
        SchemaIntrospection,
        /// Serves several databases.
        MultiDatabase,
        /// Sends audit events; they are dropped without it.
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
