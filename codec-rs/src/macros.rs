//! `dto!`: declarations that read like an interface description, turned into constant tables.

/// The layout of `[since V]`; the oldest if absent.
#[doc(hidden)]
#[macro_export]
macro_rules! since {
    () => {
        $crate::layout::Layout::V0_4
    };
    ($layout:ident) => {
        $crate::layout::Layout::$layout
    };
}

/// The text of `[default D]`.
#[doc(hidden)]
#[macro_export]
macro_rules! default {
    () => {
        None
    };
    ($default:ident) => {
        Some(stringify!($default))
    };
    ($default:literal) => {
        Some(stringify!($default))
    };
}

/// One table of fields.
#[doc(hidden)]
#[macro_export]
macro_rules! fields {
    ($($(#[doc = $doc:literal])* $name:ident : $ty:ty $([since $since:ident $(default $default:tt)?])?),* $(,)?) => {
        &[$($crate::schema::Field {
            name: stringify!($name),
            since: $crate::since!($($since)?),
            default: $crate::default!($($($default)?)?),
            ty: <$ty as $crate::schema::Dto>::TYPE,
            #[cfg(not(target_arch = "wasm32"))]
            doc: concat!($($doc, "\n"),*),
        }),*]
    };
}

/// The payload after a variant's number.
#[doc(hidden)]
#[macro_export]
macro_rules! payload {
    () => { $crate::schema::Payload::Unit };
    (($ty:ty)) => { $crate::schema::Payload::Newtype(<$ty as $crate::schema::Dto>::TYPE) };
    ({ $($fields:tt)* }) => { $crate::schema::Payload::Fields($crate::fields!($($fields)*)) };
}

/// Whether a variant has no payload.
#[doc(hidden)]
#[macro_export]
macro_rules! is_unit {
    () => {
        true
    };
    ($($payload:tt)+) => {
        false
    };
}

/// The part of the answer that a method's caller gets: all of it, nothing, or the JSON in a text.
#[doc(hidden)]
#[macro_export]
macro_rules! form {
    () => {
        $crate::method::Form::Plain
    };
    (Done) => {
        $crate::method::Form::Done
    };
    (Json($ty:ty)) => {{
        static TYPE: $crate::schema::Type = <$ty as $crate::schema::Dto>::TYPE;
        $crate::method::Form::Json(&TYPE)
    }};
}

/// The name of another request's method, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! by {
    () => {
        None
    };
    ($request:ident) => {
        Some(stringify!($request))
    };
}

/// Declares wire types. Append only: additions of a release are marked `[since LAYOUT]`, on a field also with
/// `default D`, which is written if a message leaves the field out.
///
/// A variant's number is never written down: it is the count of earlier variants that the layout has. A set of flags has
/// the bits of those flags that the layout has.
///
/// The variant of a request is a method: `=> ANSWER [in GROUP, gives FLAGS]` names what answers it, the group of methods
/// it belongs to, and the capabilities of a driver that has it. `=> ANSWER as Done` is an answer without a result,
/// `as Json(TYPE)` one with JSON in a text; `by REQUEST` names the method of a session that
/// serves this request too. The variant's doc is the method's.
#[macro_export]
macro_rules! dto {
    () => {};
    ($(#[doc = $doc:literal])* struct $name:ident { $($fields:tt)* } $($rest:tt)*) => {
        $(#[doc = $doc])*
        pub struct $name;
        impl $crate::schema::Dto for $name {
            const TYPE: $crate::schema::Type = {
                static SHAPE: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
                static TABLE: $crate::schema::Struct = $crate::schema::Struct {
                    name: stringify!($name),
                    fields: $crate::fields!($($fields)*),
                    shape: &SHAPE,
                    #[cfg(not(target_arch = "wasm32"))]
                    group: $crate::schema::group(module_path!()),
                    #[cfg(not(target_arch = "wasm32"))]
                    doc: concat!($($doc, "\n"),*),
                };
                $crate::schema::Type::Struct(&TABLE)
            };
        }
        $crate::dto! { $($rest)* }
    };
    ($(#[doc = $doc:literal])* enum $name:ident {
        $($(#[doc = $vdoc:literal])* $variant:ident $(($ty:ty))? $({ $($fields:tt)* })? $([since $since:ident])?
        $(=> $answer:ident $(as $form:ident $(($json:ty))?)?
            [in $group:ident $(, by $by:ident)? $(, gives $($flag:ident)+)?])?
        ),* $(,)?
    } $($rest:tt)*) => {
        $(#[doc = $doc])*
        pub struct $name;
        #[cfg(not(target_arch = "wasm32"))]
        impl $name {
            /// The methods that the variants are, in wire order.
            pub const METHODS: &'static [$crate::method::Method] = &[$($($crate::method::Method {
                request: stringify!($variant),
                answer: stringify!($answer),
                form: $crate::form!($($form $(($json))?)?),
                group: stringify!($group),
                by: $crate::by!($($by)?),
                gives: &[$($(stringify!($flag)),+)?],
            },)?)*];
        }
        impl $crate::schema::Dto for $name {
            const TYPE: $crate::schema::Type = {
                static TABLE: $crate::schema::Enum = $crate::schema::Enum {
                    name: stringify!($name),
                    plain: true $(&& $crate::is_unit!($(($ty))? $({ $($fields)* })?))*,
                    variants: &[$($crate::schema::Variant {
                        name: stringify!($variant),
                        since: $crate::since!($($since)?),
                        payload: $crate::payload!($(($ty))? $({ $($fields)* })?),
                        shape: {
                            static SHAPE: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
                            &SHAPE
                        },
                        #[cfg(not(target_arch = "wasm32"))]
                        doc: concat!($($vdoc, "\n"),*),
                    }),*],
                    #[cfg(not(target_arch = "wasm32"))]
                    group: $crate::schema::group(module_path!()),
                    #[cfg(not(target_arch = "wasm32"))]
                    doc: concat!($($doc, "\n"),*),
                };
                $crate::schema::Type::Enum(&TABLE)
            };
        }
        $crate::dto! { $($rest)* }
    };
    ($(#[doc = $doc:literal])* bits $name:ident: $width:literal {
        $($(#[doc = $fdoc:literal])* $flag:ident = $bit:literal $([since $since:ident])?),* $(,)?
    } $($rest:tt)*) => {
        $(#[doc = $doc])*
        pub struct $name;
        impl $crate::schema::Dto for $name {
            const TYPE: $crate::schema::Type = {
                static TABLE: $crate::schema::Bits = $crate::schema::Bits {
                    name: stringify!($name),
                    width: $width,
                    masks: $crate::schema::masks(&[$(($bit, $crate::since!($($since)?))),*]),
                    #[cfg(not(target_arch = "wasm32"))]
                    flags: &[$($crate::schema::Flag {
                        name: stringify!($flag),
                        bit: $bit,
                        since: $crate::since!($($since)?),
                        doc: concat!($($fdoc, "\n"),*),
                    }),*],
                    #[cfg(not(target_arch = "wasm32"))]
                    group: $crate::schema::group(module_path!()),
                    #[cfg(not(target_arch = "wasm32"))]
                    doc: concat!($($doc, "\n"),*),
                };
                $crate::schema::Type::Bits(&TABLE)
            };
        }
        $crate::dto! { $($rest)* }
    };
}
