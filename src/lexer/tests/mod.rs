//! Small texts and what their bytes are.

mod compiled;
mod documents;
mod hostile;
mod parts;
mod scripts;

use super::*;

fn language(name: &str) -> &'static Language {
    languages().find(|language| language.name == name).unwrap()
}

fn letter(scope: Scope) -> char {
    match scope {
        Scope::Code => '.',
        Scope::Comment => '#',
        Scope::String(Quote::Text) => 's',
        Scope::String(Quote::Regex) => 'r',
        Scope::String(Quote::Command) => 'c',
        Scope::Interpolation => '$',
        Scope::Markup => '_',
        Scope::Hole => '?',
    }
}

/// One letter for each byte: see [`letter`].
fn scopes(name: &str, text: &str) -> String {
    let map = lex(language(name), text.as_bytes());
    let pieces = map.within(0..text.len());
    pieces.flat_map(|(piece, segment)| std::iter::repeat_n(letter(segment.scope), piece.len())).collect()
}

/// The texts stand above their scopes, so that the columns can be compared by eye; `↵` stands for a line feed.
#[track_caller]
fn check(name: &str, table: &str) {
    let mut lines = table.lines().map(str::trim_start).filter(|line| !line.is_empty());
    while let (Some(text), Some(expected)) = (lines.next(), lines.next()) {
        let found = scopes(name, &text.replace('↵', "\n"));
        assert_eq!(found, expected, "\n{text}");
    }
}

#[test]
fn comments() {
    check(
        "python",
        r"
        x # y 'z↵w
        ..######..
        #!/bin/python↵x
        #############..
        ",
    );
    check(
        "go",
        r"
        a // b↵c /* d↵ */ e
        ..####...########..
        ",
    );
    check(
        "ruby",
        r"
        =begin↵'↵=end↵x =begin
        #############.........
        ",
    );
}

#[test]
fn strings() {
    check(
        "python",
        r#"
        a "b" c
        ..sss..
        r"\" x" + b'y'
        sssssss...ssss
        '''a↵'b''' c
        ssssssssss..
        x = "open
        ....sssss
        x = 'open↵y = 'z'
        ....sssss.....sss
        'a\↵b' c
        ssssss..
        "#,
    );
    check(
        "java",
        r#"
        '"' + "'" // x
        sss...sss.####
        """↵ "a" """ x
        ssssssssssss..
        "#,
    );
    check(
        "go",
        r#"
        `a\` + "b\"c"
        ssss...ssssss
        "#,
    );
}

#[test]
fn code_inside_strings() {
    check(
        "python",
        r#"
        f'{a}{{b}} {c!r}'
        sss$ssssssss$$$ss
        f"{x['k']}" y
        sss$$sss$ss..
        f'{a↵b'
        sss$.ss
        '{a}'
        sssss
        "#,
    );
    check(
        "javascript",
        r"
        `a${b({c: 1})}d` e
        ssss$$$$$$$$$sss..
        `${`${x}`}` y
        ssssss$ssss..
        ",
    );
    check(
        "ruby",
        r#"
        "a #{b + "c"} d" e
        sssss$$$$sssssss..
        "#,
    );
    check(
        "php",
        r#"
        <?php "a $b {$c[0]} d"
        _____.sss$$ss$$$$$ssss
        <?php '$b'
        _____.ssss
        <?php "$5 \$x"
        _____.ssssssss
        "#,
    );
}

#[test]
fn a_slash_is_a_regex_only_where_an_operand_stands() {
    check(
        "javascript",
        r#"
        x = /a'b/g
        ....rrrrr.
        a / b / c
        .........
        f(/[/"]/)
        ..rrrrrr.
        return /'/.test(x)
        .......rrr........
        a <b / c > 'd'
        ...........sss
        "#,
    );
    check(
        "ruby",
        r"
        x =~ /'#/ 'y'
        .....rrrr.sss
        split /,'/
        ......rrrr
        a / 2 / b
        .........
        ",
    );
}

#[test]
fn delimiters_of_the_writers_choice() {
    check(
        "ruby",
        r"
        %w(a (b) 'c) d
        ssssssssssss..
        x = %q{a{b}c} + y
        ....sssssssss....
        a % b
        .....
        %x{ls #{d}} y
        cccccccc$cc..
        ",
    );
}

#[test]
fn heredocs_begin_with_the_next_line() {
    check(
        "ruby",
        r"
        f(<<~A, 1)↵ x #{y}↵ A↵z
        ..ssss.....sssss$ssss..
        f(<<A, <<B)↵a↵A↵b↵B↵z
        ..sss..sss..sss.sss..
        class A << self↵end
        ...................
        x << 'a'
        .....sss
        ",
    );
    check(
        "php",
        r"
        <?php $a = <<<X↵$b 'c↵  X;
        _____......ssss.$$sssssss.
        <?php $a = <<<'X'↵$b↵X . f
        _____......ssssss.ssss....
        ",
    );
}

#[test]
fn a_page_is_markup_around_its_code() {
    check(
        "php",
        r"
        it's <?php f(); // g ?> it's <?= $x ?>
        __________......#####___________....__
        ",
    );
    check(
        "erb",
        r"
        <p>'</p> <%= f 'a' %> '
        ____________...sss.____
        ",
    );
}
