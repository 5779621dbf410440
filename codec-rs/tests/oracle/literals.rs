//! Values by hand, where chance does not reach: texts of chrono, uuids, characters, maps, flags, absences.

use fluxwire_codec::decode::{Decoder, Gaps, Limits, Reading};
use fluxwire_codec::dto::query::{ExecutionContext, MetricQuerySeries};
use fluxwire_codec::encode::{Encoder, Writing};
use fluxwire_codec::layout::Layout;
use fluxwire_codec::reach::{declarations, Declaration};
use fluxwire_codec::schema::{Dto, Type};
use fluxwire_codec::sink::AnySink;
use fluxwire_codec::source::{AnySource, Cursor};
use fluxwire_codec::tape::{Tape, BIG, BOOL, FLOAT, LIST, MAP, NONE, NUMBER, OBJECT, TEXT, VARIANT};

use crate::cases::layouts;
use crate::idl::Def;
use crate::writing::reader;

const LIMITS: Limits = Limits { max_depth: 64, max_values: 100_000 };

/// A bare value, and how many bytes it took.
fn read(layout: Layout, ty: &'static Type, payload: &[u8], reading: Reading) -> Result<(Tape, usize), String> {
    let mut tape = Tape::default();
    let cursor = Cursor::new(payload);
    let mut decoder = Decoder::new(&mut tape, layout, LIMITS, reading, Gaps::default());
    let outcome = decoder.decode(ty, &mut AnySource::new(layout.codec(), &cursor));
    outcome.map_err(|error| error.to_string())?;
    let end = cursor.at();
    Ok((tape, end))
}

fn write(layout: Layout, ty: &'static Type, tape: &Tape) -> Result<Vec<u8>, String> {
    let mut payload = Vec::new();
    let mut encoder = Encoder::new(reader(tape), layout, Writing::Explicit, LIMITS);
    let outcome = encoder.encode(ty, &mut AnySink::new(layout.codec(), &mut payload));
    outcome.map_err(|error| error.to_string())?;
    Ok(payload)
}

fn tape(words: &[u32], text: &str) -> Tape {
    Tape { words: words.into(), text: text.into(), bytes: Vec::new() }
}

/// Reads bytes whole and gives the text on the tape.
fn text_of(layout: Layout, ty: &'static Type, payload: &[u8]) -> String {
    let (tape, end) = read(layout, ty, payload, Reading::Explicit).expect("a value");
    assert_eq!(end, payload.len());
    String::from_utf8(tape.text).expect("UTF-8")
}

#[test]
fn dates_and_times_are_the_texts_of_chrono() {
    let second: chrono::DateTime<chrono::Utc> = "2024-01-02T03:04:05.12Z".parse().expect("a time");
    let date = |year| chrono::NaiveDate::from_ymd_opt(year, 1, 2).expect("a date");
    let time = |second, nano| chrono::NaiveTime::from_hms_nano_opt(23, 59, second, nano).expect("a time");
    let json = |value: serde_json::Value| value.as_str().expect("a text").to_owned();
    let cases = [
        (8u32, json(serde_json::json!(second)), "2024-01-02T03:04:05.120Z"),
        (8, json(serde_json::json!(chrono::DateTime::from_timestamp(0, 1))), "1970-01-01T00:00:00.000000001Z"),
        (8, json(serde_json::json!(chrono::DateTime::from_timestamp(-62_167_219_201, 0))), "-0001-12-31T23:59:59Z"),
        (9, json(serde_json::json!(date(2024))), "2024-01-02"),
        (9, json(serde_json::json!(date(12024))), "+12024-01-02"),
        (9, json(serde_json::json!(date(-1))), "-0001-01-02"),
        (10, json(serde_json::json!(time(5, 6_000))), "23:59:05.000006"),
        (10, json(serde_json::json!(time(59, 1_500_000_000))), "23:59:60.500"),
    ];
    for (number, given, text) in cases {
        assert_eq!(given, text);
        for (layout, payload) in [
            (Layout::V0_6, bincode::serialize(&(number, text)).expect("bytes")),
            (Layout::V0_7_1, postcard::to_allocvec(&(number, text)).expect("bytes")),
        ] {
            assert_eq!(text_of(layout, &Type::Value, &payload), text);
            let written = tape(&[VARIANT | number << 4, TEXT | (text.len() as u32) << 4], text);
            assert_eq!(write(layout, &Type::Value, &written), Ok(payload));
        }
    }
}

