//! What is constant, what is built of values, and what comes from outside.

use super::{calls, source};
use crate::code::shape;
use crate::rules::Shape;

/// The shape of the first argument of the last call to `f`: `request`, `built`, `literal` or `other`.
fn shape(language: &str, text: &str) -> &'static str {
    let source = source(language, text);
    let call = calls(&source, "f").pop().unwrap();
    let value = &call.args[0].value;
    let has = |shape| shape::has(&source, value, shape, &["*.quote"]);
    assert_ne!(has(Shape::Literal), has(Shape::NonLiteral), "{text}");
    match () {
        () if has(Shape::Built) => "built",
        () if has(Shape::Request) => "request",
        () if has(Shape::Literal) => "literal",
        () => "other",
    }
}

#[track_caller]
pub(super) fn check(language: &str, expected: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(shape(language, text), expected, "{text}");
    }
}

#[test]
fn constants() {
    check(
        "python",
        "literal",
        &[
            "f('a' 'b')",
            "f(('a' + \"b\") * 3)",
            "f(b'x' if y else 'z')",
            "f(['a', 1, None])",
            "f(f'{TABLE} {1}')",
            "f(', '.join(['?'] * len(x)))",
            "f(', '.join('?' for _ in x))",
            "f('a'.strip())",
            "q = 'a'\nq += 'b'\nf(q)",
            "def g():\n    q = 'a'\n    f(q)\ndef h():\n    q = 'b'",
            "f('a %s' % int(x))",
            "f('a ' + c.quote(x))",
            "f('a %s %s' % (c.quote(x), int(y)))",
        ],
    );
    check("javascript", "literal", &["f(a ? 'b' : `c`)", "const q = 'a';\nf(`${q} b`)", "f('a' + n.length)"]);
    check("go", "literal", &["q := \"a\" +\n\t\"b\"\nf(q)", "f(fmt.Sprintf(\"a %d\", 1))"]);
    check("php", "literal", &["<?php f('a' . \"b\");", "<?php $t = 'u'; f(\"select $t\");"]);
    check("ruby", "literal", &["f :a", "f \"a #{b.to_i}\""]);
    check("java", "literal", &["static final String Q = \"a\"\n  + \"b\";\nvoid g() { f(Q); }"]);
}

#[test]
fn built_strings() {
    check(
        "python",
        "built",
        &[
            "f('a' + x)",
            "f('a %s' % x)",
            "f('a {}'.format(x))",
            "f(f'a {x}')",
            "q = 'a {}'\nf(q.format(x))",
            "q = 'a'\nif y:\n    q += ' and b = ' + x\nf(q)",
            "q = f'a {x}'\nif y:\n    pass\nf(q)",
            "f('a' if y else 'b' + x)",
            "f('a' + x.strip() + 'b')",
        ],
    );
    check(
        "javascript",
        "built",
        &["f(`a ${x}`)", "let q = 'a' + x;\nreturn new Promise(() => { f(q) })", "f('a'.concat(x))"],
    );
    check("go", "built", &["f(fmt.Sprintf(\"a %s\", x))", "q := \"a\"\nq += x\nf(q)"]);
    check(
        "php",
        "built",
        &["<?php f(\"a $x\");", "<?php f('a' . $x);", "<?php f(sprintf('a %s', $x));", "<?php f(<<<E\na {$x}\nE);"],
    );
    check("ruby", "built", &["f \"a #{x}\"", "f('a' + x)", "f(<<~E)\n a #{x}\nE"]);
    check("java", "built", &["f(\"a\" + x)", "f(String.format(\"a %s\", x))", "f(\"a %s\".formatted(x))"]);
}

#[test]
fn everything_else() {
    check("python", "other", &["f(x)", "f(x + y)", "f(g('a'))", "f('a' == x)", "f(x[0])"]);
    check("javascript", "other", &["f(x)", "f(gql`a ${x}`)", "f(() => 'a')"]);
    // What was given long ago, to a parameter or in a loop, is not known.
    check(
        "python",
        "other",
        &[
            &format!("q = f'a {{x}}'\n{}f(q)", "pass\n".repeat(60)),
            "q = 'a'\ndef g(q):\n    f(q)",
            "q = 'a'\nfor q in y:\n    f(q)",
        ],
    );
    check("javascript", "other", &["const q = 'a';\nx.map((q) => f(q))", "const q = 'a';\nx.map(q => f(q))"]);
}

#[test]
fn data_from_outside() {
    check(
        "python",
        "request",
        &["f(request.args['x'])", "x = request.form['x']\nf(x)", "f(input())", "f(sys.argv[1])"],
    );
    check("javascript", "request", &["const x = req.query.x;\nf(x)", "f(process.argv[2])"]);
    check("php", "request", &["<?php f($_GET['x']);"]);
    check("ruby", "request", &["f params[:x]"]);
    check("python", "other", &["f(my_request.args)", "f(prerequest.x)"]);
}
