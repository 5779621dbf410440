//! Auth-provider messages: the same frames and codec on a socket of their own, since 0.5 (PROTOCOL.md#auth-providers).

use crate::dto;
use crate::dto::audit::AuditEventEmitDto;
use crate::dto::form::{DriverFormDef, SelectOption};
use crate::dto::hello::ProtocolVersion;
use crate::schema::{Json, Map, Uuid};

dto! {
    /// A message from the host to an auth provider, without session and timeout.
    struct AuthProviderRequestEnvelope {
        /// The highest version that the host supports.
        protocol_version: ProtocolVersion,
        /// 0 for Hello, 1 for anything else: each request has its own connection.
        request_id: u64,
        /// The method and its parameters.
        body: AuthProviderRequestBody,
    }

    /// An auth provider's answer.
    struct AuthProviderResponseEnvelope {
        /// Ignored by the host.
        protocol_version: ProtocolVersion,
        /// The id of the request.
        request_id: u64,
        /// False for messages before the answer: a login address, an audit event.
        done: bool,
        /// The result, or an error.
        body: AuthProviderResponseBody,
    }

    /// The method and its parameters.
    enum AuthProviderRequestBody {
        /// Sent once, when the host starts.
        Hello(AuthProviderHelloRequest),
        /// Asks whether a login is still valid.
        ValidateSession(ValidateSessionRequest),
        /// Asks for a login.
        Login(LoginRequest),
        /// Asks for the credentials of a login.
        ResolveCredentials(ResolveCredentialsRequest),
        /// Asks for the choices of a dynamic select.
        FetchDynamicOptions(FetchFieldOptionsRequest),
    }

    /// The result of a method, or an error.
    enum AuthProviderResponseBody {
        /// What a provider of version 1.0 says it is.
        Hello(AuthProviderHelloResponse),
        /// What a provider of version 1.1 says it is.
        HelloV1_1(AuthProviderHelloResponseV1_1),
        /// What a provider of version 1.2 says it is.
        HelloV1_2(AuthProviderHelloResponseV1_2),
        /// What a provider of version 1.3 says it is.
        HelloV1_3(AuthProviderHelloResponseV1_3) [since V0_6],
        /// Whether a login is still valid.
        SessionState {
            /// Its state.
            state: AuthSessionStateDto,
        },
        /// Where the user logs in; the host shows it only once the login is over.
        LoginUrlProgress(LoginUrlProgress),
        /// The result of a login.
        LoginResult {
            /// The login.
            session: AuthSessionDto,
        },
        /// The credentials of a login.
        Credentials {
            /// Plain and secret fields.
            credentials: ResolvedCredentialsDto,
        },
        /// The choices of a dynamic select.
        DynamicOptions(FetchFieldOptionsResponse),
        /// An event for the host's audit log.
        EmitAuditEvent(AuditEventEmitDto) [since V0_6],
        /// Why the call failed.
        Error(AuthProviderRpcError),
    }

    /// A failed call.
    struct AuthProviderRpcError {
        /// The reason.
        code: AuthProviderRpcErrorCode,
        /// The text that the user sees.
        message: String,
        /// Whether a retry may succeed.
        retriable: bool,
    }

    /// The error of a failed call.
    enum AuthProviderRpcErrorCode {
        InvalidRequest,
        UnsupportedMethod,
        VersionMismatch,
        Timeout,
        Transport,
        /// The provider refused.
        Provider,
        Internal,
    }

    /// The first request of the host.
    struct AuthProviderHelloRequest {
        /// `dbflux_ipc` for the real host.
        client_name: String,
        /// The release of the host; it decides the layout.
        client_version: String,
        /// Every version that the host supports, highest first.
        supported_versions: Vec<ProtocolVersion>,
        /// The token, from the variable `DBFLUX_AUTH_PROVIDER_IPC_TOKEN`.
        auth_token: Option<String>,
    }

    /// The description of a provider.
    struct AuthProviderHelloResponse {
        /// The name of the program.
        server_name: String,
        /// Its version.
        server_version: String,
        /// The selected version, one of those that the host offered.
        selected_version: ProtocolVersion,
        /// A stable name of the provider.
        provider_id: String,
        /// The name that users see.
        display_name: String,
        /// The data for a login.
        form_definition: DriverFormDef,
    }

    /// Like Hello, with the abilities of the provider.
    struct AuthProviderHelloResponseV1_1 {
        /// The name of the program.
        server_name: String,
        /// Its version.
        server_version: String,
        /// The selected version, one of those that the host offered.
        selected_version: ProtocolVersion,
        /// A stable name of the provider.
        provider_id: String,
        /// The name that users see.
        display_name: String,
        /// The data for a login.
        form_definition: DriverFormDef,
        /// The abilities of the provider.
        capabilities: AuthProviderCapabilities,
    }

    /// Like version 1.1, with a choice about secrets.
    struct AuthProviderHelloResponseV1_2 {
        /// The name of the program.
        server_name: String,
        /// Its version.
        server_version: String,
        /// The selected version, one of those that the host offered.
        selected_version: ProtocolVersion,
        /// A stable name of the provider.
        provider_id: String,
        /// The name that users see.
        display_name: String,
        /// The data for a login.
        form_definition: DriverFormDef,
        /// The abilities of the provider.
        capabilities: AuthProviderCapabilities,
        /// Whether dynamic selects may depend on secret fields.
        secret_dependency_opt_in: bool,
    }

    /// Like version 1.2, with a choice about audit events.
    struct AuthProviderHelloResponseV1_3 {
        /// The name of the program.
        server_name: String,
        /// Its version.
        server_version: String,
        /// The selected version, one of those that the host offered.
        selected_version: ProtocolVersion,
        /// A stable name of the provider.
        provider_id: String,
        /// The name that users see.
        display_name: String,
        /// The data for a login.
        form_definition: DriverFormDef,
        /// The abilities of the provider.
        capabilities: AuthProviderCapabilities,
        /// Whether dynamic selects may depend on secret fields.
        secret_dependency_opt_in: bool,
        /// Whether the provider sends audit events.
        audit_emit_opt_in: bool,
    }

    /// The abilities of a provider.
    struct AuthProviderCapabilities {
        /// How it logs in.
        login: AuthProviderLoginCapabilities,
        /// How its profiles can be edited.
        edit: Option<AuthEditCapabilities> [since V0_6],
    }

    /// How a provider logs in.
    struct AuthProviderLoginCapabilities {
        /// Whether a login is possible.
        supported: bool,
        /// Whether it reports the login address.
        verification_url_progress: bool,
    }

    /// The text that the host shows while a profile is edited.
    struct AuthEditCapabilities {
        /// The name of the place the profile is mirrored to.
        mirror_label: String,
        /// Shown when it was written.
        success_written: String,
        /// Shown beside the name.
        name_field_hint: String,
        /// Shown when the mirrored profile is missing, by the reason.
        dangling_messages: Map<DanglingMessage>,
    }

    /// A message about a missing profile.
    struct DanglingMessage {
        /// Its title.
        title: String,
        /// Its text.
        body: String,
    }

    /// Asks whether a login is still valid.
    struct ValidateSessionRequest {
        /// The auth profile, as JSON.
        profile_json: String,
    }

    /// Asks for a login.
    struct LoginRequest {
        /// The auth profile, as JSON.
        profile_json: String,
    }

    /// Asks for the credentials of a login.
    struct ResolveCredentialsRequest {
        /// The auth profile, as JSON.
        profile_json: String,
    }

    /// Asks for the choices of a dynamic select.
    struct FetchFieldOptionsRequest {
        /// The auth profile, as JSON.
        profile_json: String,
        /// The field whose choices are wanted.
        field_id: String,
        /// The values of the fields it depends on.
        dependencies: Map<String>,
        /// The login as JSON: unreadable when present (H4).
        session: Option<Json>,
    }

    /// The state of a login.
    enum AuthSessionStateDto {
        /// It is valid.
        Valid {
            /// The end, in RFC 3339; absent if unlimited.
            expires_at: Option<String>,
        },
        Expired,
        LoginRequired,
    }

    /// Where the user logs in.
    struct LoginUrlProgress {
        /// The address; absent if not yet known.
        verification_url: Option<String>,
    }

    /// A login.
    struct AuthSessionDto {
        /// The provider's stable name.
        provider_id: String,
        /// The auth profile it belongs to.
        profile_id: Uuid,
        /// The end of its validity, in RFC 3339; absent if unlimited.
        expires_at: Option<String>,
        /// Always absent: a JSON value cannot be read (H4).
        session_data: Option<Json>,
    }

    /// The credentials of a login.
    struct ResolvedCredentialsDto {
        /// What may be shown.
        fields: Map<String>,
        /// What is hidden.
        secret_fields: Map<String>,
    }

    /// The choices of a dynamic select.
    struct FetchFieldOptionsResponse {
        /// The choices.
        options: Vec<SelectOption>,
        /// How many seconds they may be kept.
        cache_hint_seconds: Option<u32>,
    }
}
