//! Tells cargo that the check pack is part of the binary: a new file in it needs a new build.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]

fn main() {
    println!("cargo:rerun-if-changed=checks");
    println!("cargo:rerun-if-changed=reports");
}
