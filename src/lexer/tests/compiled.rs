//! What is particular to each language: a table of small texts, as in the module above.

use super::check;

#[test]
fn kotlin() {
    check(
        "kotlin",
        r#"
        "a $b ${c["d"]} e" + 'f' /* /* */ */ g
        ssss$sss$$sss$ssss...sss.###########..
        """a \" $b""" + "$5 \$x" // c
        sssssssss$sss...ssssssss.####
        val x = 'a'; y'z
        ........sss.....
        "#,
    );
}

#[test]
fn scala() {
    check(
        "scala",
        r#"
        s"a $b ${c + "d"}" + "a $b"
        sssss$sss$$$$sssss...ssssss
        s"""a $b""" + """a "b" $c""" /* /* */ x */ y
        sssssss$sss...ssssssssssssss.#############..
        'a' + 'sym + "b"
        sss..........sss
        "#,
    );
}

#[test]
fn c() {
    check(
        "c",
        r#"
        '"' + "a\"b" // c↵#error it's "x"
        sss...ssssss.####.............sss
        x = 'a'; y = '\''; z = L'\x41' /* " */ d
        ....sss......ssss......sssssss.#######..
        1'000 + "a"
        ........sss
        "#,
    );
}

#[test]
fn cpp() {
    check(
        "cpp",
        r#"
        R"(a "b" )c" d)" + x
        ssssssssssssssss....
        R"tag(a )" )tag" + u8"b" + L'c'
        ssssssssssssssss...sssss...ssss
        1'000'000 + "a" // x
        ............sss.####
        "#,
    );
}

#[test]
fn objective_c() {
    check(
        "objective-c",
        r#"
        [NSString stringWithFormat:@"a %@", b]; @'x'
        ............................ssssss.......sss
        "#,
    );
}

#[test]
fn csharp() {
    check(
        "csharp",
        r#"
        $"a {b + "c"} {{d}}" + 'e' + "f\"g"
        sssss$$$$sssssssssss...sss...ssssss
        @"a\" + @"b""c" + $@"d {e} \" + f
        sssss...sssssss...ssssss$ssss....
        """a "b" c""" + x
        sssssssssssss....
        """"a """ b"""" + x
        sssssssssssssss....
        $"""a {b} c""" + $$"""a {b} {{c}}""" + d
        sssssss$ssssss...sssssssssssss$sssss....
        "#,
    );
}

#[test]
fn rust() {
    check(
        "rust",
        r###"
        r#"a "b" c"# + "d\"e" + b'x' + 'y'
        ssssssssssss...ssssss...ssss...sss
        fn f<'a>(x: &'a str) -> &'static str { 'x'; '\'' }
        .......................................sss..ssss..
        r"a\" + br##"a"# b"## /* /* */ x */ y
        sssss...sssssssssssss.#############..
        'é' + '"' + "a↵b"
        ssss...sss...sssss
        "###,
    );
}

#[test]
fn swift() {
    check(
        "swift",
        r###"
        "a \(b + "c") d" + #"a \(b) \#(c) "d" "# + e
        sssss$$$$sssssss...ssssssssssss$ssssssss....
        """↵a "b" \(c)↵""" + x /* /* */ */ y
        ssssssssssss$sssss.....###########..
        ##"a"# b"## + c
        sssssssssss....
        "###,
    );
}

#[test]
fn dart() {
    check(
        "dart",
        r#"
        'a $b ${c['d']} e' + r'f $g\' + "h"
        ssss$sss$$sss$ssss...ssssssss...sss
        '''a 'b' $c''' + x /* /* */ */ y
        ssssssssss$sss.....###########..
        "#,
    );
}

#[test]
fn visual_basic() {
    check(
        "visual-basic",
        r#"
        "a ""b"" c" & $"d {e}" ' f
        sssssssssss...sssss$ss.###
        "#,
    );
}
