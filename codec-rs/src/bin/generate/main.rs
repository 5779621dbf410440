//! Writes the tables for TypeScript: `dto.ts`, the types with their docs, `methods.ts`, the requests
//! with their answers, `wire_types.ts`, the types that the SDK exports, and `schema.ts`, the tables themselves.
#![deny(missing_docs)]

mod methods_ts;
mod schema_ts;
mod types_ts;
mod wire_types_ts;

use std::path::Path;

use fluxwire_codec::reach;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("usage: generate FOLDER");
    let declared = reach::declarations();
    std::fs::write(Path::new(&folder).join("dto.ts"), types_ts::write(&declared))?;
    std::fs::write(Path::new(&folder).join("methods.ts"), methods_ts::write(&declared))?;
    std::fs::write(Path::new(&folder).join("wire_types.ts"), wire_types_ts::write())?;
    std::fs::write(Path::new(&folder).join("schema.ts"), schema_ts::write(&declared))
}
