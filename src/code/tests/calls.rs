//! What counts as a call, what it is called, and what its arguments are.

use super::{calls, source};

/// The names of the calls in a text whose last word is `word`.
fn names(language: &str, text: &str, word: &str) -> Vec<String> {
    calls(&source(language, text), word).into_iter().map(|call| call.name).collect()
}

#[track_caller]
pub(super) fn named(language: &str, text: &str, word: &str, expected: &str) {
    assert_eq!(names(language, text, word), [expected], "{text}");
}

#[track_caller]
pub(super) fn not_called(language: &str, text: &str, word: &str) {
    assert_eq!(names(language, text, word), [""; 0], "{text}");
}

/// Each argument of the only call to `f` as `name=value`, with the whole call in front.
fn arguments(language: &str, text: &str) -> Vec<String> {
    let source = source(language, text);
    let [call] = calls(&source, "f").try_into().unwrap();
    let args = call.args.iter().map(|arg| {
        let name = arg.name.clone().map(|name| format!("{}=", &text[name])).unwrap_or_default();
        format!("{name}{}", &text[arg.value.clone()])
    });
    std::iter::once(text[call.span].to_owned()).chain(args).collect()
}

#[test]
fn names_are_read_backwards_over_receivers() {
    named("python", "a.b(1, 'x)').c(2)", "c", "a.b().c");
    named("python", "a[0]\n  .c(2)", "c", "a[].c");
    named("python", "(a + b).c()", "c", "*.c");
    named("python", "'text'.c()", "c", "*.c");
    named("php", "<?php \\exec($x);", "exec", "exec");
    named("php", "<?php $this->db->query($x);", "query", "$this.db.query");
    named("ruby", "OpenSSL::Digest::MD5.new", "new", "OpenSSL.Digest.MD5.new");
    named("java", "new java.util.Random(1)", "Random", "new java.util.Random");
    named("javascript", "a?.b!.run?.(x)", "run", "a.b.run");
    named("typescript", "db.run<Row[]>(sql)", "run", "db.run");
}

#[test]
fn imports_give_names_their_meaning() {
    named("python", "import subprocess as sp\nsp.run(x)", "run", "subprocess.run");
    named("python", "from a.b import (\n  c,\n  run as r,\n)\nr(x)", "r", "a.b.run");
    named("javascript", "const { exec: e } = require('child_process');\ne(x)", "e", "child_process.exec");
    named("javascript", "import { run } from 'node:vm';\nrun(x)", "run", "vm.run");
    named("javascript", "import cp, { x } from \"child_process\";\ncp.run(x)", "run", "child_process.run");
    named("javascript", "require('vm').run(x)", "run", "vm.run");
    named("javascript", "const e = util.promisify(require('cp').exec);\ne(x)", "e", "cp.exec");
    named("go", "import (\n\tweak \"crypto/md5\"\n)\nvar x = weak.New()", "New", "md5.New");
    named("php", "<?php use A\\B as C;\nC::run($x);", "run", "B.run");
}

#[test]
fn an_import_in_a_comment_means_nothing() {
    named("python", "# import\n'''\nimport a as b\n'''\nb.run(x)", "run", "b.run");
}

#[test]
fn comments_strings_declarations_and_longer_words_are_no_calls() {
    not_called("python", "# run(x)\n'run(x)' + rerun(x) + run_all(x)", "run");
    not_called("python", "def run(self, x): pass", "run");
    not_called("javascript", "class A { async run(x) { } }", "run");
    not_called("javascript", "const o = { run(x) { } }", "run");
    not_called("java", "interface A { void run(String x); }", "run");
    not_called("go", "func (s *S) run(x string) {}", "run");
    not_called("php", "run(x) <?php function run($x) {}", "run");
    not_called("ruby", "def run(x)\nend", "run");
    named("python", "f'{run(x)}'", "run", "run");
    named("go", "if run(x) {", "run", "run");
}

#[test]
fn ruby_needs_no_parentheses() {
    named("ruby", "run \"a #{b}\" if c", "run", "run");
    named("ruby", "a.run", "run", "a.run");
    not_called("ruby", "run = 1", "run");
    not_called("ruby", "a.run = 1", "run");
    assert_eq!(
        arguments("ruby", "f :a, b: 1,\n  c: [2, 3] unless d"),
        ["f :a, b: 1,\n  c: [2, 3]", ":a", "b=1", "c=[2, 3]"]
    );
}

#[test]
fn arguments_have_positions_and_names() {
    assert_eq!(
        arguments("python", "f(a, # b,\n  'c, d', (e, g), h=i == j, *k)"),
        ["f(a, # b,\n  'c, d', (e, g), h=i == j, *k)", "a", "'c, d'", "(e, g)", "h=i == j", "*k"]
    );
    assert_eq!(arguments("php", "<?php f($a, b: 1);"), ["f($a, b: 1)", "$a", "b=1"]);
    assert_eq!(arguments("ruby", "f(:a => 1, 'b' => 2)"), ["f(:a => 1, 'b' => 2)", "a=1", "b=2"]);
    assert_eq!(arguments("javascript", "f(x => y, `a${b(',')}`)"), ["f(x => y, `a${b(',')}`)", "x=y", "`a${b(',')}`"]);
}

#[test]
fn a_call_that_is_never_closed_ends_somewhere() {
    let text = format!("f(a, {}", "b + ".repeat(5000));
    assert!(arguments("python", &text)[0].len() < 5000);
}
