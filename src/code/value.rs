//! What is known of the value of an expression.

/// What an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A constant; whether it is text.
    Literal { text: bool },
    /// Text joined, formatted or interpolated with something that is not constant.
    Built,
    /// Anything else.
    Other,
}

/// Constant text.
pub(super) const TEXT: Value = Value::Literal { text: true };

impl Value {
    /// The value of a choice between two.
    pub(super) fn either(self, other: Self) -> Self {
        match (self, other) {
            (Self::Built, _) | (_, Self::Built) => Self::Built,
            (Self::Literal { text: a }, Self::Literal { text: b }) => Self::Literal { text: a || b },
            _ => Self::Other,
        }
    }

    /// The value of two joined.
    pub(super) fn join(self, other: Self) -> Self {
        match (self, other) {
            (TEXT, Self::Other) | (Self::Other, TEXT) => Self::Built,
            _ => self.either(other),
        }
    }

    pub(super) fn is_literal(self) -> bool {
        matches!(self, Self::Literal { .. })
    }
}
