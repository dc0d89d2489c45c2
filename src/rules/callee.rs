//! The names of what a rule calls, taken apart once.

/// What a call may be named. The ways to write one are told in `docs/rules.md`.
#[derive(Debug)]
pub struct Callee {
    /// As the rule writes it.
    pub text: &'static str,
    /// The word that is called, the last of the name; what opens code in a page stands for itself.
    pub word: &'static str,
    /// Whether it is an assignment to the name.
    pub is_assigned: bool,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// `@Name`.
    Annotation(&'static str),
    /// `new Name`.
    Made(&'static str),
    /// `*.name`.
    Member(&'static str),
    /// `Front.*.back`, and `*.front.*.back`.
    Between { front: &'static str, anywhere: bool, back: &'static str },
    /// Any other.
    Plain(&'static str),
}

impl Callee {
    /// Takes apart what a rule writes.
    pub fn new(text: &'static str) -> Self {
        let (name, is_assigned) = text.strip_suffix(" =").map_or((text, false), |name| (name, true));
        let form = if let Some(name) = name.strip_prefix('@') {
            Form::Annotation(name)
        } else if let Some(made) = name.strip_prefix("new ") {
            Form::Made(made)
        } else if let Some((front, back)) = name.split_once(".*.") {
            let anywhere = front.strip_prefix("*.");
            Form::Between { front: anywhere.unwrap_or(front), anywhere: anywhere.is_some(), back }
        } else if let Some(member) = name.strip_prefix("*.") {
            Form::Member(member)
        } else {
            Form::Plain(name)
        };
        let word = if is_opener(name) { name } else { last_word(name).trim_end_matches(['!', '?']) };
        Self { text, word, is_assigned, form }
    }

    /// Whether it is what opens code in a page, such as `<?=`.
    pub fn is_opener(&self) -> bool {
        is_opener(self.text)
    }

    /// Whether a call goes by the name. `*.` stands for one receiver or more, `.*.` for one part or more; where the language
    /// writes qualified names, so does the front of a dotted or constructed one. An annotation may be written as a call, an
    /// assignment only as one.
    pub fn names(&self, name: &str, qualified: bool) -> bool {
        let (name, is_assigned) = name.strip_suffix(" =").map_or((name, false), |name| (name, true));
        if is_assigned != self.is_assigned {
            return false;
        }
        let annotation = name.strip_prefix('@');
        let name = annotation.unwrap_or(name);
        match self.form {
            Form::Annotation(wanted) => annotation.is_some() && (name == wanted || ends(name, wanted)),
            Form::Made(made) => {
                name.strip_prefix("new ").is_some_and(|name| name == made || (qualified && ends(name, made)))
            }
            _ => self.may_name(name, qualified),
        }
    }

    /// Whether a call whose bare name this is may turn out to go by it: nobody knows yet whether it is made or an annotation.
    pub fn may_name(&self, name: &str, qualified: bool) -> bool {
        // A name that ends with a mark goes without it too.
        let name = if self.text.ends_with(['!', '?']) { name } else { name.trim_end_matches(['!', '?']) };
        match self.form {
            Form::Annotation(wanted) | Form::Made(wanted) => name == wanted || ends(name, wanted),
            Form::Member(member) => ends(name, member),
            Form::Between { front, anywhere, back } => {
                let rest = name.strip_suffix(back).and_then(|rest| rest.strip_suffix('.'));
                rest.is_some_and(|rest| {
                    if anywhere {
                        rest.find(front).is_some_and(|at| at > 0 && rest[at + front.len()..].starts_with('.'))
                    } else {
                        rest.strip_prefix(front).is_some_and(|rest| rest.starts_with('.'))
                    }
                })
            }
            Form::Plain(plain) => name == plain || (qualified && plain.contains('.') && ends(name, plain)),
        }
    }
}

/// The word that is called: `getInstance` of `MessageDigest.getInstance`.
pub fn last_word(name: &str) -> &str {
    name.trim_end_matches(['!', '?']).rsplit(['.', ' ', '@', '-']).next().unwrap_or(name)
}

fn is_opener(text: &str) -> bool {
    text.starts_with(['<', '{'])
}

fn ends(name: &str, part: &str) -> bool {
    name.strip_suffix(part).is_some_and(|front| front.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::Callee;

    #[test]
    fn names_are_matched_whole_or_by_their_end() {
        for (name, callee, qualified, expected) in [
            ("eval", "eval", false, true),
            ("x.eval", "eval", true, false),
            ("cursor.execute", "*.execute", false, true),
            ("execute", "*.execute", false, false),
            ("a.b().execute", "*.execute", false, true),
            ("executed", "*.execute", false, false),
            ("java.security.MessageDigest.getInstance", "MessageDigest.getInstance", true, true),
            ("MyMessageDigest.getInstance", "MessageDigest.getInstance", true, false),
            ("java.security.MessageDigest.getInstance", "MessageDigest.getInstance", false, false),
            ("new java.util.Random", "new Random", true, true),
            ("Random", "new Random", true, false),
            ("a.b =", "*.b =", false, true),
            ("a.b", "*.b =", false, false),
            ("a.b =", "*.b", false, false),
            ("b =", "*.b =", false, false),
            ("@a.B", "@B", false, true),
            ("a.save!", "*.save", false, true),
            ("a.save", "*.save!", false, false),
            ("@B", "B", false, true),
            ("B", "@B", false, false),
            ("Jwts.parser().build().parse", "Jwts.*.parse", false, true),
            ("Jwts.parse", "Jwts.*.parse", false, false),
            ("io.Jwts.parser().parse", "*.Jwts.*.parse", false, true),
        ] {
            assert_eq!(Callee::new(callee).names(name, qualified), expected, "{name} by {callee}");
        }
    }
}
