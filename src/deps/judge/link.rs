//! Pages about advisories.

/// Who publishes records under which prefix, and where; the first that fits is taken.
const PAGES: [(&str, &str, &str); 3] = [
    ("GHSA-", "https://github.com/advisories/", ""),
    ("RUSTSEC-", "https://rustsec.org/advisories/", ".html"),
    ("GO-", "https://pkg.go.dev/vuln/", ""),
];

/// A page about a weakness, by its ids; empty without an id.
pub(super) fn page(ids: &[String]) -> String {
    let published = PAGES.iter().find_map(|(prefix, before, after)| {
        let id = ids.iter().find(|id| id.starts_with(prefix))?;
        Some(format!("{before}{id}{after}"))
    });
    let any = || ids.first().map(|id| format!("https://osv.dev/vulnerability/{id}")).unwrap_or_default();
    published.unwrap_or_else(any)
}
