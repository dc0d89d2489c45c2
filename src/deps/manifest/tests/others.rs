use super::seen;

#[test]
fn every_table_of_cargo() {
    let text = r#"
[dependencies]
time = "0.1.42"
exact = "=1.2.3"
renamed = { package = "real-name", version = "1.0" }
forked = { git = "https://github.com/a/b", version = "1.0" }
own = { path = "../own", version = "0.1" }
inner = { version = "1", registry = "corp" }
member.workspace = true
dotted.version = "2.0"
dotted.features = ["x"]
[dependencies.table]
version = "3.0"
features = ["a"]
[dev-dependencies]
tempfile = "3"
[workspace.dependencies]
serde = { version = "1.0", features = ["derive"] }
[target.'cfg(windows)'.dependencies]
winapi = "0.3.0"
[target.x86_64-unknown-linux-gnu.build-dependencies]
cc = "*"
[patch.crates-io]
patched = { git = "https://github.com/a/c" }
"#;
    assert_eq!(
        seen("Cargo.toml", text),
        [
            "time range 0.1.42 <0.1.42>",
            "exact exact 1.2.3 <1.2.3>",
            "real-name range 1.0 <1.0>",
            "forked range 1.0 <1.0> Vcs",
            "own range 0.1 <0.1> Path",
            "inner range 1 <1> Private",
            "dotted range 2.0 <2.0>",
            "table range 3.0 <3.0>",
            "tempfile range 3 <3>",
            "serde range 1.0 <1.0>",
            "winapi range 0.3.0 <0.3.0>",
            "cc any <*>",
            "patched any <patched> Vcs",
        ]
    );
}

#[test]
fn a_lock_of_cargo() {
    let text = "version = 3\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\ndependencies = [\n \"time\",\n]\n\n[[package]]\nname = \"time\"\nversion = \"0.1.42\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"x\"\n\n[[package]]\nname = \"inner\"\nversion = \"1.0.0\"\nsource = \"sparse+https://crates.corp.example/index/\"\n\n[[package]]\nname = \"forked\"\nversion = \"1.0.0\"\nsource = \"git+https://github.com/a/b#1\"\n\n[metadata]\n";
    assert_eq!(
        seen("Cargo.lock", text),
        [
            "own locked 0.1.0 <0.1.0> Path",
            "time locked 0.1.42 <0.1.42>",
            "inner locked 1.0.0 <1.0.0> Private",
            "forked locked 1.0.0 <1.0.0> Vcs"
        ]
    );
}

#[test]
fn a_module_of_go_after_its_replacements() {
    let text = "module example.com/own\n\ngo 1.22\n\ntoolchain go1.22.1\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.7.0\n\tgolang.org/x/text v0.3.5 // indirect\n\tgithub.com/old/one v1.0.0\n\tgithub.com/local/one v1.0.0\n)\n\nrequire github.com/dgrijalva/jwt-go v3.2.0+incompatible\n\nreplace github.com/old/one => github.com/new/one v1.1.0\nreplace (\n\tgithub.com/local/one v1.0.0 => ../one\n)\nexclude golang.org/x/net v0.1.0\nretract v1.0.1\n";
    assert_eq!(
        seen("go.mod", text),
        [
            "stdlib exact 1.22.1 <1.22.1>",
            "toolchain exact 1.22.1 <1.22.1>",
            "github.com/gin-gonic/gin exact v1.7.0 <v1.7.0>",
            "golang.org/x/text exact v0.3.5 <v0.3.5>",
            "github.com/dgrijalva/jwt-go exact v3.2.0+incompatible <v3.2.0+incompatible>",
            "github.com/new/one exact v1.1.0 <v1.1.0>",
        ]
    );
    assert!(seen("go.mod", "module x\n\ngo 1.22\n").is_empty(), "a language version names no release");
}

