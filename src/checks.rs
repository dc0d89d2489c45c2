//! The list of all checks.

use crate::code::Code;
use crate::engine::Check;
use crate::secrets::Secrets;

/// Every check, in no order that matters.
pub fn all() -> [&'static dyn Check; 2] {
    [&Secrets, &Code]
}
