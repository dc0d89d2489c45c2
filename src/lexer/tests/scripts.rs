//! What is particular to each language: a table of small texts, as in the module above.

use super::check;

#[test]
fn javascript() {
    check(
        "javascript",
        r#"
        x = <p>it's {f('a')} <b a="c'd" e={g}/> </p>; y = 'z'
        ......._____...sss.._.....sssss........_..........sss
        f = () => <>a'b</>; g('x')
        ............___.......sss.
        a<b>(c) + 'd'
        ..........sss
        const T = <T,>(x) => 'a'
        .....................sss
        "#,
    );
}

#[test]
fn tsx() {
    check(
        "tsx",
        r"
        x = <T extends U>(a) => 'b'
        ........................sss
        return <A b={<i>it's</i>}>it's</A>; 'c'
        ................____......____......sss
        ",
    );
}

#[test]
fn typescript() {
    check(
        "typescript",
        r"
        let x = <string>y; `a${b}`
        ...................ssss$ss
        ",
    );
}

#[test]
fn shell() {
    check(
        "shell",
        r#"
        echo "a $b ${c} $(d "e" | f) `g`" 'h' # i
        .....ssss$sss$ssss$$sss$$$$sss$ss.sss.###
        echo a#b $# ${#x} it\'s "x $1 $@"
        ........................sss$$s$$s
        cat <<EOF↵a $b $(c)↵EOF↵d
        ....sssss.sss$sss$sssss..
        cat <<-'EOF' | x↵a $b↵	EOF↵d
        ....ssssssss.....sssssssss..
        echo $'a\'b' $((1<<2)) <<<"x" <<< y
        .....sssssss..............sss......
        x="a" y=$z; eval "$x"
        ..sss............ss$s
        "#,
    );
}

#[test]
fn powershell() {
    check(
        "powershell",
        r#"
        "a $b $($c.d("e")) `"f" + 'g''h' # i
        sss$$sss$$$$$sss$ssssss...ssssss.###
        @"↵a "b" $c↵"@ + x
        sssssssss$$sss....
        @'↵a 'b' $c↵'@ + x <# d #> y
        ssssssssssssss.....#######..
        Get-Item $x `↵ 'a'
        ...............sss
        "#,
    );
}

#[test]
fn perl() {
    check(
        "perl",
        r#"
        q{a {b} c} . qq(a $b) . qw[a b] . 'd' # e
        ssssssssss...sssss$$s...sssssss...sss.###
        $s =~ s/a'b/c"d/g; $x = m{a"b}; tr/a-z//
        ......rrrrrrrrrr........rrrrrr..rrrrrrrr
        s{a'}{b"}e; y/a/b/; $h{s} = { y => 1, q => 2 }
        rrrrrrrrr...rrrrrr............................
        print <<EOT, <<'X';↵a $b↵EOT↵c $d↵X↵e
        ......sssss..sssss..ss$$ssss.ssssss..
        split /,'/, $x; $y / 2 / 'a'; `ls $x`
        ......rrrr...............sss..cccc$$c
        =pod↵it's↵=cut↵x 'a' $#a
        ##############...sss....
        "#,
    );
}

#[test]
fn lua() {
    check(
        "lua",
        r#"
        [[a]b]] .. [==[a]]b]==] .. "c\"d" -- e↵f
        sssssss....ssssssssssss....ssssss.####..
        --[[ a ]] b --[==[ c ]] ]==] d
        #########...################..
        a[b[1]] = 'c'
        ..........sss
        "#,
    );
}

#[test]
fn r() {
    check(
        "r",
        r#"
        x <- "a" # b↵r"(a "b" )c)" + r"---(x)---" + 'c'
        .....sss.###.sssssssssssss...ssssssssssss...sss
        "#,
    );
}

#[test]
fn elixir() {
    check(
        "elixir",
        r#"
        "a #{b} c" <> ~s(a #{b}) <> ~S(a #{b}) <> ~r/a"b/ # c
        sssss$ssss....sssssss$ss....ssssssssss....rrrrrrr.###
        """↵a "b" #{c}↵""" <> ?" <> 'd'
        ssssssssssss$sssss..........sss
        ~S"""↵a#{b}"c"↵""" <> x ~w[a b]
        ssssssssssssssssss......sssssss
        "#,
    );
}

#[test]
fn groovy() {
    check(
        "groovy",
        r#"
        "a $b ${c}" + 'd $e' + ~/f'g/ + """h "i" ${j}"""
        ssss$sss$ss...ssssss....rrrrr...sssssssssss$ssss
        a / b / c; x = /it's ${y}/; $/a/b/$ + 'z'
        ...............rrrrrrrr$rr..sssssss...sss
        "#,
    );
}

#[test]
fn makefile() {
    check(
        "makefile",
        r"
        a: b # c↵	echo $$x
        .....###..........
        ",
    );
}

#[test]
fn sql() {
    check(
        "sql",
        r#"
        select 'a''b', E'c\'d', "e" -- f↵from /* g */ h
        .......ssssss..sssssss..sss.####......#######..
        create function x as $$ begin execute 'a' || b; end $$
        .....................sssssssssssssssssssssssssssssssss
        select $$it's$$, $a$b'c$a$ || 'd'
        .......ssssssss..sssssssss....sss
        create f as $$↵ x 'y' ↵$$
        ..................sss....
        "#,
    );
}
