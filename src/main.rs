//! The `hunkguard` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    hunkguard::cli::main()
}
