//! Configuration values, and those that the environment adds: `git -c` and `GIT_CONFIG_COUNT` reach a hook as variables,
//! which libgit2 does not read.

/// Every value of the configuration in order of precedence, lowest first.
#[derive(Debug, Default)]
pub(super) struct Settings(Vec<(String, String)>);

/// What a key without `=` stands for.
const BARE: &str = "true";

impl Settings {
    /// Adds a value, which counts more than those before it. A key without value is true.
    pub fn push(&mut self, key: &str, value: Option<String>) {
        self.0.push((normal(key), value.unwrap_or_else(|| BARE.to_owned())));
    }

    /// Adds what `git config --list --null` prints: `<key>\n<value>\0`, without the line feed where there is no value.
    pub fn push_list(&mut self, list: &[u8]) {
        for item in list.split(|&byte| byte == 0).filter(|item| !item.is_empty()) {
            let text = String::from_utf8_lossy(item);
            match text.split_once('\n') {
                Some((key, value)) => self.push(key, Some(value.to_owned())),
                None => self.push(&text, None),
            }
        }
    }

    /// Adds the values of `GIT_CONFIG_COUNT` with `GIT_CONFIG_KEY_<n>` and `GIT_CONFIG_VALUE_<n>`, then those of
    /// `GIT_CONFIG_PARAMETERS`. What is malformed ends the list: git itself refuses to run with it.
    pub fn push_environment(&mut self, variable: impl Fn(&str) -> Option<String>) {
        let count = variable("GIT_CONFIG_COUNT").and_then(|count| count.parse().ok()).unwrap_or(0_u32);
        for n in 0..count {
            let pair = (variable(&format!("GIT_CONFIG_KEY_{n}")), variable(&format!("GIT_CONFIG_VALUE_{n}")));
            let (Some(key), Some(value)) = pair else { break };
            self.push(&key, Some(value));
        }
        let parameters = variable("GIT_CONFIG_PARAMETERS").unwrap_or_default();
        let mut rest = parameters.trim_start();
        while let Some((key, value, behind)) = parameter(rest) {
            self.push(&key, value);
            rest = behind.trim_start();
        }
    }

    /// Every value of a key, lowest level first.
    pub fn all(&self, key: &str) -> Vec<String> {
        let key = normal(key);
        self.0.iter().filter(|(known, _)| *known == key).map(|(_, value)| value.clone()).collect()
    }

    /// The value of a key that counts.
    pub fn last(&self, key: &str) -> Option<String> {
        let key = normal(key);
        self.0.iter().rev().find(|(known, _)| *known == key).map(|(_, value)| value.clone())
    }
}

/// Where git pushes to.
impl Settings {
    /// Every URL of a remote, with the remote's name: as it is set, and as `insteadOf` and `pushInsteadOf` rewrite it.
    pub fn remote_urls(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (key, url) in &self.0 {
            let named = key.strip_prefix("remote.").and_then(|rest| rest.rsplit_once('.'));
            if let Some((remote, "url" | "pushurl")) = named {
                found.push((remote.to_owned(), url.clone()));
                let rewritten = ["insteadof", "pushinsteadof"].iter().filter_map(|name| self.rewritten(url, name));
                found.extend(rewritten.map(|url| (remote.to_owned(), url)));
            }
        }
        found
    }

    /// The URL with its longest matching prefix replaced: `url.<base>.insteadOf = <prefix>`.
    fn rewritten(&self, url: &str, name: &str) -> Option<String> {
        let rules = self.0.iter().filter_map(|(key, prefix)| {
            let (base, found) = key.strip_prefix("url.")?.rsplit_once('.')?;
            (found == name && url.starts_with(prefix.as_str())).then_some((prefix.len(), base))
        });
        let (length, base) = rules.max_by_key(|(length, _)| *length)?;
        Some(format!("{base}{}", url.get(length..)?))
    }
}

/// `<section>.<subsection>.<name>`: case counts only in the subsection.
fn normal(key: &str) -> String {
    match (key.split_once('.'), key.rsplit_once('.')) {
        (Some((section, _)), Some((front, name))) => {
            let subsection = &front[section.len()..];
            format!("{}{subsection}.{}", section.to_lowercase(), name.to_lowercase())
        }
        _ => key.to_lowercase(),
    }
}

