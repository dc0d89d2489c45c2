//! The engine: runs the checks over every changed file and turns their hits into findings.

mod composite;
mod context;
mod derived;
mod echoes;
mod excerpt;
mod feed;
mod made;
mod packed;
mod run;
mod scanner;
mod sink;
mod unscanned;

pub use composite::Part;
pub use derived::Encodings;
pub use feed::{Feed, FeedError, Input, Item, Reader};
pub use run::{Outcome, Progress, Totals, run};
pub use scanner::{Beside, Check, Scanner};
pub use sink::{Hit, Sink, Told};
pub use unscanned::{Unread, UnreadReason, bytes, unscanned};
