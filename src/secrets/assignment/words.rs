//! Words of names: which one denotes a secret, and which one makes it something about a secret.
//!
//! An English compound is what its last word says: a `passwordField` is a field. Words behind the head that only say which
//! password it is (`passwordProd`, `secret_key_2`) are passed over.

/// Heads that denote something a person typed.
#[rustfmt::skip]
pub(super) const PASSWORD: [&[u8]; 18] = [
    b"password", b"passwd", b"passwrd", b"passw", b"pass", b"pwd", b"pw", b"psw", b"pswd", b"passphrase", b"passcode",
    b"passord", b"passwort", b"kennwort", b"senha", b"contrasena", b"mdp", b"psk",
];

/// Ends of words written together: `dbpassword`, `rootpasswd`.
pub(super) const PASSWORD_ENDS: [&[u8]; 5] = [b"password", b"passwd", b"passphrase", b"passcode", b"pwd"];

/// What stands before `pass` in one word or as a word of its own where it means a password. Alone, `pass` is a statement
/// of Python, a test that went well, or a mountain.
#[rustfmt::skip]
pub(super) const BEFORE_PASS: [&[u8]; 58] = [
    b"access", b"account", b"admin", b"api", b"app", b"auth", b"bind", b"bot", b"broker", b"client", b"data",
    b"database", b"db", b"default", b"email", b"export", b"ftp", b"git", b"host", b"http", b"imap", b"irc", b"jdbc",
    b"key", b"keystore", b"ldap", b"login", b"mail", b"master", b"mongo", b"mqtt", b"my", b"mysql", b"net", b"new",
    b"old", b"pg", b"php", b"pop", b"postgres", b"proxy", b"rabbit", b"redis", b"require", b"root", b"rpc", b"server",
    b"service", b"sftp", b"smtp", b"sql", b"ssh", b"store", b"sudo", b"svn", b"user", b"wifi", b"wlan",
];

/// What stands before `key` where it opens something.
#[rustfmt::skip]
pub(super) const BEFORE_KEY: [&[u8]; 39] = [
    b"access", b"account", b"activation", b"admin", b"aes", b"api", b"app", b"application", b"auth", b"authentication",
    b"cipher", b"client", b"consumer", b"cookie", b"crypto", b"crypt", b"decrypt", b"decryption", b"deploy", b"des",
    b"encrypt", b"encryption", b"hmac", b"jwt", b"license", b"licence", b"master", b"preshared", b"private", b"priv",
    b"secret", b"security", b"service", b"session", b"shared", b"sign", b"signing", b"subscription", b"webhook",
];

/// What stands before `key` where it opens nothing: keys of tables, of caches, of pages.
#[rustfmt::skip]
pub(super) const OPEN_KEYS: [&[u8]; 35] = [
    b"authorized", b"gpg", b"pgp", b"release",
    b"bucket", b"cache", b"composite", b"data", b"event", b"foreign", b"group", b"hash", b"host", b"id", b"idempotency", b"image", b"index",
    b"map", b"object", b"partition", b"primary", b"query", b"range", b"resource", b"routing", b"row", b"s3", b"search", b"shard", b"site",
    b"sort", b"storage", b"test", b"translation", b"unique",
];

/// Words behind the head that only say which one it is, or in which form.
#[rustfmt::skip]
pub(super) const WHICH: [&[u8]; 44] = [
    b"a", b"admin", b"b", b"b64", b"backup", b"base", b"base64", b"bytes", b"cleartext", b"client", b"const",
    b"constant", b"current", b"db", b"default", b"dev", b"development", b"env", b"hex", b"key", b"live", b"local",
    b"main", b"master", b"new", b"old", b"override", b"plain", b"plaintext", b"primary", b"prod", b"production", b"qa",
    b"raw", b"root", b"secondary", b"server", b"stage", b"staging", b"str", b"string", b"user", b"val", b"value",
];

/// Words anywhere in a name that make it something about a secret, or something public: `isPassword`, `csrfToken`,
/// `password_hash`, `nextToken`, `forgotPassword`.
#[rustfmt::skip]
pub(super) const ABOUT: [&[u8]; 101] = [
    b"action", b"allow", b"analysis", b"ask", b"attribute", b"bad", b"cache", b"callback", b"cancel", b"cancellation",
    b"can", b"change", b"changes", b"check", b"checked", b"class", b"column", b"compare", b"continuation", b"count",
    b"crypted", b"csrf", b"cursor", b"decrypted", b"delete", b"design", b"digest", b"disable", b"empty", b"enable",
    b"enabled", b"encoded", b"encrypted", b"enter", b"error", b"expired", b"fetch", b"field", b"file", b"find",
    b"fingerprint", b"forgot", b"forgotten", b"generate", b"generated", b"get", b"has", b"hash", b"hashed", b"have",
    b"header", b"hidden", b"hide", b"idempotency", b"ignore", b"incorrect", b"input", b"invalid", b"is", b"kind",
    b"label", b"length", b"lost", b"make", b"marker", b"mask", b"match", b"max", b"message", b"min", b"missing",
    b"mode", b"need", b"needs", b"next", b"no", b"num", b"page", b"pagination", b"parse", b"path", b"placeholder",
    b"pub", b"public", b"publishable", b"read", b"recover", b"remember", b"request", b"require", b"required",
    b"requires", b"reset", b"show", b"skip", b"store", b"title", b"url", b"use", b"uses", b"valid",
];

/// Verbs that ask about a secret and words of grammars: the same, but as the first word only.
#[rustfmt::skip]
pub(super) const ABOUT_FIRST: [&[u8]; 20] = [
    b"add", b"contains", b"create", b"decode", b"encode", b"expect", b"handle", b"load", b"lookup", b"on", b"prompt",
    b"remove", b"save", b"should", b"to", b"toggle", b"update", b"validate", b"verify", b"without",
];

/// Words that say the value is made up.
#[rustfmt::skip]
pub(super) const MADE_UP: [&[u8]; 16] = [
    b"bogus", b"demo", b"dummy", b"example", b"fake", b"fixture", b"foo", b"incorrect", b"invalid", b"mock", b"mocked",
    b"sample", b"stub", b"test", b"testing", b"wrong",
];

/// Methods and properties of a value that are still the value: `password.equals("…")`, `password.value = "…"`.
#[rustfmt::skip]
pub(super) const METHODS: [&[u8]; 9] = [
    b"equals", b"equalsignorecase", b"contentequals", b"compareto", b"set", b"setvalue", b"value", b"default",
    b"sendkeys",
];
