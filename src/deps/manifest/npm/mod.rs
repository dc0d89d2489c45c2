//! JavaScript: npm, yarn, pnpm, bun, deno.

mod lock;
mod package;
mod pnpm;
mod spec;
mod yarn;

pub use lock::{bun_lock, deno_lock, package_lock};
pub use package::{deno_json, package_json, pnpm_workspace};
pub use pnpm::pnpm_lock;
pub use spec::{name_and_version, spec};
pub use yarn::yarn_lock;
