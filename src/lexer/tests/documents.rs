//! What is particular to each language: a table of small texts, as in the module above.

use super::check;

#[test]
fn json() {
    check(
        "json",
        r#"
        {"a": "b\"c", "d": true} // e
        .sss..ssssss..sss........####
        "#,
    );
}

#[test]
fn toml() {
    check(
        "toml",
        r#"
        a = "b\"c" # d↵e = '''f'↵g''' + 'h\'
        ....ssssss.###.....ssssssssss...ssss
        "#,
    );
}

#[test]
fn ini() {
    check(
        "ini",
        r#"
        a = it's # b↵; c↵ # d↵e = "f"
        .............###..###........
        "#,
    );
}

#[test]
fn terraform() {
    check(
        "terraform",
        r#"
        a = "b ${c["d"]} e" # f↵g = <<-EOF↵h ${i}↵  EOF↵j
        ....sssss$$sss$ssss.###.....ssssss.ssss$sssssss..
        "#,
    );
}

#[test]
fn dockerfile() {
    check(
        "dockerfile",
        r#"
        # a↵FROM x:1 # it's↵RUN echo "a $b ${c}" 'd'↵ENV X=it's
        ###..........................ssss$sss$ss.sss...........
        "#,
    );
}

#[test]
fn yaml() {
    check(
        "yaml",
        r#"
        a: 'b''c' # d↵e: it's # f↵g: "h\"i"↵- 'j': k#l
        ...ssssss.###.........###....ssssss...........
        run: |↵  it's # a↵↵  b↵c: "d"
        .......ssssssssssssssss...sss
        "#,
    );
}

#[test]
fn html() {
    check(
        "html",
        r#"
        it's <a href="b" c='d'>e</a> <!-- it's --> <script>f('g')</script>
        _____........sss...sss._...._#############_........______.........
        "#,
    );
}

#[test]
fn xml() {
    check(
        "xml",
        r#"
        <?xml version="1.0"?><a b="c"><![CDATA[<d>]]></a>
        ..............sssss.......sss._______________....
        "#,
    );
}

#[test]
fn vue() {
    check(
        "vue",
        r#"
        <p :a="b + 'c'">{{ d('e') }} it's</p>
        ......sssssssss............._____....
        "#,
    );
}

#[test]
fn svelte() {
    check(
        "svelte",
        r"
        <p on:click={f}>it's {g('h')} {#if x}y{/if}</p>
        ................_____........_......._.........
        ",
    );
}

#[test]
fn jinja() {
    check(
        "jinja",
        r#"
        it's {{ a['b'] }} {# it's #} {% if x == "y" %} it's
        _______...sss..___##########___.........sss._______
        "#,
    );
}

#[test]
fn ejs() {
    check(
        "ejs",
        r"
        it's <%= a + 'b' %> <%# it's %> <% // c %> it's
        ________.....sss.___###########___.#####_______
        ",
    );
}

#[test]
fn handlebars() {
    check(
        "handlebars",
        r#"
        it's {{a "b"}} {{!-- }} it's --}} {{{c}}} {{! d}} it's
        _______..sss___##################____.____#######_____
        "#,
    );
}

#[test]
fn blade() {
    check(
        "blade",
        r"
        it's {{ $a['b'] }} {!! $c !!} {{-- it's --}} @if($d == 'e') it's @php $f = 'g'; @endphp a@b.c
        _______....sss..______....____##############__.........sss.__________......sss.._____________
        ",
    );
}

#[test]
fn razor() {
    check(
        "razor",
        r#"
        it's @Model.Name("a") @* it's *@ @{ var x = "a"; if (b) { c(); } } it's @(d + "e") a@b.c
        ______...........sss._##########___.........sss.................._________....sss_______
        "#,
    );
}

#[test]
fn eex() {
    check(
        "eex",
        r#"
        it's <%= f "a" %> it's
        ________...sss._______
        "#,
    );
}
