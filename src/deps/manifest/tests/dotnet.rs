use super::seen;

#[test]
fn package_items_of_a_project() {
    let text = "\u{feff}<Project Sdk=\"Microsoft.NET.Sdk\">\r\n  <PropertyGroup><JsonVersion>12.0.1</JsonVersion></PropertyGroup>\r\n  <ItemGroup>\r\n    <PackageReference Include=\"Newtonsoft.Json\" Version=\"$(JsonVersion)\" />\r\n    <PackageReference Include=\"A.B\"><Version>1.0</Version></PackageReference>\r\n    <PackageReference Include=\"C\" VersionOverride=\"2.0\" />\r\n    <PackageReference Include=\"D\" Version=\"[1.0,2.0)\" />\r\n    <PackageReference Include=\"E\" Version=\"[3.1]\" />\r\n    <PackageReference Include=\"F\" Version=\"1.*\" />\r\n    <PackageReference Include=\"Central\" />\r\n    <ProjectReference Include=\"..\\x.csproj\" />\r\n  </ItemGroup>\r\n</Project>\r\n";
    assert_eq!(
        seen("src/App.csproj", text),
        [
            "newtonsoft.json exact 12.0.1 <12.0.1>",
            "a.b exact 1.0 <1.0>",
            "c exact 2.0 <2.0>",
            "d range [1.0,2.0) <[1.0,2.0)>",
            "e exact 3.1 <3.1>",
            "f range 1.* <1.*>",
            "central any <Central>",
        ]
    );
    let props = "<Project><ItemGroup><PackageVersion Include=\"Newtonsoft.Json\" Version=\"12.0.1\" /><GlobalPackageReference Include=\"G\" Version=\"1.0\" /></ItemGroup></Project>";
    assert_eq!(seen("Directory.Packages.props", props), ["newtonsoft.json exact 12.0.1 <12.0.1>", "g exact 1.0 <1.0>"]);
}

#[test]
fn the_other_files_of_nuget() {
    let config = "<?xml version=\"1.0\"?><packages><package id=\"jQuery\" version=\"1.4.0\" targetFramework=\"net45\" /></packages>";
    assert_eq!(seen("packages.config", config), ["jquery exact 1.4.0 <1.4.0>"]);
    let nuspec = "<package><metadata><id>Own</id><version>1</version><dependencies><group targetFramework=\"net6.0\"><dependency id=\"Newtonsoft.Json\" version=\"12.0.1\" /></group></dependencies></metadata></package>";
    assert_eq!(seen("Own.nuspec", nuspec), ["newtonsoft.json exact 12.0.1 <12.0.1>"]);
    let lock = r#"{"version": 1, "dependencies": {"net6.0": {"Newtonsoft.Json": {"type": "Direct", "requested": "[12.0.1, )", "resolved": "12.0.1",
        "dependencies": {"X": "1.0"}}, "own": {"type": "Project"}}}}"#;
    assert_eq!(seen("packages.lock.json", lock), ["newtonsoft.json locked 12.0.1 <12.0.1>"]);
    let tools = r#"{"version": 1, "tools": {"dotnet-ef": {"version": "3.0.0", "commands": ["dotnet-ef"]}}}"#;
    assert_eq!(seen(".config/dotnet-tools.json", tools), ["dotnet-ef exact 3.0.0 <3.0.0>"]);
    assert_eq!(
        seen(
            "paket.dependencies",
            "source https://api.nuget.org/v3/index.json\nnuget Newtonsoft.Json 12.0.1\nnuget B ~> 1.2\nnuget C\n"
        ),
        ["newtonsoft.json exact 12.0.1 <12.0.1>", "b range ~> 1.2 <~> 1.2>", "c any <C>"]
    );
    assert_eq!(
        seen(
            "paket.lock",
            "NUGET\n  remote: https://api.nuget.org\n    B (1.2.3)\n      C (>= 1.0)\nGITHUB\n  remote: x/y\n    f.fs (abc)\n"
        ),
        ["b locked 1.2.3 <1.2.3>"]
    );
}
