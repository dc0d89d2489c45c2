use super::seen;

#[test]
fn requirements_with_everything_pip_allows() {
    let text = "\
# a comment
-r base.txt
--extra-index-url https://download.example.com/simple
Django==3.2.1  # pinned
requests[security,socks] >= 2.8.1, == 2.8.* ; python_version < \"2.7\"
jinja2 ~= 2.11
PyYAML
urllib3==1.26.4 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
flask (==1.0)
tornado==6.0 ; python_version>='3'
local @ file:///srv/local.whl
git+https://github.com/pallets/click.git@8.0#egg=click
-e git+ssh://git@example.com/a/b.git#egg=own_part
./folder
https://example.com/x.whl
pillow===8.0.0
lxml==4.6.*
";
    assert_eq!(
        seen("requirements.txt", text),
        [
            "django exact 3.2.1 <3.2.1>",
            "requests range >= 2.8.1, == 2.8.* <>= 2.8.1, == 2.8.*>",
            "jinja2 range ~= 2.11 <~= 2.11>",
            "pyyaml any <PyYAML>",
            "urllib3 exact 1.26.4 <1.26.4>",
            "flask exact 1.0 <1.0>",
            "tornado exact 6.0 <6.0>",
            "local any <local> Path",
            "click any <click> Vcs",
            "own-part any <own_part> Vcs",
            "pillow exact 8.0.0 <8.0.0>",
            "lxml range ==4.6.* <==4.6.*>",
        ]
    );
}

#[test]
fn an_index_of_ones_own_replaces_the_public_one() {
    assert_eq!(
        seen("requirements/prod.txt", "--index-url https://pypi.corp.example/simple\ndjango==1.0\n"),
        ["django exact 1.0 <1.0> Private"]
    );
    assert_eq!(
        seen("dev-requirements.txt", "-i https://pypi.org/simple\r\ndjango==1.0\r\n"),
        ["django exact 1.0 <1.0>"]
    );
}

#[test]
fn pyproject_of_every_tool() {
    let text = r#"
[build-system]
requires = ["setuptools>=40", "wheel==0.37.0"]

[project]
name = "own"
dependencies = [
  "django==3.2",  # why
  'requests >=2,<3 ; python_version > "3"',
  "private-thing==1.0",
]
[project.optional-dependencies]
dev = ["black==22.1.0"]

[dependency-groups]
test = ["pytest==7.0", {include-group = "dev"}]

[tool.poetry.dependencies]
python = "^3.9"
flask = "^1.0"
jinja2 = "2.11.2"
lib = { version = "==1.5", extras = ["x"] }
fork = { git = "https://github.com/a/fork.git", tag = "1" }
own = { path = "../own" }
star = "*"
[[tool.poetry.source]]
name = "corp"
url = "https://pypi.corp.example/simple"
priority = "supplemental"
[tool.poetry.group.dev.dependencies]
inner = { version = "1.0", source = "corp" }
multi = [
  { version = "1.0", python = "<3.8" },
  { version = ">=2.0", python = ">=3.8" },
]

[tool.uv.sources]
private-thing = { index = "corp" }
"#;
    assert_eq!(
        seen("pyproject.toml", text),
        [
            "setuptools range >=40 <>=40>",
            "wheel exact 0.37.0 <0.37.0>",
            "django exact 3.2 <3.2>",
            "requests range >=2,<3 <>=2,<3>",
            "private-thing exact 1.0 <1.0> Private",
            "black exact 22.1.0 <22.1.0>",
            "pytest exact 7.0 <7.0>",
            "flask range ^1.0 <^1.0>",
            "jinja2 exact 2.11.2 <2.11.2>",
            "lib exact 1.5 <1.5>",
            "fork any <fork> Vcs",
            "own any <own> Path",
            "star any <*>",
            "inner exact 1.0 <1.0> Private",
            "multi exact 1.0 <1.0>",
            "multi range >=2.0 <>=2.0>",
        ]
    );
}

#[test]
fn setup_cfg_lists_and_extras() {
    let text = "[metadata]\nname = x\n[options]\npython_requires = >=3\ninstall_requires =\n    django==3.2\n    # no\n    flask>=1;python_version>'3'\nsetup_requires = pbr==5.0\n[options.extras_require]\ndev =\n  black==22.1\n[other]\nkey = value==1\n";
    assert_eq!(
        seen("setup.cfg", text),
        ["django exact 3.2 <3.2>", "flask range >=1 <>=1>", "pbr exact 5.0 <5.0>", "black exact 22.1 <22.1>"]
    );
    let tox = "[testenv]\ndeps =\n    pytest==3.0\n    py39: django==2.0\n    -rrequirements.txt\ncommands = pytest\n";
    assert_eq!(seen("tox.ini", tox), ["pytest exact 3.0 <3.0>", "django exact 2.0 <2.0>"]);
}

