//! What comes from outside, and what was checked or cleaned on its way.

use super::{calls, source};
use crate::code::shape;
use crate::rules::Shape;

#[track_caller]
pub(super) fn is(wanted: Shape, language: &str, expected: bool, texts: &[&str]) {
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
fn requests_are_known_by_the_methods_of_their_framework() {
    is(Shape::Request, "java", true, &["void b(HttpServletRequest q) { String a = q.getParameter(\"a\"); sink(a); }"]);
    is(Shape::Request, "go", true, &["func b(c echo.Context) error { a := c.QueryParam(\"a\"); sink(a) }"]);
    is(Shape::Request, "php", true, &["<?php $a = filter_input(INPUT_GET, 'a'); sink($a);"]);
    is(Shape::Request, "csharp", true, &["public IActionResult B(string a) { sink(a); }"]);
    is(Shape::Request, "python", true, &["sink(flask.request.args)", "import urllib.request\nsink(self.request.url)"]);
    is(Shape::Request, "python", false, &["sink(urllib.request.urlopen('a'))"]);
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
#[test]
fn parameters_are_known_in_the_ways_each_language_writes_them() {
    is(
        Shape::Input,
        "php",
        true,
        &[
            "<?php function f($a) { $b = trim($a); sink($b); }",
            "<?php function f() { $id = isset($_GET['id']) ? $_GET['id'] : ''; sink(\"a $id\"); }",
            "<?php extract($_POST); $q = \"a \" . $_POST['x']; sink($q);",
        ],
    );
    is(
        Shape::Input,
        "kotlin",
        true,
        &[
            "fun f(a: String) { val b = \"x/$a\"; sink(b) }",
            "get(\"/a\") { val b = call.parameters[\"x\"]; sink(b) }",
            "items.forEach { item -> sink(item) }",
        ],
    );
    is(
        Shape::Input,
        "swift",
        true,
        &[
            "func f(_ a: String) { let b = \"x \\(a)\"; sink(b) }",
            "func f(with name: String) { let b = base + name; sink(b) }",
        ],
    );
    is(
        Shape::Input,
        "csharp",
        true,
        &[
            "public string F(string a) { var b = Path.Combine(root, a); return sink(b); }",
            "public string F(string a) { string b = $\"x {a}\"; sink(b); }",
            "app.MapGet(\"/f\", (string name) => { sink(name); });",
        ],
    );
    is(
        Shape::Input,
        "java",
        true,
        &["String f(Req r) { String a = r.getName(); String b = \"x\" + a; return sink(b); }"],
    );
    is(
        Shape::Input,
        "rust",
        true,
        &[
            "fn f(a: &str) { let b = format!(\"x {}\", a); sink(&b); }",
            "async fn f(Path(a): Path<String>) { let b = format!(\"x {a}\"); sink(&b); }",
        ],
    );
    is(
        Shape::Input,
        "c",
        true,
        &["int f(char *a) { char b[10]; sink(a); }", "int main(int argc, char **argv) { sink(argv[1]); }"],
    );
    is(
        Shape::Input,
        "ruby",
        true,
        &["def f(a)\n  b = \"x #{a}\"\n  sink(b)\nend", "def f\n  b = params[:x]\n  sink(b)\nend"],
    );
    is(
        Shape::Input,
        "javascript",
        true,
        &[
            "app.get('/x', async (req, res) => { const { id } = req.query; sink(`a ${id}`); })",
            "export async function f({ id, name }) { sink(`a ${id}`); }",
            "const f = async ({ id }) => { sink(id); }",
            "const f = id => sink(id);",
        ],
    );
    is(Shape::Input, "typescript", true, &["class A { async f(id: string): Promise<void> { sink(`a ${id}`); } }"]);
    is(
        Shape::Input,
        "perl",
        true,
        &[
            "sub f { my ($a) = @_; sink(\"x $a\"); }",
            "sub f { my $a = shift; sink(\"x $a\"); }",
            "my $a = $q->param('x'); sink(\"x $a\");",
        ],
    );
    is(Shape::Input, "lua", true, &["function f(a)\n local b = 'x' .. a\n sink(b)\nend"]);
    is(Shape::Input, "r", true, &["f <- function(a) {\n b <- paste0('x', a)\n sink(b)\n}"]);
    is(Shape::Input, "elixir", true, &["def f(conn, %{\"id\" => id}) do\n  sink(id)\nend"]);
    is(Shape::Input, "dart", true, &["Future<void> f(String a) async { var b = 'x $a'; sink(b); }"]);
    is(Shape::Input, "scala", true, &["def f(a: String) = {\n val b = s\"x $a\"\n sink(b)\n}"]);
    is(Shape::Input, "groovy", true, &["def f(String a) {\n def b = \"x ${a}\"\n sink(b)\n}"]);
    is(Shape::Input, "shell", true, &["f() {\n a=\"$1\"\n sink \"$a\"\n}"]);
    is(
        Shape::Input,
        "powershell",
        true,
        &["function F($a) { $b = \"x $a\"; sink($b) }", "function F { param([string]$a) $b = \"x $a\"; sink($b) }"],
    );
    is(Shape::Input, "objective-c", true, &["- (void)f:(NSString *)a { sink(a); }"]);
}

#[test]
fn names_given_values_together_have_each_its_own() {
    is(Shape::Request, "go", true, &["a, err := url.QueryUnescape(r.URL.Path)\nsink(a)"]);
    is(Shape::Request, "python", true, &["b, a = 'c', request.args['a']\nsink(a)"]);
    is(Shape::Request, "python", false, &["a, b = 'c', request.args['a']\nsink(a)"]);
    is(Shape::Request, "javascript", true, &["const [a, b] = req.query.c.split(',');\nsink(b)"]);
}

#[test]
fn arguments_that_a_call_fills_hold_what_it_reads() {
    is(
        Shape::Request,
        "go",
        true,
        &[
            "func b(w W, r *http.Request) { var q Q; json.NewDecoder(r.Body).Decode(&q); sink(q.Name) }",
            "func b(w W, r *http.Request) { d, _ := io.ReadAll(r.Body); json.Unmarshal(d, &q); sink(q.Name) }",
        ],
    );
    is(Shape::Request, "c", true, &["void b() { char a[9]; fgets(a, 9, stdin); sink(a); }"]);
    is(Shape::Built, "c", true, &["void b(char *c) { char a[9]; sprintf(a, \"ls %s\", c); sink(a); }"]);
    is(Shape::Built, "c", true, &["void b(char *c) { char a[9] = \"ls \"; strcat(a, c); sink(a); }"]);
    is(Shape::Built, "c", false, &["void b(char *c) { char a[9]; strcpy(a, \"ls\"); sink(a); }"]);
    is(Shape::Built, "go", true, &["var a strings.Builder\na.WriteString(\"b\")\na.WriteString(c)\nsink(a.String())"]);
}

#[test]
fn parameters_of_qualified_types_and_before_a_return_type() {
    is(
        Shape::Input,
        "cpp",
        true,
        &["void b(const std::string& a) { sink(a); }", "void b(std::string_view a) { sink(a.data()); }"],
    );
    is(
        Shape::Input,
        "typescript",
        true,
        &["class C { b(a: string): string { return sink(a) } }", "const b = (a: string): void => { sink(a) };"],
    );
    is(Shape::Request, "kotlin", true, &["val a = call.parameters[\"b\"]!!\nval c = d(\"$a\")\nsink(a)"]);
    is(Shape::Request, "csharp", true, &["var a = Request.QueryString[\"b\"]; sink(a);"]);
    is(Shape::Request, "python", false, &["sink(os.environ['a'])"]);
}

#[test]
fn conditions_and_patterns_give_values() {
    is(Shape::Input, "java", true, &["void b(In c) { while ((a = c.next()) != null) { sink(a.name()); } }"]);
    is(Shape::Request, "rust", true, &["fn b() {\n if let Some(a) = env::args().nth(1) { sink(a) } }"]);
    is(Shape::Request, "rust", true, &["async fn b(a: web::Query<Q>) { sink(&a.name) }"]);
}