#[test]
fn a_uuid_is_sixteen_bytes_with_their_length() {
    let id = uuid::Uuid::from_u128(0x00112233_4455_6677_8899_aabbccddeeff);
    let text = "00112233-4455-6677-8899-aabbccddeeff";
    let written = tape(&[TEXT | 36 << 4], text);
    let upper = tape(&[TEXT | 36 << 4], &text.to_uppercase());
    for (layout, payload) in [
        (Layout::V0_4, bincode::serialize(&id).expect("bytes")),
        (Layout::V0_8, postcard::to_allocvec(&id).expect("bytes")),
    ] {
        assert_eq!(text_of(layout, &Type::Uuid, &payload), text);
        assert_eq!(write(layout, &Type::Uuid, &written), Ok(payload.clone()));
        assert_eq!(write(layout, &Type::Uuid, &upper), Ok(payload));
    }
    let short = read(Layout::V0_8, &Type::Uuid, &[&[15], &[0; 15][..]].concat(), Reading::Explicit);
    assert_eq!(short.err().as_deref(), Some("expected a uuid of 16 bytes, found 15 at byte 0"));
}

#[test]
fn a_character_has_a_length_in_postcard_alone() {
    for c in ['"', 'ß', '中', '🦀'] {
        let text = c.to_string();
        let payload = bincode::serialize(&c).expect("bytes");
        assert_eq!(payload, text.as_bytes());
        assert_eq!(text_of(Layout::V0_5, &Type::Char, &payload), text);
        let payload = postcard::to_allocvec(&c).expect("bytes");
        assert_eq!(payload, [&[text.len() as u8], text.as_bytes()].concat());
        assert_eq!(text_of(Layout::V0_7_0, &Type::Char, &payload), text);
        let written = tape(&[TEXT | (text.len() as u32) << 4], &text);
        assert_eq!(write(Layout::V0_7_0, &Type::Char, &written), Ok(payload));
    }
    for payload in [&[0][..], &[1, 0x80], &[5]] {
        assert!(read(Layout::V0_7_0, &Type::Char, payload, Reading::Explicit).is_err(), "{payload:?}");
    }
    assert!(read(Layout::V0_5, &Type::Char, &[0x80], Reading::Explicit).is_err());
    assert!(write(Layout::V0_5, &Type::Char, &tape(&[TEXT | 2 << 4], "ab")).is_err());
}

#[test]
fn a_document_keeps_the_order_and_the_repetitions_of_its_keys() {
    let payload = [12, 3, 1, b'b', 1, 1, 1, b'a', 0, 1, b'b', 2, 3];
    let (found, end) = read(Layout::V0_7_1, &Type::Value, &payload, Reading::Explicit).expect("a document");
    let key = TEXT | 1 << 4;
    assert_eq!(found.words, [MAP | 3 << 4, key, BOOL | 1 << 4, key, NONE, key, BIG, -2i32 as u32, u32::MAX]);
    assert_eq!((found.text.as_slice(), end), (&b"bab"[..], payload.len()));
    assert_eq!(write(Layout::V0_7_1, &Type::Value, &found), Ok(payload.to_vec()));
}

#[test]
fn a_float_keeps_every_bit() {
    for bits in [0x7ff8_0000_0000_0001, (-0.0f64).to_bits(), 1, f64::INFINITY.to_bits()] {
        let payload = bincode::serialize(&(3u32, f64::from_bits(bits))).expect("bytes");
        let (found, _) = read(Layout::V0_6, &Type::Value, &payload, Reading::Explicit).expect("a float");
        assert_eq!(found.words, [FLOAT, bits as u32, (bits >> 32) as u32]);
        assert_eq!(write(Layout::V0_6, &Type::Value, &found), Ok(payload));
    }
}

