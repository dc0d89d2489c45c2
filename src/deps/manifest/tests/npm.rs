use super::seen;

#[test]
fn every_map_of_a_package() {
    let text = r#"{
  "name": "own", "version": "1.0.0",
  "dependencies": {"lodash": "4.17.20", "axios": "^0.21.0", "aliased": "npm:real@1.2.3", "@a/b": "~1.2", "tag": "next",
    "repo": "user/repo", "git": "git+https://github.com/a/b.git#v1", "tar": "https://example.com/x.tgz", "ws": "workspace:*",
    "file": "file:../x", "any": "*", "cat": "catalog:", "eq": "=1.0.0", "v": "v2.0.0", "pre": "1.0.0-rc.1"},
  "devDependencies": {"jest": "26.x"},
  "peerDependencies": {"react": ">=16"},
  "optionalDependencies": {"fsevents": "2.1.0"},
  "overrides": {"qs": "6.5.0", "a@^2": {".": "2.0.0", "b": "1.1.1"}, "c": "$c"},
  "resolutions": {"**/minimist": "1.2.0", "parent/@s/child": "3.0.0"},
  "pnpm": {"overrides": {"p@1>q": "5.0.0"}},
  "packageManager": "pnpm@8.6.0+sha512.abc",
  "scripts": {"x": "1.0.0"}
}"#;
    assert_eq!(
        seen("web/package.json", text),
        [
            "lodash exact 4.17.20 <4.17.20>",
            "axios range ^0.21.0 <^0.21.0>",
            "real exact 1.2.3 <1.2.3>",
            "@a/b range ~1.2 <~1.2>",
            "tag any <next>",
            "repo any <user/repo> Vcs",
            "git any <git+https://github.com/a/b.git#v1> Vcs",
            "tar any <https://example.com/x.tgz> Path",
            "ws any <workspace:*> Path",
            "file any <file:../x> Path",
            "any any <*>",
            "cat any <catalog:>",
            "eq exact 1.0.0 <1.0.0>",
            "v exact v2.0.0 <v2.0.0>",
            "pre exact 1.0.0-rc.1 <1.0.0-rc.1>",
            "jest range 26.x <26.x>",
            "react range >=16 <>=16>",
            "fsevents exact 2.1.0 <2.1.0>",
            "qs exact 6.5.0 <6.5.0>",
            "a exact 2.0.0 <2.0.0>",
            "b exact 1.1.1 <1.1.1>",
            "minimist exact 1.2.0 <1.2.0>",
            "@s/child exact 3.0.0 <3.0.0>",
            "q exact 5.0.0 <5.0.0>",
            "pnpm exact 8.6.0 <8.6.0>",
        ]
    );
}

#[test]
fn package_lock_of_each_version() {
    let one = r#"{"name": "own", "version": "1.0.0", "lockfileVersion": 1, "requires": true, "dependencies": {
        "a": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz", "requires": {"b": "^2.0.0"},
              "dependencies": {"b": {"version": "2.0.0"}}},
        "al": {"version": "npm:real@3.0.0"}, "g": {"version": "git+ssh://git@github.com/a/g.git#1", "from": "g"}}}"#;
    assert_eq!(
        seen("package-lock.json", one),
        [
            "a locked 1.0.0 <1.0.0>",
            "b locked 2.0.0 <2.0.0>",
            "real locked 3.0.0 <3.0.0>",
            "g locked git+ssh://git@github.com/a/g.git#1 <git+ssh://git@github.com/a/g.git#1> Vcs",
        ]
    );
    let three = r#"{"name": "own", "lockfileVersion": 3, "packages": {
        "": {"name": "own", "version": "1.0.0", "dependencies": {"a": "^1.0.0"}},
        "node_modules/a": {"version": "1.0.1", "resolved": "https://registry.npmjs.org/a/-/a-1.0.1.tgz"},
        "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "resolved": "https://npm.corp.example/b.tgz"},
        "node_modules/alias": {"name": "real", "version": "3.0.0"},
        "node_modules/ws": {"resolved": "packages/ws", "link": true}, "packages/ws": {"version": "0.0.1"}},
        "dependencies": {"a": {"version": "1.0.1"}}}"#;
    let expected = ["a locked 1.0.1 <1.0.1>", "@s/b locked 2.0.0 <2.0.0> Private", "real locked 3.0.0 <3.0.0>"];
    assert_eq!(seen("npm-shrinkwrap.json", three), expected);
}

#[test]
fn yarn_of_old_and_new() {
    let classic = r#"# yarn lockfile v1


"@babel/core@^7.0.0", "@babel/core@^7.1.0":
  version "7.2.0"
  resolved "https://registry.yarnpkg.com/@babel/core/-/core-7.2.0.tgz#1"
  integrity sha512-x
  dependencies:
    lodash "^4.0.0"
    version "^1.0.0"

aliased@npm:real@^1.0.0:
  version "1.5.0"
  resolved "https://npm.corp.example/real-1.5.0.tgz"

"repo@git+https://github.com/a/b.git":
  version "1.0.0"
  resolved "git+https://github.com/a/b.git#abc"
"#;
    assert_eq!(
        seen("yarn.lock", classic),
        ["@babel/core locked 7.2.0 <7.2.0>", "real locked 1.5.0 <1.5.0> Private", "repo locked 1.0.0 <1.0.0> Vcs"]
    );
    let berry = r#"__metadata:
  version: 6
  cacheKey: 8

"lodash@npm:^4.0.0, lodash@npm:^4.17.0":
  version: 4.17.20
  resolution: "lodash@npm:4.17.20"
  dependencies:
    x: ^1
  checksum: abc
  languageName: node
  linkType: hard

"own@workspace:.":
  version: 0.0.0-use.local
  resolution: "own@workspace:."

"fsevents@patch:fsevents@^2.0.0#~builtin<compat/fsevents>":
  version: 2.1.0
  resolution: "fsevents@patch:fsevents@npm%3A2.1.0#~builtin<compat/fsevents>::version=2.1.0&hash=1"
"#;
    assert_eq!(
        seen("yarn.lock", berry),
        [
            "lodash locked 4.17.20 <4.17.20>",
            "own locked 0.0.0-use.local <0.0.0-use.local> Path",
            "fsevents locked 2.1.0 <2.1.0>"
        ]
    );
}

