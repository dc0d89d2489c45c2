//! The list of all checks.

use crate::code::Code;
use crate::deps::Dependencies;
use crate::engine::Check;
use crate::secrets::Secrets;
use crate::sensitive::Sensitive;
use crate::unicode::Unicode;

/// Every check, in no order that matters; dependencies by the index in this program.
pub fn all() -> [&'static dyn Check; 5] {
    static BUILT_IN: Dependencies = Dependencies::built_in();
    with(&BUILT_IN)
}

/// Every check, with dependencies judged as the caller says.
pub fn with(dependencies: &Dependencies) -> [&dyn Check; 5] {
    [&Secrets, &Code, &Unicode, &Sensitive, dependencies]
}

/// The checks of texts that are no files, whatever they are called.
pub fn of_texts() -> [&'static dyn Check; 3] {
    [&Secrets, &Code, &Unicode]
}
