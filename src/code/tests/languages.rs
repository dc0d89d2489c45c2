//! Calls and values as each language writes them.

use super::calls::{named, not_called};
use super::shapes::check;
use crate::change::Change;
use crate::code::Code;
use crate::engine::{Check, Scanner};
use crate::rules::RuleSet;
use crate::text::RepoPath;

#[test]
fn names_of_calls() {
    named("kotlin", "Runtime.getRuntime().exec(x)", "exec", "Runtime.getRuntime().exec");
    named("kotlin", "import java.util.Random as R\nval x = R(1)", "R", "java.util.Random");
    named("scala", "import sys.process.{Process => P}\nP(x)", "P", "sys.process.Process");
    named("c", "p->q.run(x);", "run", "p.q.run");
    named("cpp", "namespace fs = std::filesystem;\nint y = fs::run(x);", "run", "std.filesystem.run");
    named("csharp", "using P = System.Diagnostics.Process;\nP.Start(x);", "Start", "System.Diagnostics.Process.Start");
    named("csharp", "var c = new SqlCommand(x);", "SqlCommand", "new SqlCommand");
    named("rust", "use std::process::{self, Command as C};\nC::new(x)", "new", "std.process.Command.new");
    named("rust", "use std::process::Command;\nCommand::new(x)", "new", "std.process.Command.new");
    named("rust", "sqlx::query!(x)", "query", "sqlx.query");
    named("swift", "try db.run(x)", "run", "db.run");
    named("shell", "eval \"$x\"", "eval", "eval");
    named("powershell", "Invoke-Expression $x", "Invoke-Expression", "Invoke-Expression");
    named("powershell", "[Convert]::Run($x)", "Run", "*.Run");
    named("lua", "local o = require('os')\no.run(x)", "run", "os.run");
    named("perl", "system(\"ls $x\");", "system", "system");
    named("perl", "$self->dbh->run($x);", "run", "$self.dbh.run");
    named("r", "base::eval(x)", "eval", "base.eval");
    named("dart", "await Process.run(x)", "run", "Process.run");
    named("elixir", "alias Ecto.Adapters.SQL\nSQL.query(x)", "query", "Ecto.Adapters.SQL.query");
    named("groovy", "sh \"ls ${x}\"", "sh", "sh");
    named(
        "objective-c",
        "[NSPredicate predicateWithFormat:x, y]",
        "predicateWithFormat",
        "NSPredicate.predicateWithFormat",
    );
    named("rust", "sqlx::query_as::<_, User>(&sql)", "query_as", "sqlx.query_as");
    named("rust", "use axum::{extract::Query, response::Html};\nHtml(x)", "Html", "axum.response.Html");
    named("php", "<?php return \\run($x);", "run", "run");
    named("ruby", "a.permit!(b)", "permit", "a.permit!");
    named("objective-c", "[[self db] run:x with:y]", "run", "*.run");
    named("csharp", "SqlCommand c = new(x, y);", "SqlCommand", "new SqlCommand");
    named("cpp", "std::ifstream in(x);", "ifstream", "new std.ifstream");
    not_called("c", "char *run(char *x);", "run");
    not_called("c", "static int run(char *x) {", "run");
    not_called("csharp", "public string Run(string x)", "Run");
    not_called("rust", "fn run(x: &str) -> u8 {", "run");
    not_called("kotlin", "fun run(x: String) = 1", "run");
}

