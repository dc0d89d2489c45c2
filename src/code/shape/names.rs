//! The value of a name, by what it was given.

use std::ops::Range;

use super::Reader;
use crate::code::flow;
use crate::code::names::{self, Definition};
use crate::code::value::Value;

impl Reader<'_, '_> {
    /// A name: constant if every definition that can reach it is, built if one shortly above is.
    pub(super) fn variable(&self, name: &Range<usize>, deep: u8) -> Value {
        let value = self.given(name, deep);
        if value == Value::Other && self.source.is_guarded(&self.source.text[name.clone()], name.start) {
            return Value::Literal { text: false };
        }
        value
    }

    fn given(&self, name: &Range<usize>, deep: u8) -> Value {
        let names = self.source.names();
        let mut reaching = names.reaching(self.source, &self.source.text[name.clone()], name.start);
        reaching.reverse();
        if reaching.is_empty() {
            return Value::Other;
        }
        let value = |definition: &Definition| match definition.value {
            _ if definition.number => Value::Literal { text: false },
            Some(start) => self.value(&names::value(self.source, start), deep),
            None => Value::Other,
        };
        if let Some(last) = reaching.iter().rposition(|definition| !definition.append) {
            let shortly =
                reaching[last..].iter().filter(|definition| flow::near(self.source, definition.at, name.start));
            let last = shortly.map(|definition| value(definition)).reduce(Value::join);
            if last == Some(Value::Built) {
                return Value::Built;
            }
        }
        let shortly = |definition: &Definition| flow::near(self.source, definition.at, name.start);
        if reaching.iter().all(|definition| definition.append) {
            // What is written to one after the other, into what was declared without a value.
            return reaching
                .iter()
                .filter(|definition| shortly(definition))
                .map(|definition| value(definition))
                .reduce(Value::join)
                .unwrap_or(Value::Other);
        }
        let merged = reaching.iter().map(|definition| match value(definition) {
            Value::Built if !shortly(definition) => Value::Other,
            value => value,
        });
        merged.reduce(Value::either).unwrap_or(Value::Other)
    }
}
