//! Events for the host's audit log.

use crate::dto;

dto! {
    /// An event, sent with `done` false while a request is in progress.
    struct AuditEventEmitDto {
        /// Milliseconds since 1970; replaced if more than five minutes off.
        ts_ms: i64,
        /// How grave it is.
        level: EventSeverityDto,
        /// What it is about; of a driver's events only Query and System are kept.
        category: EventCategoryDto,
        /// What was done; a blank text loses the event.
        action: String,
        /// How it ended.
        outcome: EventOutcomeDto,
        /// One line for people; a blank text loses the event.
        summary: String,
        /// The kind of thing acted on, where there is one.
        object_type: Option<String>,
        /// Which thing of that kind.
        object_id: Option<String>,
        /// Milliseconds it took; required for the actions `query_execute` and `query_execute_failed`.
        duration_ms: Option<i64>,
        /// The database's code of a failure.
        error_code: Option<String>,
        /// What went wrong.
        error_message: Option<String>,
        /// A JSON object of at most 65,536 bytes; anything else loses the whole event.
        details_json: Option<String>,
    }

    /// How grave an event is.
    enum EventSeverityDto {
        Trace,
        Debug,
        Info,
        Warn,
        Error,
        Fatal,
    }

    /// What an event is about. The host keeps only Query and System of a driver.
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

    /// How it ended.
    enum EventOutcomeDto {
        Success,
        Failure,
        Cancelled,
        Pending,
    }
}
