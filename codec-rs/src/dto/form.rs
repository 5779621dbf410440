//! The connection form.

use crate::dto;

dto! {
    /// A form: tabs of sections of fields.
    struct DriverFormDef {
        tabs: Vec<FormTab>,
    }

    /// A tab of a form. The real client skips validation in a tab whose id is `ssh`.
    struct FormTab {
        id: String,
        label: String,
        sections: Vec<FormSection>,
    }

    /// A titled group of fields.
    struct FormSection {
        title: String,
        fields: Vec<FormFieldDef>,
    }

    /// One input of a form.
    struct FormFieldDef {
        /// The key of the value. The real client keeps only the field with the id `password` secret.
        id: String,
        label: String,
        kind: FormFieldKind,
        placeholder: String,
        /// Whether the real client refuses an empty value.
        required: bool,
        /// The value before the user types.
        default_value: String,
        /// The id of a checkbox that must be on.
        enabled_when_checked: Option<String>,
        /// The id of a checkbox that must be off.
        enabled_when_unchecked: Option<String>,
        /// The id of a field that must be empty.
        disabled_when_field_set: Option<String> [since V0_6],
        help: Option<String> [since V0_5],
    }

    /// What an input accepts.
    enum FormFieldKind {
        Text,
        Password,
        /// A secret that is never shown again.
        WriteOnly [since V0_6],
        /// The real client accepts 0 to 65535.
        Number,
        FilePath,
        /// `true` or empty.
        Checkbox,
        /// A choice; the real connection form always sends the default.
        Select { options: Vec<SelectOption> },
        DynamicSelect { depends_on: Vec<String>, refresh: RefreshTrigger, requires_session: bool, allow_freeform: bool } [since V0_5],
        AuthProfileRef { provider_id: Option<String> } [since V0_6],
    }

    /// A choice of a select.
    struct SelectOption {
        value: String,
        label: String,
    }

    /// When the choices of a dynamic select are fetched again.
    enum RefreshTrigger {
        Manual,
        OnDependencyChange,
        OnFocus,
        OnLoginComplete,
    }
}
