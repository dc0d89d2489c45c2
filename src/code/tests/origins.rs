//! What comes from outside, and what was checked or cleaned on its way.

use super::{calls, source};
use crate::code::shape;
use crate::rules::Shape;

#[track_caller]
fn is(wanted: Shape, language: &str, expected: bool, texts: &[&str]) {
    for text in texts {
        let source = source(language, text);
        let call = calls(&source, "sink").pop().unwrap();
        let found = shape::has(&source, &call.args[0].value, wanted, &["*.quote", "clean"]);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn parameters_of_handlers_are_request_data() {
    is(Shape::Request, "python", true, &["@app.route('/<a>')\ndef b(a):\n    c = 'd' + a\n    sink(c)\n"]);
    is(Shape::Request, "python", false, &["def b(a):\n    sink(a)\n"]);
    is(
        Shape::Request,
        "java",
        true,
        &["@GetMapping(\"/a\")\npublic String b(@RequestParam String a) { sink(\"c\" + a); }"],
    );
    is(Shape::Request, "java", false, &["public String b(String a) { sink(\"c\" + a); }"]);
}

#[test]
fn parameters_are_input_and_what_the_program_holds_is_not() {
    is(Shape::Input, "python", true, &["def b(self, a):\n    c = os.path.join(self.root, a)\n    sink(c)\n"]);
    is(
        Shape::Input,
        "python",
        false,
        &[
            "def b(self, a):\n    sink(self.root)\n",
            "def b(a):\n    sink('c')\n",
            "def b(a):\n    pass\ndef c():\n    a = d()\n    sink(a)\n",
        ],
    );
    is(Shape::Input, "go", true, &["func b(a string) { c := filepath.Join(\"d\", a); sink(c) }"]);
    is(
        Shape::Input,
        "javascript",
        true,
        &["function b(a) { const c = `d/${a}`; sink(c); }", "const b = (a) => { sink(a) }"],
    );
}

#[test]
fn what_is_cleaned_is_not_input() {
    is(
        Shape::Request,
        "python",
        false,
        &[
            "sink(int(request.args['a']))",
            "sink('b' + clean(request.args['a']))",
            "a = clean(request.args['a'])\nsink(f'b {a}')\n",
        ],
    );
    is(Shape::Request, "python", true, &["sink(clean(b) + request.args['a'])", "sink(g(request.args['a']))"]);
    is(Shape::Request, "ruby", false, &["sink(params[:id].to_i)"]);
    is(Shape::Request, "ruby", true, &["sink(params[:id].strip)"]);
    is(Shape::Request, "javascript", false, &["sink(parseInt(req.query.a, 10))"]);
}

#[test]
fn a_checked_name_is_as_good_as_a_constant() {
    is(
        Shape::Built,
        "python",
        false,
        &[
            "def b(a):\n    if a not in ALLOWED:\n        return\n    sink(f'c {a}')\n",
            "def b(a):\n    if not re.fullmatch(r'[a-z]+', a):\n        return\n    sink('c' + a)\n",
            "def b(a):\n    if not re.match(r'^[a-z]+$', a):\n        return\n    sink('c' + a)\n",
            "def b(a):\n    if a.isdigit():\n        sink('c' + a)\n",
            "d = {'e': 'f'}\ndef b(a):\n    sink('c' + d[a])\n",
            "COLUMNS = {'e': 'f'}\ndef b(a):\n    sink('c' + COLUMNS.get(a, 'g'))\n",
        ],
    );
    is(
        Shape::Built,
        "python",
        true,
        &[
            "def b(a):\n    if a in rows:\n        return\n    sink(f'c {a}')\n",
            "def b(a):\n    if not re.match(r'[a-z]+', a):\n        return\n    sink('c' + a)\n",
            "def b(a):\n    if a not in ALLOWED:\n        return\n    a = d()\n    sink('c' + a)\n",
            "def d(a):\n    if a not in ALLOWED:\n        return\ndef b(a):\n    sink('c' + a)\n",
        ],
    );
    is(
        Shape::Built,
        "javascript",
        false,
        &[
            "function b(a) { if (!allowed.includes(a)) return; sink(`c ${a}`); }",
            "function b(a) { if (!/^\\w+$/.test(a)) return; sink('c' + a); }",
        ],
    );
    is(Shape::Built, "go", false, &["func b(a string) { if _, ok := allowed[a]; !ok { return }; sink(\"c\" + a) }"]);
    is(Shape::Built, "php", false, &["<?php function b($a) { if (!in_array($a, ['c'])) return; sink(\"d $a\"); }"]);
    is(Shape::Built, "java", false, &["void b(String a) { if (!ALLOWED.contains(a)) { return; } sink(\"c\" + a); }"]);
}

#[test]
fn collected_text_is_built_of_what_was_collected() {
    is(
        Shape::Built,
        "java",
        true,
        &[
            "void b(String a) { StringBuilder c = new StringBuilder(\"d\"); c.append(\"e\").append(a); sink(c.toString()); }",
        ],
    );
    is(
        Shape::Built,
        "java",
        false,
        &["void b(String a) { StringBuilder c = new StringBuilder(\"d\"); c.append(\"e\"); sink(c.toString()); }"],
    );
}

#[test]
fn joined_constants_are_read_as_one() {
    let text = "ALGORITHM = 'DE'\nsink(ALGORITHM + 'S')";
    let source = source("python", text);
    let call = calls(&source, "sink").pop().unwrap();
    assert_eq!(shape::folded(&source, &call.args[0].value).as_deref(), Some(&b"\"DES\""[..]));
}
