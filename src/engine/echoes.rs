//! One statement, one finding for one weakness: a rule that sees less of it says nothing beside one that sees more.

use crate::finding::{Category, Finding};

/// Leaves out findings of code beside a surer one, or one as sure and more severe, that begins in the same line and knows
/// their weakness. `findings` are those of one file, in its order.
pub(super) fn leave_out(findings: &mut Vec<Finding>) {
    let line = |finding: &Finding| (finding.category == Category::Code).then_some(finding.location.line);
    let weight = |finding: &Finding| (finding.confidence, finding.severity);
    let echoes = |weaker: &Finding, stronger: &Finding| {
        let known = weaker.cwe.first().is_some_and(|weakness| stronger.cwe.contains(weakness));
        known && weight(weaker) < weight(stronger)
    };
    let mut kept = vec![true; findings.len()];
    let mut start = 0;
    for group in findings.chunk_by(|a, b| line(a).is_some() && line(a) == line(b)) {
        for (index, weaker) in group.iter().enumerate().filter(|_| (2..=MOST).contains(&group.len())) {
            kept[start + index] = !group.iter().any(|stronger| echoes(weaker, stronger));
        }
        start += group.len();
    }
    let mut kept = kept.into_iter();
    findings.retain(|_| kept.next() == Some(true));
}

/// A line with more findings than this is the whole of a file: all of them are told.
const MOST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;
    use crate::code::Code;
    use crate::engine::{Check, Scanner};
    use crate::rules::RuleSet;
    use crate::text::RepoPath;

    fn told(path: &str, text: &str) -> Vec<&'static str> {
        let (rules, checks): (RuleSet, [&dyn Check; 1]) = (RuleSet::default(), [&Code]);
        let mut change = Change::whole(RepoPath::from(path), text.as_bytes().to_vec());
        let mut findings = Scanner::new(&rules, &checks).scan(&mut change);
        leave_out(&mut findings);
        findings.into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn the_surest_rule_speaks_for_a_statement() {
        let text = "class A { void b(HttpServletRequest request, HttpServletResponse response) throws Exception {\n\
                    response.getWriter().println(\"<p>\" + request.getParameter(\"n\") + \"</p>\");\n} }";
        assert_eq!(told("A.java", text), ["java-xss"]);
    }

    #[test]
    fn other_weaknesses_and_other_lines_are_told() {
        let text = "h = hashlib.md5(password)\nos.system('a ' + b); os.chmod(c, 0o777)\nos.system('a ' + d)\n";
        let told = told("a.py", text);
        assert_eq!(told.iter().filter(|rule| **rule == "python-os-command").count(), 2, "{told:?}");
        assert!(told.contains(&"python-file-permissions"), "{told:?}");
    }
}
