//! Events for the host's audit log.

use crate::dto;

dto! {
    /// An event, sent with `done` false while a request is in progress.
    struct AuditEventEmitDto {
        /// Milliseconds since 1970; replaced if more than five minutes off.
        ts_ms: i64,
        /// The severity.
        level: EventSeverityDto,
        /// The category; of a driver's events, hosts keep only Query and System.
        category: EventCategoryDto,
        /// The action; the host drops the event if it is blank.
        action: String,
        /// The outcome.
        outcome: EventOutcomeDto,
        /// One line for people; the host drops the event if it is blank.
        summary: String,
        /// The kind of object that the action changed, if any.
        object_type: Option<String>,
        /// The id of the object.
        object_id: Option<String>,
        /// Milliseconds it took; required for the actions `query_execute` and `query_execute_failed`.
        duration_ms: Option<i64>,
        /// The database's code of a failure.
        error_code: Option<String>,
        /// The error.
        error_message: Option<String>,
        /// A JSON object of at most 65,536 bytes; the host drops the event otherwise.
        details_json: Option<String>,
    }

    /// The severity of an event.
    enum EventSeverityDto {
        Trace,
        Debug,
        Info,
        Warn,
        Error,
        Fatal,
    }

    /// The category of an event. Hosts keep only a driver's Query and System.
    enum EventCategoryDto {
        Config,
        /// Always lost when a driver sends it (PROTOCOL.md#audit-events).
        Connection,
        /// A statement.
        Query,
        Hook,
        Script,
        /// The driver itself.
        System,
        Mcp,
        Governance,
    }

    /// The outcome.
    enum EventOutcomeDto {
        Success,
        Failure,
        Cancelled,
        Pending,
    }
}
