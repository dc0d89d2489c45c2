use super::seen;

#[test]
fn a_pom_with_properties_and_management() {
    let text = r#"<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>2.5.0</version></parent>
  <groupId>com.example</groupId><artifactId>own</artifactId><version>1.0</version>
  <properties><log4j.version>2.14.1</log4j.version><indirect>${log4j.version}</indirect></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.9.0</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <!-- <dependency><groupId>no</groupId><artifactId>no</artifactId><version>1</version></dependency> -->
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-core</artifactId>
      <version>${indirect}</version>
      <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId></dependency>
    <dependency><groupId>g</groupId><artifactId>ranged</artifactId><version>[1.0,2.0)</version></dependency>
    <dependency><groupId>g</groupId><artifactId>hard</artifactId><version>[1.5]</version></dependency>
    <dependency><groupId>g</groupId><artifactId>inherited</artifactId></dependency>
    <dependency><groupId>g</groupId><artifactId>jar</artifactId><version>1</version><scope>system</scope></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>maven-surefire-plugin</artifactId><version> 2.12
  </version></plugin></plugins></build>
</project>"#;
    assert_eq!(
        seen("pom.xml", text),
        [
            "org.springframework.boot:spring-boot-starter-parent exact 2.5.0 <2.5.0>",
            "org.apache.logging.log4j:log4j-core exact 2.14.1 <2.14.1>",
            "com.fasterxml.jackson.core:jackson-databind exact 2.9.0 <2.9.0>",
            "g:ranged range [1.0,2.0) <[1.0,2.0)>",
            "g:hard exact 1.5 <[1.5]>",
            "g:inherited any <inherited>",
            "g:jar exact 1 <1> Path",
            "org.apache.maven.plugins:maven-surefire-plugin exact 2.12 <2.12>",
        ]
    );
}

#[test]
fn gradle_in_groovy() {
    let text = r#"
buildscript { ext.kotlin_version = '1.3.0' }
ext { jacksonVersion = "2.9.0"; versions = [ spring: '5.2.0.RELEASE' ] }
def gson = '2.8.0'
dependencies {
    implementation 'com.google.guava:guava:20.0' // "no:no:1.0"
    implementation "com.fasterxml.jackson.core:jackson-databind:$jacksonVersion"
    implementation "org.springframework:spring-core:${versions.spring}"
    api group: 'commons-io', name: 'commons-io', version: '2.4'
    api group: 'g', name: 'named', version: gson
    implementation("com.google.code.gson:gson:" + gson)
    testImplementation 'junit:junit:4.+'
    runtimeOnly 'a.b:c:1.0:sources@jar'
    implementation "x.y:unknown:$elsewhere"
    implementation project(':core:sub:1')
}
"#;
    assert_eq!(
        seen("app/build.gradle", text),
        [
            "com.fasterxml.jackson.core:jackson-databind exact 2.9.0 <2.9.0>",
            "org.springframework:spring-core exact 5.2.0.RELEASE <5.2.0.RELEASE>",
            "com.google.code.gson:gson exact 2.8.0 <2.8.0>",
            "g:named exact 2.8.0 <2.8.0>",
            "com.google.guava:guava exact 20.0 <20.0>",
            "commons-io:commons-io exact 2.4 <2.4>",
            "junit:junit range 4.+ <4.+>",
            "a.b:c exact 1.0 <1.0>",
            "x.y:unknown any <$elsewhere>",
        ]
    );
}

#[test]
fn gradle_in_kotlin() {
    let text = r#"
val ktor = "1.0.0"
val coroutines by extra("1.3.0")
extra["jackson"] = "2.9.0"
dependencies {
    implementation("io.ktor:ktor-server:$ktor")
    implementation("o.k:coroutines:${coroutines}")
    implementation("c.j:jackson:${property("jackson")}")
    implementation(group = "commons-io", name = "commons-io", version = "2.4")
    implementation(platform("org.springframework.boot:spring-boot-dependencies:2.5.0"))
}
"#;
    let seen = seen("build.gradle.kts", text);
    for expected in [
        "io.ktor:ktor-server exact 1.0.0 <1.0.0>",
        "o.k:coroutines exact 1.3.0 <1.3.0>",
        "commons-io:commons-io exact 2.4 <2.4>",
        "org.springframework.boot:spring-boot-dependencies exact 2.5.0 <2.5.0>",
    ] {
        assert!(seen.iter().any(|line| line == expected), "{expected} in {seen:#?}");
    }
}

#[test]
fn lock_and_catalogue_of_gradle() {
    let lock = "# This is a Gradle generated file\ncom.google.guava:guava:20.0=compileClasspath,runtimeClasspath\nempty=annotationProcessor\n";
    assert_eq!(seen("gradle.lockfile", lock), ["com.google.guava:guava locked 20.0 <20.0>"]);
    let catalogue = r#"
[versions]
jackson = "2.9.0"
rich-one = { strictly = "1.5" }
[libraries]
databind = { module = "com.fasterxml.jackson.core:jackson-databind", version.ref = "jackson" }
core = { group = "com.fasterxml.jackson.core", name = "jackson-core", version.ref = "jackson" }
io = "commons-io:commons-io:2.4"
rich = { module = "g:rich", version = { ref = "rich_one" } }
bare = { module = "g:bare" }
own = { module = "g:own", version = "3.0" }
[plugins]
kotlin = { id = "org.jetbrains.kotlin.jvm", version = "1.3.0" }
"#;
    assert_eq!(
        seen("gradle/libs.versions.toml", catalogue),
        [
            "com.fasterxml.jackson.core:jackson-core exact 2.9.0 <2.9.0>",
            "com.fasterxml.jackson.core:jackson-databind exact 2.9.0 <2.9.0>",
            "g:rich exact 1.5 <1.5>",
            "commons-io:commons-io exact 2.4 <2.4>",
            "g:bare any <g:bare>",
            "g:own exact 3.0 <3.0>",
        ]
    );
}

#[test]
fn sbt_clojure_and_ivy() {
    let sbt = "scalaVersion := \"2.12.8\"\nval akka = \"2.5.0\"\nlibraryDependencies ++= Seq(\n  \"com.typesafe.akka\" %% \"akka-actor\" % akka,\n  \"commons-io\" % \"commons-io\" % \"2.4\" % Test // no\n)\n";
    assert_eq!(
        seen("build.sbt", sbt),
        ["com.typesafe.akka:akka-actor_2.12 exact 2.5.0 <2.5.0>", "commons-io:commons-io exact 2.4 <2.4>"]
    );
    let lein = "(defproject own \"0.1.0\"\n  :min-lein-version \"2.0.0\"\n  :dependencies [[org.clojure/clojure \"1.8.0\"]\n                 [ring \"1.0.0\" :exclusions [x]]])\n";
    assert_eq!(seen("project.clj", lein), ["org.clojure:clojure exact 1.8.0 <1.8.0>", "ring:ring exact 1.0.0 <1.0.0>"]);
    let deps =
        "{:deps {org.clojure/clojure {:mvn/version \"1.8.0\"}\n        ring/ring-core {:mvn/version \"1.0.0\"}}}\n";
    assert_eq!(
        seen("deps.edn", deps),
        ["org.clojure:clojure exact 1.8.0 <1.8.0>", "ring:ring-core exact 1.0.0 <1.0.0>"]
    );
    let ivy = "<ivy-module><dependencies><dependency org=\"commons-io\" name=\"commons-io\" rev=\"2.4\"/></dependencies></ivy-module>";
    assert_eq!(seen("ivy.xml", ivy), ["commons-io:commons-io exact 2.4 <2.4>"]);
}
