//! Both back ends on real repositories, beside git itself: all three must say the same.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where what it stands on fails")]

mod environment;
mod formats;
mod history;
mod repository;
mod staging;
