//! Shows that time grows as the input does: each case in sizes that double, up to what is refused.
//! `cargo bench --bench limits`

#![allow(clippy::disallowed_methods, reason = "a benchmark makes and removes its own sites")]

mod tables;

use std::time::Instant;

fn main() {
    println!("{:<34} {:>10} {:>12} {:>12} {:>14}", "case", "size", "bytes", "ms", "ns a byte");
    tables::run();
}

/// Times one size of a case.
pub fn time(case: &str, size: usize, bytes: usize, work: impl FnOnce()) {
    let began = Instant::now();
    work();
    let took = began.elapsed();
    let each = took.as_nanos() / bytes.max(1) as u128;
    println!("{case:<34} {size:>10} {bytes:>12} {:>12} {each:>14}", took.as_millis());
}