#[test]
fn an_unknown_flag_empties_a_set_and_is_never_written() {
    let declared = declarations();
    for (types, layout) in layouts() {
        for (name, width, mask) in types.iter().filter_map(|(name, def)| match def {
            Def::Bits { width, mask } => Some((name, *width, *mask)),
            _ => None,
        }) {
            let Some(Declaration::Bits(table)) = declared.get(name) else { panic!("{name} is not declared") };
            let ty: &'static Type = Box::leak(Type::Bits(table).into());
            let payload = |value: u64| match (layout <= Layout::V0_6, width) {
                (true, 32) => (value as u32).to_le_bytes().to_vec(),
                (true, _) => value.to_le_bytes().to_vec(),
                (false, _) => postcard::to_allocvec(&value).expect("bytes"),
            };
            let words = |value: u64| match width {
                32 => vec![NUMBER | (value as u32) << 4],
                _ => vec![BIG | 1 << 4, value as u32, (value >> 32) as u32],
            };
            let found = |value| read(layout, ty, &payload(value), Reading::Explicit).expect("flags").0.words;
            assert_eq!(found(mask), words(mask), "{name}");
            assert_eq!(found(mask | (mask + 1)), words(0), "{name}");
            assert_eq!(write(layout, ty, &tape(&words(mask | (mask + 1)), "")), Ok(payload(mask)), "{name}");
        }
    }
}

#[test]
fn a_null_inside_an_option_is_not_the_same_as_nothing() {
    let ty = &Type::Option(&Type::Value);
    let (null, _) = read(Layout::V0_7_1, ty, &[1, 0], Reading::Explicit).expect("a null");
    let (nothing, _) = read(Layout::V0_7_1, ty, &[0], Reading::Explicit).expect("nothing");
    assert_eq!(null.words[0] & 15, OBJECT);
    assert_eq!(nothing.words, [NONE]);
    assert_eq!(write(Layout::V0_7_1, ty, &tape(&[VARIANT], "")), Ok(vec![1, 0]));
    assert_eq!(write(Layout::V0_7_1, ty, &tape(&[NONE], "")), Ok(vec![0]));
}

#[test]
fn a_tail_may_be_missing_at_the_end_and_never_inside_a_list() {
    // Four options without a value; the fifth, `source`, is left out (H5).
    let context = &<ExecutionContext as Dto>::TYPE;
    assert!(read(Layout::V0_7_1, context, &[0; 4], Reading::Explicit).is_err());
    let (found, end) = read(Layout::V0_7_1, context, &[0; 4], Reading::Tail).expect("a context");
    assert_eq!((&found.words[1..], end), (&[NONE; 5][..], 4));
    static CONTEXTS: Type = Type::List(&<ExecutionContext as Dto>::TYPE);
    let (found, _) = read(Layout::V0_7_1, &CONTEXTS, &[1, 0, 0, 0, 0, 0], Reading::Tail).expect("contexts");
    assert_eq!(found.words[0], LIST | 1 << 4);
    assert!(read(Layout::V0_7_1, &CONTEXTS, &[1, 0, 0, 0, 0], Reading::Tail).is_err());
}

#[test]
fn a_gap_is_empty_unless_a_one_and_a_whole_value_follow() {
    static SERIES: Type = Type::List(&<MetricQuerySeries as Dto>::TYPE);
    // Namespace `n`, metric `m`, no dimensions, period 60, statistic `s`, and a label or none.
    let one = [1, b'n', 1, b'm', 0, 60, 1, b's'];
    let without = [&[2][..], &one, &one].concat();
    let with = [&[1][..], &one, &[1, 1, b'l']].concat();
    for (payload, texts) in [(without, "nmsnms"), (with, "nmsl")] {
        let (found, end) = read(Layout::V0_7_1, &SERIES, &payload, Reading::Gaps).expect("series");
        assert_eq!((std::str::from_utf8(&found.text), end), (Ok(texts), payload.len()));
    }
}