#[test]
fn literal_lists_of_setup_py() {
    let text = r#"
REQUIRED = [
    'django==3.2',  # it's pinned
]
setup(
    name="x",
    install_requires=REQUIRED,
    tests_require=["pytest>=5"],
    extras_require={"dev": ["black==22.1", 'mypy'], 'docs:python_version<"3"': ["sphinx==1.0"]},
    classifiers=["Programming Language :: Python"],
)
"#;
    assert_eq!(
        seen("setup.py", text),
        [
            "django exact 3.2 <3.2>",
            "pytest range >=5 <>=5>",
            "black exact 22.1 <22.1>",
            "mypy any <mypy>",
            "sphinx exact 1.0 <1.0>"
        ]
    );
}

#[test]
fn pipfile_and_its_lock() {
    let text = "[[source]]\nurl = \"https://pypi.org/simple\"\nname = \"pypi\"\n[[source]]\nurl = \"https://x.corp.example\"\nname = \"corp\"\n[packages]\ndjango = \"==3.2\"\nflask = {version = \"*\", index = \"corp\"}\n[dev-packages]\npytest = \">=5\"\n[requires]\npython_version = \"3.9\"\n";
    assert_eq!(seen("Pipfile", text), ["django exact 3.2 <3.2>", "flask any <*> Private", "pytest range >=5 <>=5>"]);
    let lock = r#"{"_meta": {"hash": {"sha256": "x"}, "sources": [{"name": "pypi", "url": "https://pypi.org/simple"}]},
        "default": {"django": {"hashes": ["sha256:1"], "index": "pypi", "version": "==3.2"}, "own": {"path": "."},
        "forked": {"git": "https://github.com/a/b.git", "ref": "1", "version": "==1"}}, "develop": {"py": {"version": "==1.9.0"}}}"#;
    assert_eq!(
        seen("Pipfile.lock", lock),
        ["django locked 3.2 <3.2>", "forked locked 1 <1> Vcs", "py locked 1.9.0 <1.9.0>"]
    );
}

#[test]
fn locks_of_poetry_uv_and_pdm() {
    let poetry = r#"
[[package]]
name = "Django"
version = "3.2.1"
description = "text"
optional = false
files = [
    {file = "Django-3.2.1.whl", hash = "sha256:1"},
]

[package.dependencies]
asgiref = ">=3.3.2,<4"

[package.source]
type = "legacy"
url = "https://pypi.corp.example/simple"
reference = "corp"

[[package]]
name = "jinja2"
version = "2.11"

[metadata]
lock-version = "2.0"
"#;
    assert_eq!(seen("poetry.lock", poetry), ["django locked 3.2.1 <3.2.1> Private", "jinja2 locked 2.11 <2.11>"]);
    let uv = r#"
version = 1
[[package]]
name = "own"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "django" }]
[[package]]
name = "django"
version = "3.2"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.pythonhosted.org/x.tar.gz", hash = "sha256:1", size = 1 }
[[package]]
name = "forked"
version = "1.0"
source = { git = "https://github.com/a/b?rev=1#2" }
"#;
    assert_eq!(
        seen("uv.lock", uv),
        ["own locked 0.1.0 <0.1.0> Path", "django locked 3.2 <3.2>", "forked locked 1.0 <1.0> Vcs"]
    );
    let pdm = "[metadata]\ngroups = [\"default\"]\n[[package]]\nname = \"django\"\nversion = \"3.2\"\nfiles = [{file = \"a\", hash = \"b\"}]\n";
    assert_eq!(seen("pdm.lock", pdm), ["django locked 3.2 <3.2>"]);
    let pylock = "lock-version = \"1.0\"\n[[packages]]\nname = \"django\"\nversion = \"3.2\"\nindex = \"https://pypi.org/simple\"\n[[packages.wheels]]\nname = \"django-3.2.whl\"\nurl = \"https://files.pythonhosted.org/d.whl\"\n[[packages]]\nname = \"flask\"\nversion = \"1.0\"\n";
    assert_eq!(seen("pylock.toml", pylock), ["django locked 3.2 <3.2>", "flask locked 1.0 <1.0>"]);
}

#[test]
fn only_pip_of_a_conda_environment_is_of_pypi() {
    let text = "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.9\n  - numpy=1.19\n  - pip\n  - pip:\n      - django==3.2\n      - \"flask>=1,<2\"\n      - -r other.txt\n";
    assert_eq!(seen("environment.yml", text), ["django exact 3.2 <3.2>", "flask range >=1,<2 <>=1,<2>"]);
    let flat = "dependencies:\n- numpy\n- pip:\n  - django==3.2 # old\nprefix: /opt\n";
    assert_eq!(seen("conda/env.yaml", flat), ["django exact 3.2 <3.2>"]);
}
