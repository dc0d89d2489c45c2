//! What was checked, cleaned or given anew before it is used.

use super::origins::is;
use crate::rules::Shape;

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
fn numbers_are_no_input() {
    is(
        Shape::Input,
        "php",
        false,
        &[
            "<?php function f($a) { $b = (int) $a; sink($b); }",
            "<?php function f($a) { sink((int)$a); }",
            "<?php function f() { $id = isset($_GET['id']) ? (int)$_GET['id'] : 0; sink(\"a $id\"); }",
        ],
    );
    is(Shape::Input, "ruby", false, &["def f\n  b = params[:x].to_i\n  sink(b)\nend"]);
}

#[test]
fn a_default_leaves_what_came_from_outside() {
    is(
        Shape::Request,
        "python",
        true,
        &[
            "def b():\n    a = request.args.get('a')\n    if not a:\n        a = 'c'\n    sink(a)\n",
            "def b():\n    q = 'a'\n    q += request.args['a']\n    sink(q)\n",
        ],
    );
    is(Shape::Request, "ruby", true, &["def b\n  a = params[:a]\n  a ||= 'c'\n  sink(a)\nend"]);
    is(Shape::Request, "javascript", true, &["let a = req.query.a;\nif (!a) a = 'c';\nsink(a);"]);
    is(Shape::Request, "python", false, &["def b():\n    a = request.args.get('a')\n    a = 'c'\n    sink(a)\n"]);
}

#[test]
fn what_is_made_of_a_value_comes_from_where_it_came_from() {
    is(Shape::Request, "python", true, &["a = request.args['a']\na = a.strip()\na = a[1:]\nsink(a)"]);
    is(Shape::Request, "python", false, &["a = request.args['a']\na = clean(a)\nsink(a)"]);
}

#[test]
fn what_was_checked_by_name_or_pattern_is_no_input() {
    is(Shape::Input, "perl", false, &["sub f { my $a = shift; die unless $a =~ /^\\w+$/; sink($a); }"]);
    is(Shape::Input, "perl", true, &["sub f { my $a = shift; die unless $a =~ /\\w/; sink($a); }"]);
    is(Shape::Input, "go", false, &["func b(a string) {\n if !isValidName(a) {\n  return\n }\n sink(a)\n}"]);
    is(Shape::Input, "python", false, &["def b(a):\n    validate_path(a)\n    sink(a)\n"]);
    is(Shape::Input, "python", true, &["def b(a):\n    c = valid(a)\n    sink(a)\n"]);
    is(Shape::Input, "javascript", false, &["function b(a) { const c = TABLE[a]; sink(c); }"]);
    is(Shape::Input, "php", false, &["<?php function b($a) { $a = array_map('intval', $a); sink($a); }"]);
    is(Shape::Request, "php", false, &["<?php sink($_SERVER['REMOTE_ADDR']);"]);
    is(Shape::Built, "php", false, &["<?php function b($a) { sink(sprintf('a %d', $a)); }"]);
    is(Shape::Built, "php", true, &["function b($a) { sink('a' . $a); }"]);
}

#[test]
fn a_name_given_anew_holds_only_that() {
    is(Shape::Built, "php", false, &["<?php function b($a) { $a = clean($a); sink(\"c $a\"); }"]);
    is(Shape::Built, "php", true, &["<?php function b($a) { $a = trim($a); sink(\"c $a\"); }"]);
    is(Shape::Built, "cpp", true, &["void b(std::string c) { std::string a = \"d\" + c; sink(a.c_str()); }"]);
    is(Shape::Built, "c", true, &["void b(char *c) { char a[9]; strcpy(a, \"d\"); strcat(a, c); sink(a); }"]);
    is(Shape::Built, "lua", true, &["local a = string.format('b %s', c)\nsink(a)"]);
    is(Shape::Request, "javascript", true, &["const { a } = req.query; const b = axios.get(a); sink(a);"]);
    is(Shape::Request, "r", true, &["sink(input$code)"]);
    is(Shape::Request, "php", true, &["<?php sink(file_get_contents('php://input'));"]);
    is(Shape::Request, "rust", true, &["async fn b(Path(a): Path<String>) { sink(a) }"]);
}

#[test]
fn choices_among_constants_and_numbers_are_no_text_from_outside() {
    is(
        Shape::Built,
        "csharp",
        false,
        &["void B(string a) { var c = a switch { \"x\" => \"y\", _ => \"z\" }; sink($\"d {c}\"); }"],
    );
    is(Shape::Built, "csharp", false, &["void B(string a) { int.TryParse(a, out var c); sink(\"d\" + c); }"]);
    is(Shape::Built, "python", false, &["def b(a):\n    sink('c %d' % a)\n"]);
    is(Shape::Input, "go", false, &["func b(a string) {\n if !allowed[a] {\n  return\n }\n sink(a)\n}"]);
}

#[test]
fn lists_that_are_written_out_and_defaults_leave_a_checked_name() {
    is(
        Shape::Input,
        "javascript",
        false,
        &["function b(a) { const c = ['d', 'e'];\n if (!c.includes(a)) return;\n sink(a); }"],
    );
    is(
        Shape::Input,
        "csharp",
        false,
        &["void B(string a) {\n if (!Sortable.Contains(a)) { a = \"c\"; }\n sink(a);\n}"],
    );
    is(
        Shape::Input,
        "csharp",
        true,
        &["void B(string a) {\n if (!Sortable.Contains(a)) { a = d(); }\n a = e(a);\n sink(a);\n}"],
    );
    is(
        Shape::Built,
        "java",
        false,
        &[
            "void b(String a) {\n switch (a) {\n  case \"x\": c = \"x\"; break;\n  default: c = \"y\";\n }\n sink(\"d\" + c);\n}",
        ],
    );
    is(Shape::Built, "php", true, &["function b($a)\n{\n    sink('<b>' . $a . '</b>');\n}"]);
}

#[test]
fn a_dot_that_joins_is_no_member() {
    is(Shape::Input, "php", true, &["<?php function b($a) { sink($this->dir . $a . '.php'); }"]);
    is(Shape::Built, "php", false, &["<?php function b($a) {\n    $a = clean($a);\n    sink(<<<E\n<b>$a</b>\nE);\n}"]);
    is(Shape::Input, "ruby", true, &["scope :b, ->(a) { sink(a) }"]);
    is(
        Shape::Literal,
        "csharp",
        true,
        &["void B() { string a = \"b\"; byte[] c = Encoding.UTF8.GetBytes(a); sink(c); }"],
    );
    is(Shape::Literal, "go", true, &["a := []byte(\"b\")\nsink(a)"]);
}

#[test]
fn receivers_types_and_defaults_are_no_input() {
    is(
        Shape::Input,
        "go",
        false,
        &[
            "func (s *Server) B(a string) { sink(s.dir) }",
            "func b(w http.ResponseWriter, r *http.Request) { sink(http.Dir(\"a\")) }",
            "func b(id int64) { sink(id) }",
        ],
    );
    is(Shape::Input, "python", false, &["def b(a=DEFAULT):\n    sink(DEFAULT)\n", "def b(a: int):\n    sink(a)\n"]);
    is(Shape::Input, "java", false, &["void b(List<Item> a) { sink(Item.of(1)); }", "void b(int a) { sink(a); }"]);
}
