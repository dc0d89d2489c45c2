//! What is read like a call, and where the function around it begins and ends.

use super::calls::{named, not_called};
use super::{language, source};
use crate::code::calls::Call;
use crate::code::source::Source;
use crate::code::{forms, functions};

/// The assignment to the last `word` of a text: its name and value.
fn assigned(name: &str, text: &str, word: &str) -> Option<(String, String)> {
    let source = source(name, text);
    let at = memchr::memmem::rfind(text.as_bytes(), word.as_bytes()).unwrap();
    let call = forms::assignment(&source, &(at..at + word.len()))?;
    Some((call.name, text[call.args[0].value.clone()].to_owned()))
}

#[track_caller]
fn gives(language: &str, text: &str, word: &str, name: &str, value: &str) {
    assert_eq!(assigned(language, text, word), Some((name.to_owned(), value.to_owned())), "{text}");
}

#[test]
fn what_a_page_puts_out_is_an_argument() {
    let outputs = |language: &str, text: &str, opener: &'static str| {
        let source = source(language, text);
        let found = forms::outputs(&source, &[opener].into());
        found.into_iter().map(|call| text[call.args[0].value.clone()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(outputs("php", "<p><?= $a ?><?php b(); ?>", "<?="), ["$a"]);
    assert_eq!(outputs("erb", "<p><%= a %><%== b %>", "<%="), ["a"]);
    assert_eq!(outputs("erb", "<p><%= a %><%== b %>", "<%=="), ["b"]);
    assert_eq!(outputs("blade", "<p>{{ $a }}{!! $b !!}", "{!!"), ["$b"]);
}

#[test]
fn assignments_to_names_members_and_keys() {
    gives("javascript", "a.b().x = y + 1;", "x", "a.b().x =", "y + 1");
    gives("javascript", "a.x += `b`", "x", "a.x =", "`b`");
    gives("python", "DEBUG: bool = True\n", "DEBUG", "DEBUG =", "True");
    gives("python", "app.config['SECRET_KEY'] = \"x\" # y", "SECRET_KEY", "app.config.SECRET_KEY =", "\"x\"");
    gives("php", "<?php $h['X-Y'] = $z;", "Y", "$h.X-Y =", "$z");
    gives("ruby", "config.force_ssl = false\n", "force_ssl", "config.force_ssl =", "false");
    gives("tsx", "const e = <div x={{ __html: y }} z=\"1\" />;", "x", "x =", "{ __html: y }");
    assert_eq!(assigned("python", "f(x=1)", "x"), None);
    assert_eq!(assigned("python", "if x == 1:", "x"), None);
    assert_eq!(assigned("javascript", "x => 1", "x"), None);
    assert_eq!(assigned("javascript", "'x = 1'", "x"), None);
}

fn sides(name: &str, text: &str) -> Vec<String> {
    let source = source(name, text);
    let side = |call: &Call, index: usize| text[call.args[index].value.clone()].to_owned();
    forms::comparisons(&source).iter().map(|call| format!("{} | {}", side(call, 0), side(call, 1))).collect()
}

#[test]
fn comparisons_have_two_sides_in_either_order() {
    assert_eq!(sides("python", "if a.b() == c[0]: pass"), ["a.b() | c[0]", "c[0] | a.b()"]);
    assert_eq!(sides("javascript", "x = (a !== b) && c"), ["a | b", "b | a"]);
    assert_eq!(sides("go", "return a == b && c"), ["a | b", "b | a"]);
    assert_eq!(sides("python", "a = b <= c >= d; f(e=1); g = lambda: 1"), [""; 0]);
    assert_eq!(sides("javascript", "'a == b' // c == d"), [""; 0]);
}

#[test]
fn annotations_statements_structs_and_commands() {
    named("java", "@A(\"*\")\nclass B {}", "A", "@A");
    named("java", "@A\nclass B {}", "A", "@A");
    named("csharp", "[HttpPost, A(false)]\npublic void B() {}", "A", "@A");
    named("rust", "#[A]\nfn b() {}", "A", "@A");
    named("python", "@b.A\ndef c(): pass", "A", "@b.A");
    not_called("csharp", "x = y[A];", "A");
    named("go", "c := &tls.A{B: true}", "A", "new tls.A");
    named("rust", "let c = A { b: true };", "A", "new A");
    not_called("rust", "struct A { b: bool }", "A");
    named("csharp", "var c = new A { B = true };", "A", "new A");
    named("python", "return f'a'\n", "return", "return");
    let text = "<?php $a = `ls $b`;";
    let source = source("php", text);
    let commands = forms::commands(&source);
    assert_eq!(commands.iter().map(|call| &text[call.span.clone()]).collect::<Vec<_>>(), ["`ls $b`"]);
}

/// The function around the `@` of a text.
fn function(name: &str, text: &str) -> String {
    let source = Source::new(language(name), text.as_bytes());
    text[functions::around(&source, text.find('@').unwrap())].trim().to_owned()
}

#[test]
fn functions_end_where_their_brackets_or_their_indentation_do() {
    assert_eq!(
        function("java", "class A { void a() {} int b(C c) throws D { if (e) { @ } } }"),
        "int b(C c) throws D { if (e) { @ } }"
    );
    assert_eq!(
        function("go", "func a() {}\nfunc (s *S) b(x int) (int, error) { for { @ } }\nfunc c() {}"),
        "func (s *S) b(x int) (int, error) { for { @ } }"
    );
    assert_eq!(
        function("javascript", "x();\nfunction a() { b((c) => { @ }); d(); }\ny();"),
        "function a() { b((c) => { @ }); d(); }"
    );
    assert_eq!(
        function("rust", "fn a() {}\nfn b() -> C { match d { e => { @ } } }"),
        "fn b() -> C { match d { e => { @ } } }"
    );
    let python = "import a\nclass A:\n    def b(self):\n        pass\n\n    async def c(\n        self,\n    ):\n        if d:\n            @\n        e()\n\n    def f(self):\n        pass\n";
    assert_eq!(
        function("python", python),
        "async def c(\n        self,\n    ):\n        if d:\n            @\n        e()"
    );
    assert_eq!(
        function("ruby", "def a\nend\ndef b\n  c do\n    @\n  end\nend\ndef d\nend"),
        "def b\n  c do\n    @\n  end"
    );
}
