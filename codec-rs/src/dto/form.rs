//! The connection form.

use crate::dto;

dto! {
    /// A form: tabs of sections of fields.
    struct DriverFormDef {
        /// From left to right.
        tabs: Vec<FormTab>,
    }

    /// A tab of a form. The real client skips validation in a tab whose id is `ssh`.
    struct FormTab {
        /// Unique in the form; the id `ssh` is special.
        id: String,
        /// The text on the tab.
        label: String,
        /// From top to bottom.
        sections: Vec<FormSection>,
    }

    /// A titled group of fields.
    struct FormSection {
        /// The heading.
        title: String,
        /// From top to bottom.
        fields: Vec<FormFieldDef>,
    }

    /// One input of a form.
    struct FormFieldDef {
        /// The key of the value. The real client keeps only the field with the id `password` secret.
        id: String,
        /// The text beside the input, also in messages such as `<label> is required`.
        label: String,
        /// What the input accepts.
        kind: FormFieldKind,
        /// Shown while the input is empty.
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
        /// A hint below the input.
        help: Option<String> [since V0_5],
    }

    /// What an input accepts.
    enum FormFieldKind {
        /// One line of text.
        Text,
        /// Hidden while it is typed; kept secret only if the id is `password`.
        Password,
        /// A secret that is never shown again.
        WriteOnly [since V0_6],
        /// The real client accepts 0 to 65535.
        Number,
        /// The path of a file.
        FilePath,
        /// `true` or empty.
        Checkbox,
        /// A choice; the real connection form always sends the default.
        Select {
            /// In display order.
            options: Vec<SelectOption>,
        },
        /// A choice whose options an authentication provider supplies while the form is open.
        DynamicSelect {
            /// Ids of the fields whose values the options depend on.
            depends_on: Vec<String>,
            /// When the options are fetched again.
            refresh: RefreshTrigger,
            /// Whether nothing is fetched before a login.
            requires_session: bool,
            /// Whether the user may type a value that is not among the options.
            allow_freeform: bool,
        } [since V0_5],
        /// A choice of the host's authentication profiles.
        AuthProfileRef {
            /// Only profiles of this provider are offered; all if absent.
            provider_id: Option<String>,
        } [since V0_6],
    }

    /// A choice of a select.
    struct SelectOption {
        /// The value that the form sends.
        value: String,
        /// The text that the user sees.
        label: String,
    }

    /// When the choices of a dynamic select are fetched again.
    enum RefreshTrigger {
        /// When the user requests it.
        Manual,
        /// When a field it depends on changes.
        OnDependencyChange,
        /// When the user enters the input.
        OnFocus,
        /// After each successful login.
        OnLoginComplete,
    }
}
