//! Events for the host's audit log.

use crate::dto;

dto! {
    /// An event, sent with `done` false while a request is in progress.
    struct AuditEventEmitDto {
        /// Milliseconds since 1970; replaced if more than five minutes off.
        ts_ms: i64,
        level: EventSeverityDto,
        category: EventCategoryDto,
        action: String,
        outcome: EventOutcomeDto,
        summary: String,
        object_type: Option<String>,
        object_id: Option<String>,
        duration_ms: Option<i64>,
        error_code: Option<String>,
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
        Connection,
        Query,
        Hook,
        Script,
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
