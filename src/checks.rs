//! The list of all checks.

use crate::code::Code;
use crate::engine::Check;
use crate::secrets::Secrets;
use crate::sensitive::Sensitive;
use crate::unicode::Unicode;

/// Every check, in no order that matters.
pub fn all() -> [&'static dyn Check; 4] {
    [&Secrets, &Code, &Unicode, &Sensitive]
}
