//! Tells cargo that the check pack is part of the binary: a new file in it needs a new build.

fn main() {
    println!("cargo:rerun-if-changed=checks");
    println!("cargo:rerun-if-changed=reports");
}
