use crate::checks;
use crate::rules::{Rule, RuleSet, load_user_rules};
use crate::selftest::{self, Failure};

/// A rule of a made-up provider, with examples of its own.
fn rule(named: &str, matches: &[&str], no_match: &[&str]) -> &'static Rule {
    let text = format!(
        "[[rule]]\nid = 'zorblatt-key'\nseverity = 'high'\nprovider = 'Zorblatt'\nopens = 'the account'\n\
         revoke = 'https://zorblatt.example/keys'\nmatch = {matches:?}\nno_match = {no_match:?}\n\
         [rule.secret]\nnamed = {{ {named} }}\n"
    );
    load_user_rules("x.toml", &text).unwrap().swap_remove(0)
}

/// The examples that fail, in a set in which the rule has all others beside it.
fn failures(rule: &'static Rule) -> Vec<String> {
    let set = RuleSet::default().with_extra(vec![rule]);
    selftest::run(rule, &set, &checks::all()).iter().map(Failure::to_string).collect()
}

#[test]
fn a_few_lines_make_a_whole_rule() {
    let rule = rule("provider = 'zorb_?latt|zblt', value = '[0-9a-f]{32}'", &[], &[]);
    assert_eq!(rule.title, "Zorblatt API key");
    assert_eq!(rule.message, "An API key of Zorblatt is written in the file.");
    assert_eq!(rule.why, "It opens the account to whoever reads the repository.");
    assert_eq!(
        rule.fix,
        "Revoke it at https://zorblatt.example/keys, then read its successor from the environment or a secret store."
    );
    assert_eq!((rule.cwe, rule.references), (&[798][..], &["https://zorblatt.example/keys"][..]));
    assert_eq!(rule.keywords, ["zorblatt", "zblt", "zorb_latt"]);
    assert!(rule.matches.contains(&"ZORBLATT_API_KEY={{hex:32}}"), "{:?}", rule.matches);
    assert_eq!(failures(rule), Vec::<String>::new());
}

#[test]
fn a_name_is_recognised_wherever_people_write_it() {
    let matches = [
        "myZorblattToken := \"{{hex:32}}\"",
        "var zorblattKey string = \"{{hex:32}}\"",
        "let zorblatt_key: &str = \"{{hex:32}}\";",
        "os.getenv(\"ZORBLATT_KEY\", \"{{hex:32}}\")",
        "process.env.ZORBLATT_KEY || '{{hex:32}}'",
        "${ZORBLATT_KEY:-{{hex:32}}}",
        "ZORBLATT_KEY ?= {{hex:32}}",
        "config['zorblatt']['key'] = '{{hex:32}}'",
        "{:zorblatt_key => \"{{hex:32}}\"}",
        "zorblatt:\n  api:\n    key: {{hex:32}}\n",
        "zorblatt_key:\n  {{hex:32}}\n",
        "- name: ZORBLATT_KEY\n  value: {{hex:32}}\n",
        "zorblatt.key={{hex:32}}",
        "<zorblatt_key>{{hex:32}}</zorblatt_key>",
        "<key>ZorblattToken</key>\n  <string>{{hex:32}}</string>",
        "curl -H 'X-Zorblatt-Key: {{hex:32}}' https://api.example",
        "curl 'https://zorblatt.example/v1?api_key={{hex:32}}&x=1'",
        "zorblatt login --zorblatt-token {{hex:32}}",
        "{\"env\": \"ZORBLATT_TOKEN={{hex:32}}\\nDEBUG=1\"}",
        "API_KEY_ZORBLATT={{hex:32}}",
        "variable \"zorblatt_api_key\" {\n  type    = string\n  default = \"{{hex:32}}\"\n}",
        "client = Zorblatt('{{hex:32}}')",
        "Our zorblatt token - '{{hex:32}}'",
        "The zorblatt key is: {{hex:32}}.",
        "[INFO] asking the zorblatt API\n[DEBUG] Using Key={{hex:32}}\n",
    ];
    let missed = failures(rule("provider = 'zorblatt', value = '[0-9a-f]{32}'", &matches, &[]));
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn a_checksum_or_an_id_near_a_name_is_no_secret() {
    let no_match = [
        "zorblatt: {{hex:32}}",
        "\"zorblatt\": \"{{hex:32}}\"",
        "zorblatt build {{hex:32}}",
        "uses: zorblatt/auth-action@{{hex:32}}",
        "\"zorblatt-client\": \"{{hex:32}}\"",
        "\"zorblatt\": { \"integrity\": \"md5-{{hex:32}}\" }",
        "zorblatt_key_id = '{{hex:32}}'",
        "zorblatt_api_url = 'https://cdn.example/{{hex:32}}'",
        "zorblatt_token_hash = '{{hex:32}}'",
        "zorblattCacheKey: '{{hex:32}}'",
        "zorblatt_public_key: '{{hex:32}}'",
        "zorblatt_path = '{{hex:32}}'",
        "zorblatt author: {{hex:32}}",
        "zorblatt_key = '{{hex:32}}.js'",
        "zorblatt_key = '{{hex:64}}'",
        "\"zorblatt-key\": \"1.2.3\"",
    ];
    assert_eq!(failures(rule("provider = 'zorblatt', value = '[0-9a-f]{32}'", &[], &no_match)), Vec::<String>::new());
}

#[test]
fn a_value_that_is_no_checksum_needs_no_word_for_a_key() {
    let matches =
        ["Zorblatt(\"{{base36:26}}\")", "zorblatt = '{{base36:26}}'", "client = ZorblattClient('{{base36:26}}')"];
    let no_match = ["zorblatt/{{base36:26}}", "zorblatt {{base36:26}}", "zorblatt: {{base36:26}}"];
    assert_eq!(
        failures(rule("provider = 'zorblatt', value = '[0-9a-z]{26}'", &matches, &no_match)),
        Vec::<String>::new()
    );
    let uuid = ["zorblatt: {{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}"];
    assert_eq!(failures(rule("provider = 'zorblatt', value = 'uuid'", &[], &uuid)), Vec::<String>::new());
}

#[test]
fn a_lead_and_a_word_of_its_own_are_obeyed() {
    let named =
        "provider = 'zorblatt', key = 'signing_?secret', lead = 'zorblatt\\.example/in/', value = 'zb[0-9a-z]{20,24}'";
    let matches = ["https://zorblatt.example/in/zb{{base36:22}}/tag", "zorblatt_signing_secret: zb{{base36:20}}"];
    assert_eq!(failures(rule(named, &matches, &["zorblatt_api_key: zb{{base36:20}}"])), Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_short_rule_is_said() {
    let bad = |named: &str| {
        let text = format!("[[rule]]\nid='a-b'\nseverity='low'\n[rule.secret]\nnamed = {{ {named} }}\n");
        load_user_rules("x.toml", &text).unwrap_err().to_string()
    };
    assert!(bad("provider = '(', value = 'a'").starts_with("x.toml:1: bad regex in `provider`"));
    assert!(bad("provider = '[a-z]+', value = 'a'").contains("`provider` must begin with a text"));
    assert!(bad("provider = 'zorblatt', value = 'a{9}'").contains("`why` must be one line of text"));
}
