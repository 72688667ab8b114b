//! The `sansang` program: parse, run, exit code.
fn main() {}
