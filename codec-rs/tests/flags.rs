//! What must be true of every set of flags.

use fluxwire_codec::layout::Layout;
use fluxwire_codec::reach::{declarations, Declaration};
use fluxwire_codec::schema::Bits;

fn sets() -> Vec<&'static Bits> {
    let of = |declaration| if let Declaration::Bits(table) = declaration { Some(table) } else { None };
    declarations().into_values().filter_map(of).collect()
}

#[test]
fn every_layout_has_the_bits_of_the_fact_sheet() {
    let masks = |name: &str| sets().into_iter().find(|set| set.name == name).expect(name).masks;
    let (old, six, seven) = (0x7fff_ffff_ffff, 0xff_ffff_ffff_ffff, 0x1fff_ffff_ffff_ffff);
    assert_eq!(masks("DriverCapabilities"), [old, old, six, seven, seven, seven]);
    assert_eq!(masks("SchemaFeatures"), [0x7f; Layout::ALL.len()]);
    assert_eq!(masks("CodeGenCapabilities"), [0x7fff, 0x7fff, 0x7fff, 0x3_ffff, 0x3_ffff, 0x3_ffff]);
}

#[test]
fn each_bit_has_one_name_and_they_stand_in_order() {
    for set in sets() {
        let bits: Vec<u32> = set.flags.iter().map(|flag| flag.bit).collect();
        assert_eq!(bits, (0..set.flags.len() as u32).collect::<Vec<_>>(), "{}", set.name);
        assert!(set.flags.len() <= set.width as usize, "{}", set.name);
        let mut names: Vec<&str> = set.flags.iter().map(|flag| flag.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), set.flags.len(), "{}", set.name);
    }
}

#[test]
fn flags_that_the_fact_sheet_names_have_its_bits() {
    let capabilities = sets().into_iter().find(|set| set.name == "DriverCapabilities").expect("it is declared");
    let bit = |name: &str| capabilities.flags.iter().find(|flag| flag.name == name).map(|flag| flag.bit);
    assert_eq!(bit("KV_SCAN"), Some(30));
    assert_eq!(bit("MULTI_STATEMENT"), Some(48));
}
