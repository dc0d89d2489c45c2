//! Real-looking files with something cut out, doubled or put in: no reader breaks, and every place is one of the text.

use proptest::prelude::*;

use crate::deps::manifest::{kind, read};
use crate::text::RepoPath;

const SAMPLES: [(&str, &str); 16] = [
    ("Cargo.toml", include_str!("../../../../Cargo.toml")),
    (
        "package-lock.json",
        "{\"packages\": {\"\": {\"name\": \"x\"}, \"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://registry.npmjs.org/a.tgz\", \"dependencies\": {\"b\": \"^1\"}}, \"node_modules/@s/b\": {\"version\": \"2.0.0\"}}}",
    ),
    (
        "package.json",
        "{\"dependencies\": {\"a\": \"^1.0\", \"b\": \"npm:c@1.0.0\"}, \"overrides\": {\"d@1\": {\".\": \"2.0.0\"}}, \"resolutions\": {\"**/@s/e\": \"1\"}}",
    ),
    (
        "yarn.lock",
        "# v1\n\n\"a@^1\", a@~1:\n  version \"1.0.0\"\n  resolved \"https://registry.yarnpkg.com/a.tgz\"\n  dependencies:\n    b \"^1\"\n",
    ),
    (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\npackages:\n  '@a/b@1.0.0(c@1)':\n    resolution: {integrity: sha512-x}\n  d@1.0.0:\n    engines: {node: '>=6'}\n",
    ),
    (
        "pyproject.toml",
        "[project]\ndependencies = [\"a==1.0\", 'b>=2; x']\n[tool.poetry.dependencies]\nc = {version = \"^1\", git = \"x\"}\n[[tool.uv.index]]\nurl = \"https://e.example\"\n",
    ),
    (
        "poetry.lock",
        "[[package]]\nname = \"a\"\nversion = \"1.0\"\n[package.dependencies]\nb = \"*\"\n[package.source]\ntype = \"git\"\n",
    ),
    (
        "requirements.txt",
        "a==1.0 \\\n  --hash=sha256:1\nb[x,y]>=1,<2 ; m\n-e git+https://h/x.git#egg=c\nd @ https://e/x.whl\n",
    ),
    ("setup.py", "R = ['a==1']\nsetup(install_requires=R, extras_require={'x': [\"b>=1\"]})\n"),
    (
        "pom.xml",
        "<project><properties><v>1.0</v></properties><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency></dependencies></project>",
    ),
    (
        "build.gradle",
        "ext.v = '1.0'\ndependencies {\n  api \"g:a:$v\" // c\n  api group: 'g', name: 'b', version: '2'\n  api(\"g:c:\" + v)\n}\n",
    ),
    ("Gemfile", "source 'https://rubygems.org'\ngem 'a', '~> 1.0', '>= 1',\n  git: 'x'\ngroup :t do\n  gem 'b'\nend\n"),
    ("go.mod", "module m\ngo 1.21.0\nrequire (\n\ta/b v1.0.0 // indirect\n)\nreplace a/b => ../b\n"),
    (
        "a.csproj",
        "<Project><PropertyGroup><V>1.0</V></PropertyGroup><ItemGroup><PackageReference Include=\"A\" Version=\"$(V)\"/></ItemGroup></Project>",
    ),
    (
        "Dockerfile",
        "RUN pip install \\\n  a==1.0 'b>=1' && [\"npm\", \"i\", \"c@1.0.0\"]\nRUN gem install d --version=\"1.0\"\n",
    ),
    ("README.md", "`pip install a==1`\n```sh\n$ npm i b@1.0.0\n```\n\n    go install c/d@v1.0.0\n"),
];

proptest! {
    #[test]
    fn no_mutation_breaks_a_reader(
        sample in 0..SAMPLES.len(),
        from in 0.0..1.0_f64,
        length in 0..40_usize,
        put in prop::sample::select(vec!["", "\"", "'", "[", "]", "{", "}", "<", ">", "\n", "\\", "é", "#", ",", "&", "- ", "\0"]),
        twice in any::<bool>(),
    ) {
        let (path, text) = SAMPLES[sample];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
        let start = (text.len() as f64 * from) as usize;
        let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let end = (start + length).min(text.len());
        let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap();
        let middle = if twice { [&text[start..end], put, &text[start..end]].concat() } else { put.to_owned() };
        let changed = [&text[..start], &middle, &text[end..]].concat();
        let path = RepoPath::from(path);
        for dependency in read(kind(&path).unwrap(), &path, changed.as_bytes()).dependencies {
            prop_assert!(changed.get(dependency.place.clone()).is_some(), "{path}: {dependency:?} in {changed:?}");
        }
    }
}