#[test]
fn built_strings_of_all_languages() {
    check("kotlin", "built", &["f(\"a $x\")", "val q: String = \"a ${x.y}\"\nf(q)", "f(\"a\" + x)"]);
    check("scala", "built", &["f(s\"a $x\")", "val q = \"a\" + x\nf(q)"]);
    check("csharp", "built", &["f($\"a {x}\");", "string q = \"a\" + x;\nf(q);", "f(string.Format(\"a {0}\", x));"]);
    check("rust", "built", &["f(format!(\"a {}\", x))", "let q: &str = &format!(\"a {x}\");\nf(q)"]);
    check("swift", "built", &["f(\"a \\(x)\")", "let q: String = \"a\" + x\nf(q)"]);
    check("dart", "built", &["f('a $x');", "f('a ${x.y}');"]);
    check("elixir", "built", &["f(\"a #{x}\")", "f(\"a\" <> x)"]);
    check("lua", "built", &["f('a' .. x)", "local q = 'a' .. x\nf(q)"]);
    check("perl", "built", &["f(\"a $x\");", "my $q = 'a' . $x;\nf($q);", "f(sprintf('a %s', $x));"]);
    check("r", "built", &["f(paste0('a', x))", "q <- paste('a', x)\nf(q)"]);
    check("shell", "built", &["f \"a $x\"", "f \"a $(x)\""]);
    check("powershell", "built", &["f \"a $x\"", "$q = \"a $($x.y)\"\nf $q"]);
    check("groovy", "built", &["f(\"a ${x}\")", "def q = 'a' + x\nf(q)"]);
    check("go", "built", &["var q string = \"a\" + x\nf(q)"]);
    check("visual-basic", "built", &["f(\"a\" & x)", "Dim q As String = \"a\" & x\nf(q)"]);
}

#[test]
fn constants_of_all_languages() {
    check("kotlin", "literal", &["f(\"a\")", "val q: String = \"a\"\nf(q)", "f(\"\"\"a\"\"\")"]);
    check("csharp", "literal", &["f(@\"a\");", "string q = \"a\" + \"b\";\nf(q);"]);
    check("rust", "literal", &["f(r#\"a\"#)", "let q: &'static str = \"a\";\nf(q)", "f(format!(\"a {}\", 1))"]);
    check("cpp", "literal", &["f(R\"(a)\");", "auto q = \"a\";\nf(q);", "const char* q = \"a\";\nf(q);"]);
    check("swift", "literal", &["let q: String = \"a\"\nf(q)"]);
    check("go", "literal", &["var q string = \"a\"\nf(q)"]);
    check("r", "literal", &["q <- 'a'\nf(q)"]);
    check("shell", "literal", &["f 'a'", "f \"a\""]);
    check("visual-basic", "literal", &["Dim q As String = \"a\"\nf(q)"]);
}

/// A default is only one of the values that a name may have.
#[test]
fn what_is_taken_out_of_an_object_comes_from_there() {
    check(
        "javascript",
        "request",
        &["const { a = 'x', b } = req.body;\nf(a)", "const { c: { d } } = req.query;\nf(d)"],
    );
    check("ruby", "other", &["x = 'a'\nlist.each do |x, y|\n  f(x)\nend", "x = 'a'\nlist.map { |x| f(x) }"]);
}

fn findings(path: &str, text: &str) -> Vec<(&'static str, u32)> {
    let rules = RuleSet::default();
    let checks: [&dyn Check; 1] = [&Code];
    let mut change = Change::whole(RepoPath::from(path), text.as_bytes().to_vec());
    let found = Scanner::new(&rules, &checks).scan(&mut change);
    found.iter().map(|finding| (finding.rule, finding.location.line)).collect()
}

/// The rules of the inner language, at the line of the file.
#[test]
fn rules_hold_in_every_part_of_a_file() {
    let cell =
        "{\"cells\": [{\"cell_type\": \"code\",\n\"source\": [\"import os\\n\",\n\"os.system(f\\\"ls {x}\\\")\\n\"]}]}";
    for (path, text, line) in [
        ("a.html", "<p>it's</p>\n<script>\neval(x)</script>", 3),
        ("a.php", "<script>\neval(<?= 1 ?>)</script>", 2),
        ("a.vue", "<script lang=\"ts\">\neval(x)\n</script>", 2),
        ("a.ipynb", cell, 3),
        ("a.html.erb", "<p>\n<%= eval(params[:x]) %>", 2),
    ] {
        let found = findings(path, text);
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert_eq!(found[0].1, line, "{path}: {found:?}");
    }
    assert!(findings("a.md", "```js\neval(x)\n```").is_empty());
    assert!(findings("a.html", "<p>eval(x)</p><script type=\"text/template\">eval(x)</script>").is_empty());
}
