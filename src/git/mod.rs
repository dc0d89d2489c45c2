//! Git: the only place that knows it. Two back ends behind one trait, and what hooks need to know about a repository.

mod backend;

pub use backend::{Backend, Commit, GitError, ObjectKind, Reference, Signature};
