//! Writes what TypeScript needs to know of the tables: `dto.ts`, the types with their docs, and `schema.ts`, the
//! tables themselves.
#![deny(missing_docs)]

mod schema_ts;
mod types_ts;

use std::path::Path;

use fluxwire_codec::reach;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("usage: generate FOLDER");
    let declared = reach::declarations();
    std::fs::write(Path::new(&folder).join("dto.ts"), types_ts::write(&declared))?;
    std::fs::write(Path::new(&folder).join("schema.ts"), schema_ts::write(&declared))
}
