use super::seen;

#[test]
fn a_container_file() {
    let text = "FROM python:3.9\nRUN apt-get install -y curl=7.0 && pip3 install --no-cache-dir \\\n    django==3.2 \\\n    'flask>=1,<2' \"requests[security]==2.8.1\" \\\n    && rm -rf /tmp\nRUN [\"pip\", \"install\", \"jinja2==2.11\"]\nRUN npm install -g lodash@4.17.20 @a/b@1.0.0 && gem install rails -v 4.0.0 --no-document\nRUN python -m pip install -r requirements.txt\nRUN pip install --index-url https://pypi.corp.example/simple inner==1.0\n# pip install no==1.0\n";
    assert_eq!(
        seen("Dockerfile", text),
        [
            "django exact 3.2 <3.2>",
            "flask range >=1,<2 <>=1,<2>",
            "requests exact 2.8.1 <2.8.1>",
            "jinja2 exact 2.11 <2.11>",
            "lodash exact 4.17.20 <4.17.20>",
            "@a/b exact 1.0.0 <1.0.0>",
            "rails exact 4.0.0 <4.0.0>",
            "inner exact 1.0 <1.0> Private",
        ]
    );
}

#[test]
fn every_package_manager_in_a_script() {
    for (line, expected) in [
        ("sudo pip install Django==3.2;echo done", &["django exact 3.2 <3.2>"][..]),
        ("uv pip install django==3.2", &["django exact 3.2 <3.2>"]),
        ("poetry add django@3.2 'flask==1.0'", &["django exact 3.2 <3.2>", "flask exact 1.0 <1.0>"]),
        ("pipx install black==22.1.0", &["black exact 22.1.0 <22.1.0>"]),
        ("pip install git+https://github.com/a/b.git", &[]),
        ("pip install -e . -c constraints.txt", &[]),
        ("pip install \"django==$VERSION\"", &["django any <==$VERSION>"]),
        ("npm i lodash@4.17.20 --save-dev", &["lodash exact 4.17.20 <4.17.20>"]),
        ("npm install", &[]),
        ("npm run build && npm ci", &[]),
        ("yarn global add create-x@1.0.0", &["create-x exact 1.0.0 <1.0.0>"]),
        ("pnpm add -D axios@0.21.0", &["axios exact 0.21.0 <0.21.0>"]),
        ("npx --yes mocha@8.0.0 tests", &["mocha exact 8.0.0 <8.0.0>"]),
        ("bun add zod@3.0.0", &["zod exact 3.0.0 <3.0.0>"]),
        ("gem install rack:1.0.0", &["rack exact 1.0.0 <1.0.0>"]),
        ("gem install rack --version '1.0.0'", &["rack exact 1.0.0 <1.0.0>"]),
        ("gem install rack --version=1.0.0", &["rack exact 1.0.0 <1.0.0>"]),
        ("go install golang.org/x/tools/cmd/goimports@v0.1.0", &["golang.org/x/tools exact v0.1.0 <v0.1.0>"]),
        ("go get github.com/a/b/v2@v2.1.0", &["github.com/a/b/v2 exact v2.1.0 <v2.1.0>"]),
        ("go install github.com/a/b/cmd/x@latest", &["github.com/a/b any <latest>"]),
        ("cargo install ripgrep --version 11.0.0 --locked", &["ripgrep exact 11.0.0 <11.0.0>"]),
        ("cargo install --git https://github.com/a/b b", &["b any <b> Vcs"]),
        ("cargo add time@0.1.42", &["time exact 0.1.42 <0.1.42>"]),
        ("composer require a/b:1.0 'c/d:^2'", &["a/b exact 1.0 <1.0>", "c/d range ^2 <^2>"]),
        ("composer require \"a/b 1.0\"", &["a/b exact 1.0 <1.0>"]),
        (
            "dotnet add src/App.csproj package Newtonsoft.Json --version 12.0.1",
            &["newtonsoft.json exact 12.0.1 <12.0.1>"],
        ),
        ("dotnet add package Newtonsoft.Json -v 12.0.1", &["newtonsoft.json exact 12.0.1 <12.0.1>"]),
        ("dotnet tool install --global dotnet-ef --version 3.0.0", &["dotnet-ef exact 3.0.0 <3.0.0>"]),
        ("Install-Package Newtonsoft.Json -Version 12.0.1", &["newtonsoft.json exact 12.0.1 <12.0.1>"]),
        ("bash -c \"pip install django==3.2\"", &["django exact 3.2 <3.2>"]),
        ("echo please pip install something", &[]),
        ("apt-get install -y pip", &[]),
        ("pip install django==3.2 and then go on", &["django exact 3.2 <3.2>"]),
    ] {
        assert_eq!(seen("install.sh", line), expected, "{line}");
    }
}

#[test]
fn code_of_markdown_but_no_prose() {
    let text = "# Use\n\nRun pip install prose==1.0 first.\nThen `pip install span==1.0` and `npm i lodash@4.17.20`.\n\n```console\n$ pip install block==1.0\n```\n\n    pip install indented==1.0\n\n1. step\n   ```sh\n   gem install rack -v 1.0\n   ```\n";
    assert_eq!(
        seen("README.md", text),
        [
            "span exact 1.0 <1.0>",
            "lodash exact 4.17.20 <4.17.20>",
            "block exact 1.0 <1.0>",
            "indented exact 1.0 <1.0>",
            "rack exact 1.0 <1.0>",
        ]
    );
}

#[test]
fn a_notebook() {
    let text =
        "{\"cells\": [{\"source\": [\"!pip install django==3.2 flask==1.0\\n\", \"%pip install -q jinja2==2.11\"]}]}";
    assert_eq!(seen("a.ipynb", text), ["django exact 3.2 <3.2>", "flask exact 1.0 <1.0>", "jinja2 exact 2.11 <2.11>"]);
}

#[test]
fn versions_that_stand_in_variables() {
    let text = "ARG DJANGO_VERSION=3.2\nENV RAILS 4.0.0\nRUN pip install django==${DJANGO_VERSION} \\\n && gem install rails -v $RAILS\nRUN npm i lodash@$UNSET\n";
    assert_eq!(
        seen("Dockerfile", text),
        ["django exact 3.2 <3.2>", "rails exact 4.0.0 <4.0.0>", "lodash any <$UNSET>"]
    );
}
