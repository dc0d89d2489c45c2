//! The list of all checks.

use crate::engine::Check;
use crate::secrets::Secrets;

/// Every check, in no order that matters.
pub fn all() -> [&'static dyn Check; 1] {
    [&Secrets]
}
