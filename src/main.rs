//! The `kepu` program: an exit code, and nothing else.

use std::process::ExitCode;

/// Rendering makes and drops many small strings on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kepu::cli::main()
}
