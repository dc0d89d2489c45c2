//! What is read as a setting, and which ones a path means.

use super::Settings;
use crate::pattern::Pattern;
use crate::rules::{Beside, SettingMatcher};

/// Every setting with a value as `path = value`.
fn all(language: &str, text: &str) -> Vec<String> {
    let settings = Settings::read(language, text.as_bytes()).unwrap();
    let tree = &settings.tree;
    let with_values = (0..tree.len()).filter_map(|index| Some((index, tree.value(index)?)));
    let lines = with_values.map(|(index, value)| {
        let mut keys = Vec::new();
        let mut at = Some(index);
        while let Some(index) = at {
            keys.push(String::from_utf8_lossy(tree.key(text.as_bytes(), index)).into_owned());
            at = tree.parent(index);
        }
        keys.reverse();
        format!("{} = {}", keys.join("."), &text[value])
    });
    lines.collect()
}

#[test]
fn yaml_by_indentation_and_in_flow_style() {
    let text = "\
# comment
spec:
  containers:
  - name: \"web\" # why
    image: nginx:1
    securityContext: {privileged: true, capabilities: {add: [ALL, 'X']}}
    args: ['a',
           b]
  - name: other
    env:
      - A=1
  hostNetwork: &a true
run: |
  echo a: b

  echo c
next: {{ .Values.x }}
---
spec: x
";
    assert_eq!(
        all("yaml", text),
        [
            "spec.containers.[*].name = web",
            "spec.containers.[*].image = nginx:1",
            "spec.containers.[*].securityContext.privileged = true",
            "spec.containers.[*].securityContext.capabilities.add.[*] = ALL",
            "spec.containers.[*].securityContext.capabilities.add.[*] = X",
            "spec.containers.[*].args.[*] = a",
            "spec.containers.[*].args.[*] = b",
            "spec.containers.[*].name = other",
            "spec.containers.[*].env.[*] = A=1",
            "spec.hostNetwork = true",
            "run =   echo a: b\n\n  echo c\n",
            "next = {{ .Values.x }}",
            "spec = x",
        ]
    );
}

#[test]
fn json_with_comments_and_without() {
    let text = "{\n  // no\n  \"a\": {\"b\": [1, {\"c\": \"x\\\"y\"}], \"d\": true},\n  \"e\": null\n}";
    assert_eq!(all("json", text), ["a.b.[*] = 1", "a.b.[*].c = x\\\"y", "a.d = true", "e = null"]);
}

#[test]
fn blocks_of_hcl_with_their_labels() {
    let text = r#"
resource "aws_s3_bucket" "logs" {
  acl  = "public-read" # why
  tags = { Name = "a ${var.x["b"]} c" }
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*" }]
  })
  ingress {
    cidr_blocks = ["0.0.0.0/0"]
  }
  text = <<EOF
a = b
EOF
  count = var.on ? 1 : 0
}
"#;
    assert_eq!(
        all("terraform", text),
        [
            "resource.aws_s3_bucket.logs.acl = public-read",
            "resource.aws_s3_bucket.logs.tags.Name = a ${var.x[\"b\"]} c",
            "resource.aws_s3_bucket.logs.policy.Statement.[*].Effect = Allow",
            "resource.aws_s3_bucket.logs.policy.Statement.[*].Principal = *",
            "resource.aws_s3_bucket.logs.ingress.cidr_blocks.[*] = 0.0.0.0/0",
            "resource.aws_s3_bucket.logs.text = \na = b",
            "resource.aws_s3_bucket.logs.count = var.on ? 1 : 0",
        ]
    );
}

#[test]
fn toml_ini_and_xml() {
    assert_eq!(
        all("toml", "a.b = 1 # x\n[c.\"d.e\"]\nf = [1,\n 2]\n[[g]]\nh = { i = 'j' }\nk = '''\nl = 1\n'''\nm = 2\n"),
        ["a.b = 1", "c.d.e.f.[*] = 1", "c.d.e.f.[*] = 2", "g.h.i = j", "g.k = \nl = 1\n", "g.m = 2"]
    );
    assert_eq!(all("ini", "strict-ssl=false\n; no\n[s]\na.b: c ; d\n"), ["strict-ssl = false", "s.a.b = c"]);
    assert_eq!(
        all("xml", "<?xml?><!-- <x y='1'> --><a b=\"1\"><c d='2' e = '3'/><f>\n g </f></a>"),
        ["a.b = 1", "a.c.d = 2", "a.c.e = 3", "a.f.[*] = g"]
    );
}

#[track_caller]
fn found(text: &str, matcher: &SettingMatcher, expected: &[&str]) {
    let settings = Settings::read("yaml", text.as_bytes()).unwrap();
    let found: Vec<&str> = settings.find(matcher).into_iter().map(|span| &text[span]).collect();
    assert_eq!(found, expected, "{:?}", matcher.path);
}

const TEXT: &str = "a:\n  b:\n  - c: 1\n    d: x\n  - c: 2\ne:\n  c: 1\nc: 1\nf-g: 1\n";
static ONE: Pattern = Pattern::new("^1$");
static X: [Beside; 1] = [Beside { path: "d", value: Some(Pattern::new("^x$")) }];

fn path(path: &'static [&'static str]) -> SettingMatcher {
    SettingMatcher { path, value: Some(Pattern::new(ONE.source())), when: &[], unless: &[] }
}

#[test]
fn a_path_is_the_end_of_the_keys_unless_it_is_anchored() {
    found(TEXT, &path(&["c"]), &["c: 1", "c: 1", "c: 1"]);
    found(TEXT, &path(&["^c"]), &["c: 1"]);
    found(TEXT, &path(&["e.c", "b[*].c"]), &["c: 1", "c: 1"]);
    found(TEXT, &path(&["^a.**.c"]), &["c: 1"]);
    found(TEXT, &path(&["a.c", "b.c"]), &[]);
    found(TEXT, &path(&["f-*", "*-g"]), &["f-g: 1"]);
}

#[test]
fn what_stands_beside_decides() {
    found(TEXT, &SettingMatcher { when: &X, ..path(&["c"]) }, &["c: 1"]);
    found(TEXT, &SettingMatcher { unless: &X, ..path(&["c"]) }, &["c: 1", "c: 1"]);
    let block = SettingMatcher { path: &["b[*]"], value: None, when: &[], unless: &X };
    found(TEXT, &block, &["- c: 2"]);
}

#[test]
fn hostile_nesting_is_cut_off() {
    for text in ["{\"a\":".repeat(100_000), "[".repeat(100_000), "- ".repeat(50_000), "}".repeat(1000)] {
        for language in ["json", "yaml", "toml", "xml", "terraform"] {
            assert!(Settings::read(language, text.as_bytes()).unwrap().tree.len() < 400_000);
        }
    }
}
