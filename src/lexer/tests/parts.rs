//! Languages inside files of others: each part is shown without all else.

use super::language;
use crate::lexer::{Scope, parts};

/// The runs of the part in `inner` that are not markup; `?` stands for bytes that a template puts there.
fn part(outer: &str, inner: &str, text: &str) -> Vec<String> {
    let mut parts = parts(language(outer), text.as_bytes(), |of| of.name == inner);
    let part = parts.pop().unwrap();
    assert_eq!(part.language.name, inner);
    let mut runs = vec![String::new()];
    for (piece, segment) in part.map.within(0..part.text.len()) {
        let shown = String::from_utf8_lossy(&part.text[piece.clone()]);
        match (segment.scope, runs.last_mut()) {
            (Scope::Markup, _) => runs.push(String::new()),
            (Scope::Hole, Some(run)) => run.push_str(&"?".repeat(piece.len())),
            (_, Some(run)) => run.push_str(&shown),
            (_, None) => {}
        }
    }
    runs.iter().map(|run| run.trim().to_owned()).filter(|run| !run.is_empty()).collect()
}

#[test]
fn scripts_and_attributes_of_a_page() {
    let page = r#"<a onclick="f('x')" href="javascript:g('y')">it's</a><script type="application/json">{}</script>
        <script>h('z') // c</script><style>a { b: 'c' }</style><script lang="ts">let x: y = 'w'</script>"#;
    assert_eq!(part("html", "javascript", page), ["f('x')", "g('y')", "h('z') // c"]);
    assert_eq!(part("html", "typescript", page), ["let x: y = 'w'"]);
}

#[test]
fn what_a_template_puts_into_a_script_is_a_hole() {
    let page = r#"<script>a = "<?= $b ?>"; f(<?= $x ?>, 'c')</script><p onclick="h('<?= $y ?>')">"#;
    assert_eq!(part("php", "javascript", page), [r#"a = "?????????"; f(?????????, 'c')"#, "h('?????????')"]);
    let page = r#"<script>c("<%= d 'e' %>")</script>it's"#;
    assert_eq!(part("erb", "javascript", page), [r#"c("????????????")"#]);
    let page = "{# it's #}<script>c({{ d|safe }})</script>";
    assert_eq!(part("jinja", "javascript", page), ["c(????????????)"]);
}

#[test]
fn expressions_of_components() {
    let vue = r#"<p :a="b + 'c'" @click="d('e')">{{ f('g') }} it's</p><script lang="ts">let x</script>"#;
    assert_eq!(part("vue", "javascript", vue), ["b + 'c'", "d('e')", "f('g')"]);
    assert_eq!(part("vue", "typescript", vue), ["let x"]);
    let svelte = "<p on:click={() => f('x')}>it's {#if a('b')}y{/if} {@html c}</p>";
    assert_eq!(part("svelte", "javascript", svelte), ["() => f('x')", "a('b')", "c"]);
}

const WORKFLOW: &str = "
jobs:
  a:
    steps:
      - uses: actions/github-script@v7
        with:
          script: |
            exec('x')
      - name: it's
        run: |
          cat <<EOF
          it's
          EOF
          b 'c' # it's
        shell: bash
      - run: npm 'x' # y
      - shell: pwsh
        run: \"Get-Item 'x'\"
      - run: >-
          print('x')
        shell: python
test:
  script:
    - echo 'a'
    - |
      curl | sh
    - 'echo \"c: d\"'
  image: x
";

#[test]
fn commands_of_build_steps_in_the_shell_of_the_step() {
    assert_eq!(part("yaml", "javascript", WORKFLOW), ["exec('x')"]);
    assert_eq!(part("yaml", "powershell", WORKFLOW), ["Get-Item 'x'"]);
    assert_eq!(part("yaml", "python", WORKFLOW), ["print('x')"]);
    let shell = part("yaml", "shell", WORKFLOW);
    assert_eq!(shell[1..], ["npm 'x'", "echo 'a'", "curl | sh", "echo \"c: d\""]);
    assert!(shell[0].starts_with("cat <<EOF") && shell[0].ends_with("b 'c' # it's"));
}

/// The line that ends a heredoc is indented with its block; taken for more of its text, it would hide all that follows.
#[test]
fn a_heredoc_in_a_step_ends() {
    let text = "run: |\n  cat <<EOF\n  it's\n  EOF\n  eval 'x'\n";
    let parts = parts(language("yaml"), text.as_bytes(), |of| of.name == "shell");
    assert_eq!(parts[0].map.at(text.find("eval").unwrap()).scope, Scope::Code);
}

#[test]
fn commands_of_a_dockerfile_and_of_a_makefile() {
    let docker = "FROM x\nRUN apt 'a' && \\\n  # it's\n  b\nRUN [\"e\"]\nRUN <<EOF\ng 'h'\nEOF\nCMD i 'j'\n";
    assert_eq!(part("dockerfile", "shell", docker), ["apt 'a' && \\\n  # it's\n  b", "g 'h'", "i 'j'"]);
    assert_eq!(part("makefile", "shell", "a: b\n\tc 'd'\n\te\nx = y\n"), ["c 'd'\n\te"]);
}

#[test]
fn fenced_blocks_of_a_document() {
    let text = "it's\n```python\nf('x')\n```\n~~~sh\ng 'y'\n```\n~~~\n```\nit's\n```\n";
    assert_eq!(part("markdown", "python", text), ["f('x')"]);
    assert_eq!(part("markdown", "shell", text), ["g 'y'\n```"]);
}

#[test]
fn cells_of_a_notebook_are_read_without_their_escapes() {
    let text = r#"{"cells": [{"cell_type": "markdown", "source": ["it's"]},
        {"cell_type": "code", "metadata": {"a": {"source": "no"}}, "outputs": [{"text": ["x"]}],
         "source": ["import os\n", "f(\"a\\n\")\n"]},
        {"cell_type": "code", "source": "%%bash\ng 'h'"},
        {"source": ["i('\u00e9')"], "cell_type": "code"}], "metadata": {"kernelspec": {"language": "python"}}}"#;
    assert_eq!(part("notebook", "python", text), ["import os\nf(\"a\\n\")\n\ni('é')"]);
    assert_eq!(part("notebook", "shell", text), ["%%bash\ng 'h'"]);
    let parts = parts(language("notebook"), text.as_bytes(), |of| of.name == "python");
    let call = parts[0].text.windows(2).position(|word| word == b"f(").unwrap();
    let outer = parts[0].outer(&(call..call + 8));
    assert_eq!(&text[outer.clone()], r#"f(\"a\\n\")"#);
    assert_eq!(parts[0].inner(outer.start), Some(call));
    assert_eq!(parts[0].inner(text.find("it's").unwrap()), None);
}