/// The first setting of `GIT_CONFIG_PARAMETERS` and what follows it: `'key'='value'`, `'key'=`, or `'key=value'` as git
/// before 2.31 wrote it.
fn parameter(text: &str) -> Option<(String, Option<String>, &str)> {
    let (first, rest) = unquote(text)?;
    let Some(behind) = rest.strip_prefix('=') else {
        return Some(match first.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned()), rest),
            None => (first, None, rest),
        });
    };
    if behind.starts_with('\'') {
        let (value, rest) = unquote(behind)?;
        return Some((first, Some(value), rest));
    }
    Some((first, None, behind))
}

/// Reads one word in git's shell quoting: single quotes, with `'\''` and `'\!'` for what may not stand inside.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut rest = text.strip_prefix('\'')?;
    loop {
        let (inside, behind) = rest.split_once('\'')?;
        word.push_str(inside);
        let escaped = behind.strip_prefix('\\').filter(|text| text.starts_with(['\'', '!']));
        match escaped.and_then(|text| text.split_at_checked(1)) {
            Some((character, text)) => {
                word.push_str(character);
                rest = text.strip_prefix('\'')?;
            }
            None => return Some((word, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from_environment(variables: &[(&str, &str)]) -> Settings {
        let mut settings = Settings::default();
        settings.push_environment(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        settings
    }

    #[test]
    fn case_counts_only_in_the_subsection() {
        let mut settings = Settings::default();
        settings.push_list(b"core.hookspath\nfirst\0remote.Up.Stream.url\nx\ny\0core.bare\0");
        settings.push("Core.HooksPath", Some("second".to_owned()));
        assert_eq!(settings.last("core.hooksPath").as_deref(), Some("second"));
        assert_eq!(settings.all("core.hookspath"), ["first", "second"]);
        assert_eq!(settings.last("remote.Up.Stream.URL").as_deref(), Some("x\ny"));
        assert_eq!(settings.last("remote.up.stream.url"), None);
        assert_eq!(settings.last("core.bare").as_deref(), Some("true"));
    }

    #[test]
    fn git_dash_c_reaches_a_hook_in_two_quotings() {
        let settings = from_environment(&[
            ("GIT_CONFIG_COUNT", "2"),
            ("GIT_CONFIG_KEY_0", "a.counted"),
            ("GIT_CONFIG_VALUE_0", "0"),
            ("GIT_CONFIG_KEY_1", "a.both"),
            ("GIT_CONFIG_VALUE_1", "from count"),
            ("GIT_CONFIG_PARAMETERS", r"'a.both'='it'\''s = new' 'a.old=x=y' 'a.bare'=  'a.oldbare' 'a.x'='wow'\!''"),
        ]);
        assert_eq!(settings.last("a.counted").as_deref(), Some("0"));
        assert_eq!(settings.all("a.both"), ["from count", "it's = new"]);
        assert_eq!(settings.last("a.old").as_deref(), Some("x=y"));
        assert_eq!(settings.last("a.bare").as_deref(), Some("true"));
        assert_eq!(settings.last("a.oldbare").as_deref(), Some("true"));
        assert_eq!(settings.last("a.x").as_deref(), Some("wow!"));
    }

    #[test]
    fn urls_are_known_as_set_and_as_rewritten() {
        let mut settings = Settings::default();
        for (key, value) in [
            ("remote.a.b.url", "short:x.git"),
            ("remote.a.b.fetch", "+refs/heads/*:refs/remotes/a.b/*"),
            ("url.https://example.com/.insteadOf", "short:"),
            ("url.ssh://example.com/long/.insteadOf", "short:x"),
        ] {
            settings.push(key, Some(value.to_owned()));
        }
        let urls: Vec<_> = settings.remote_urls().into_iter().map(|(_, url)| url).collect();
        assert_eq!(urls, ["short:x.git", "ssh://example.com/long/.git"]);
    }

    proptest! {
        #[test]
        fn any_parameters_are_read_or_passed_over(text in r"['=\\! ab\.]{0,40}") {
            from_environment(&[("GIT_CONFIG_PARAMETERS", &text)]);
        }
    }
}
