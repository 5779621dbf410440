//! Checks that hold for every declaration, present and future.

use fluxwire_codec::dto::request::DriverRequestBody;
use fluxwire_codec::layout::Layout;
use fluxwire_codec::reach::{declarations, Declaration};
use fluxwire_codec::schema::{Enum, Field, Payload, Struct, Type};

fn structs() -> Vec<&'static Struct> {
    let of = |declaration| if let Declaration::Struct(table) = declaration { Some(table) } else { None };
    declarations().into_values().filter_map(of).collect()
}

fn enums() -> Vec<&'static Enum> {
    let of = |declaration| if let Declaration::Enum(table) = declaration { Some(table) } else { None };
    declarations().into_values().filter_map(of).collect()
}

fn all_fields() -> Vec<&'static Field> {
    let own = structs().into_iter().flat_map(|table| table.fields);
    let variants = enums().into_iter().flat_map(|table| table.variants);
    let inner = variants.flat_map(|variant| match &variant.payload {
        Payload::Fields(fields) => *fields,
        _ => &[],
    });
    own.chain(inner).collect()
}

#[test]
fn no_field_is_called_type_because_a_variant_puts_its_name_there() {
    assert!(all_fields().iter().all(|field| field.name != "type"));
}

#[test]
fn a_default_is_declared_only_for_what_can_be_written_and_fits() {
    for field in all_fields() {
        let Some(default) = field.default else { continue };
        assert!(field.since > Layout::V0_4, "{}: a field that was always there has no default", field.name);
        match &field.ty {
            Type::Bool => assert!(matches!(default, "true" | "false"), "{}", field.name),
            Type::U32 => assert!(default.parse::<u32>().is_ok(), "{}", field.name),
            Type::Enum(table) => {
                let declared = table.variants.iter().position(|variant| variant.name == default);
                let number = table.number(declared.expect(field.name), field.since);
                assert!(number.is_some(), "{}: {default} is younger than the field", field.name);
            }
            _ => panic!("{}: no default can be written for its type", field.name),
        }
    }
}

#[test]
fn a_younger_field_is_optional_or_has_a_default() {
    for field in all_fields() {
        let is_optional =
            matches!(field.ty, Type::Option(_) | Type::Tail(_) | Type::TailList(_) | Type::GapList(_) | Type::Gap(_));
        assert!(field.since == Layout::V0_4 || is_optional || field.default.is_some(), "{}", field.name);
    }
}

#[test]
fn every_declaration_has_a_doc() {
    assert!(structs().iter().all(|table| !table.doc.trim().is_empty()));
    assert!(enums().iter().all(|table| !table.doc.trim().is_empty()));
}

#[test]
fn variant_numbers_shift_with_the_layout() {
    let number = |name: &str, variant: &str| {
        let table = enums().into_iter().find(|table| table.name == name).expect(name);
        let declared = table.variants.iter().position(|one| one.name == variant).expect(variant);
        Layout::ALL.map(|layout| table.number(declared, layout))
    };
    assert_eq!(number("Icon", "Database"), [7, 8, 9, 11, 11, 12].map(Some));
    assert_eq!(number("DriverResponseBody", "Error"), [31, 31, 32, 32, 32, 32].map(Some));
    assert_eq!(number("FormFieldKind", "Number"), [2, 2, 3, 3, 3, 3].map(Some));
    assert_eq!(number("QueryLanguage", "Custom"), [9, 12, 13, 13, 13, 13].map(Some));
    assert_eq!(number("DriverRequestBody", "GenerateCode"), [Some(55); 6]);
    assert_eq!(number("DbKind", "ClickHouse"), [None, None, None, None, None, Some(12)]);
}

#[test]
fn every_request_is_a_method_whose_answer_is_as_old() {
    let body = |name: &str| enums().into_iter().find(|table| table.name == name).expect("a declared enum").variants;
    let requests: Vec<&str> = body("DriverRequestBody").iter().map(|variant| variant.name).collect();
    let methods: Vec<&str> = DriverRequestBody::METHODS.iter().map(|method| method.request).collect();
    assert_eq!(methods, requests);
    for (method, request) in DriverRequestBody::METHODS.iter().zip(body("DriverRequestBody")) {
        let answer = body("DriverResponseBody").iter().find(|variant| variant.name == method.answer);
        assert!(answer.expect(method.answer).since <= request.since, "{}", method.request);
    }
}

#[test]
fn a_method_gives_flags_that_exist() {
    let capabilities = declarations().into_values().find_map(|declaration| match declaration {
        Declaration::Bits(table) if table.name == "DriverCapabilities" => Some(table.flags),
        _ => None,
    });
    let exists = |name: &str| capabilities.unwrap().iter().any(|flag| flag.name == name);
    for method in DriverRequestBody::METHODS {
        assert!(method.gives.iter().all(|name| exists(name)), "{}", method.request);
        assert!(method.by.is_none_or(|by| DriverRequestBody::METHODS.iter().any(|other| other.request == by)));
    }
}