#[test]
fn gems_with_sources_options_and_blocks() {
    let text = r"source 'https://rubygems.org'
ruby '2.7.0'
# gem 'no', '1.0'
gem 'rails', '4.0.0'
gem 'rack', '~> 2.0', '>= 2.0.1', require: false
gem 'puma'
gem 'forked', '1.0', git: 'https://github.com/a/b.git'
gem 'old', :path => '../old'
gem 'multi',
    '= 1.5',
    group: :test
group :development do
  gem 'pry', '>= 0.1'
  gem 'x', '1.0' if ENV['X']
end
source 'https://gems.corp.example' do
  gem 'inner', '2.0'
end
gem 'last', ['>= 1', '< 2']
";
    assert_eq!(
        seen("Gemfile", text),
        [
            "rails exact 4.0.0 <4.0.0>",
            "rack range ~> 2.0, >= 2.0.1 <~> 2.0', '>= 2.0.1>",
            "puma any <puma>",
            "forked exact 1.0 <1.0> Vcs",
            "old any <old> Path",
            "multi exact 1.5 <1.5>",
            "pry range >= 0.1 <>= 0.1>",
            "x exact 1.0 <1.0>",
            "inner exact 2.0 <2.0> Private",
            "last range >= 1, < 2 <>= 1', '< 2>",
        ]
    );
    let spec = "Gem::Specification.new do |s|\n  s.name = 'own'\n  s.version = '1.0'\n  s.add_dependency 'rack', '1.0'\n  s.add_runtime_dependency(\"json\", \"~> 2\")\n  s.add_development_dependency(%q<rspec>.freeze, [\"~> 3.0\"])\nend\n";
    assert_eq!(
        seen("own.gemspec", spec),
        ["rack exact 1.0 <1.0>", "json range ~> 2 <~> 2>", "rspec range ~> 3.0 <~> 3.0>"]
    );
}

#[test]
fn a_lock_of_bundler() {
    let text = "GIT\n  remote: https://github.com/a/b.git\n  revision: 1\n  specs:\n    forked (1.0)\n\nPATH\n  remote: .\n  specs:\n    own (0.1)\n\nGEM\n  remote: https://rubygems.org/\n  specs:\n    rails (4.0.0)\n      rack (~> 1.5)\n    nokogiri (1.10.0-x86_64-linux)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rails (= 4.0.0)\n\nBUNDLED WITH\n   2.1.4\n";
    assert_eq!(
        seen("Gemfile.lock", text),
        [
            "forked locked 1.0 <1.0> Vcs",
            "own locked 0.1 <0.1> Path",
            "rails locked 4.0.0 <4.0.0>",
            "nokogiri locked 1.10.0 <1.10.0>"
        ]
    );
}

#[test]
fn composer_and_its_lock() {
    let text = r#"{"require": {"php": ">=7", "ext-json": "*", "symfony/http-kernel": "4.0.0", "a/b": "^1.0|^2.0", "c/d": "dev-main", "e/f": "v1.2.3@beta"}, "require-dev": {"phpunit/phpunit": "4.8.*"}}"#;
    assert_eq!(
        seen("composer.json", text),
        [
            "symfony/http-kernel exact 4.0.0 <4.0.0>",
            "a/b range ^1.0|^2.0 <^1.0|^2.0>",
            "c/d any <dev-main>",
            "e/f exact v1.2.3 <v1.2.3>",
            "phpunit/phpunit range 4.8.* <4.8.*>",
        ]
    );
    let lock = r#"{"packages": [{"name": "Symfony/http-kernel", "version": "v4.0.0", "source": {"type": "git"}, "require": {"x/y": "1.0"}, "notification-url": "https://packagist.org/downloads/"},
        {"name": "own/x", "version": "1.0", "dist": {"type": "path", "url": "../x"}}], "packages-dev": [{"name": "a/b", "version": "1.0.0"}], "aliases": []}"#;
    assert_eq!(
        seen("composer.lock", lock),
        ["symfony/http-kernel locked v4.0.0 <v4.0.0>", "own/x locked 1.0 <1.0> Path", "a/b locked 1.0.0 <1.0.0>"]
    );
}

#[test]
fn actions_of_a_workflow_and_its_commands() {
    let text = "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - name: x\n        uses: \"tj-actions/changed-files@v45.0.7\" # old\n      - uses: a/b/sub@0123456789012345678901234567890123456789 # v1.2.3\n      - uses: ./local\n      - uses: docker://alpine:3\n      - uses: c/d@main\n      - run: pip install django==3.2\n      - run: |\n          npm i lodash@4.17.20\n";
    assert_eq!(
        seen(".github/workflows/ci.yml", text),
        [
            "actions/checkout range v4 <v4>",
            "tj-actions/changed-files exact v45.0.7 <v45.0.7>",
            "a/b exact 0123456789012345678901234567890123456789 <0123456789012345678901234567890123456789>",
            "c/d any <main>",
            "django exact 3.2 <3.2>",
            "lodash exact 4.17.20 <4.17.20>",
        ]
    );
    let hooks = "repos:\n- repo: https://github.com/psf/black\n  rev: 22.1.0\n  hooks:\n  - id: black\n    additional_dependencies: ['click==8.0.4', prettier@2.0.0]\n";
    assert_eq!(seen(".pre-commit-config.yaml", hooks), ["click exact 8.0.4 <8.0.4>", "prettier exact 2.0.0 <2.0.0>"]);
}