#[test]
fn pnpm_of_five_six_and_nine() {
    let five = "lockfileVersion: 5.4\n\nspecifiers:\n  lodash: ^4\n\npackages:\n\n  /lodash/4.17.20:\n    resolution: {integrity: sha512-x}\n    dev: false\n\n  /@babel/core/7.1.0_react@16.0.0:\n    resolution: {integrity: sha512-x}\n\n  github.com/a/b/0123:\n    resolution: {tarball: https://codeload.github.com/a/b/tar.gz/0123}\n    name: b\n    version: 1.0.0\n";
    assert_eq!(
        seen("pnpm-lock.yaml", five),
        ["lodash locked 4.17.20 <4.17.20>", "@babel/core locked 7.1.0 <7.1.0>", "b locked 1.0.0 <a/b/0123> Vcs"]
    );
    let six = "lockfileVersion: '6.0'\npackages:\n  /lodash@4.17.20:\n    resolution: {integrity: sha512-x}\n  /@a/b@1.0.0(react@16.0.0):\n    resolution: {integrity: sha512-x, tarball: https://npm.corp.example/b.tgz}\n    dependencies:\n      lodash: 4.17.20\n";
    assert_eq!(seen("pnpm-lock.yaml", six), ["lodash locked 4.17.20 <4.17.20>", "@a/b locked 1.0.0 <1.0.0> Private"]);
    let nine = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      lodash:\n        specifier: ^4\n        version: 4.17.20\n\npackages:\n\n  '@a/b@1.0.0':\n    resolution: {integrity: sha512-x}\n    engines: {node: '>=6'}\n\n  lodash@4.17.20:\n    resolution: {integrity: sha512-x}\n\n  own@file:packages/own:\n    resolution: {directory: packages/own, type: directory}\n\nsnapshots:\n\n  '@a/b@1.0.0(lodash@4.17.20)':\n    dependencies:\n      lodash: 4.17.20\n";
    assert_eq!(
        seen("pnpm-lock.yaml", nine),
        [
            "@a/b locked 1.0.0 <1.0.0>",
            "lodash locked 4.17.20 <4.17.20>",
            "own locked file:packages/own <file:packages/own> Path"
        ]
    );
}

#[test]
fn catalogues_of_a_pnpm_workspace() {
    let text = "packages:\n  - 'packages/*'\ncatalog:\n  react: ^16.0.0\n  'lodash': 4.17.20\ncatalogs:\n  old:\n    axios: 0.19.0\noverrides:\n  qs@^6: 6.5.0\n";
    assert_eq!(
        seen("pnpm-workspace.yaml", text),
        [
            "react range ^16.0.0 <^16.0.0>",
            "lodash exact 4.17.20 <4.17.20>",
            "axios exact 0.19.0 <0.19.0>",
            "qs exact 6.5.0 <6.5.0>"
        ]
    );
}

#[test]
fn bun_with_trailing_commas_and_deno() {
    let bun = r#"{
  "lockfileVersion": 1,
  "workspaces": {"": {"name": "own", "dependencies": {"lodash": "^4.0.0",},},},
  "packages": {
    "lodash": ["lodash@4.17.20", "", {}, "sha512-x"],
    "al": ["real@1.0.0", "https://npm.corp.example/", {"dependencies": {"x": "^1"}}, "sha512-x"],
    "ws": ["ws@workspace:packages/ws"],
    "lodash/inner": ["@s/inner@2.0.0", "", {}, "sha512-x"],
  }
}"#;
    assert_eq!(
        seen("bun.lock", bun),
        [
            "lodash locked 4.17.20 <4.17.20>",
            "real locked 1.0.0 <1.0.0> Private",
            "ws locked workspace:packages/ws <workspace:packages/ws> Path",
            "@s/inner locked 2.0.0 <2.0.0>",
        ]
    );
    let deno = "{ // why\n \"imports\": {\"chalk\": \"npm:chalk@5.0.0\", \"@std/x\": \"jsr:@std/x@1\", \"l\": \"npm:lodash@^4/fp\"}}";
    assert_eq!(seen("deno.jsonc", deno), ["chalk exact 5.0.0 <5.0.0>", "lodash range ^4 <^4>"]);
    let lock =
        r#"{"version": "4", "npm": {"chalk@5.0.0": {"integrity": "x"}, "@a/b@1.0.0_react@16": {"integrity": "x"}}}"#;
    assert_eq!(seen("deno.lock", lock), ["chalk locked 5.0.0 <5.0.0>", "@a/b locked 1.0.0 <1.0.0>"]);
}
