//! Python: requirements in every file that holds them.

mod lock;
mod pyproject;
mod requirement;
mod requirements;
mod setup;

pub use lock::{conda, lock, pipfile_lock};
pub use pyproject::{pipfile, pixi, pyproject};
pub use requirement::{requirement, split, version_part, wanted, wanted_poetry};
pub use requirements::requirements;
pub use setup::{setup_cfg, setup_py};
