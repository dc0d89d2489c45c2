//! Attacks that once got through, and accidents that looked like one.

use crate::sandbox::token;

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

stories! {
    fn the_first_bytes_of_an_archive_hide_no_text(repo) {
        for (name, magic) in [("a", "BZh"), ("b", "PK\x03\x04"), ("c", "version https://git-lfs.github.com/spec/v1")] {
            repo.stage(name, format!("{magic}\nkey = \"{}\"\n", token()));
            repo.git(["commit", "-m", "x"]).is_blocked().says(&format!("{name}:2:8")).says("unscanned-opaque");
            repo.git(["rm", "-q", "-f", name]).passes();
        }
    }

    fn a_byte_order_mark_before_plain_text_hides_nothing(repo) {
        repo.stage("lie.txt", [b"\xff\xfe", format!("key = \"{}\"\n", token()).as_bytes()].concat());
        repo.git(["commit", "-m", "x"]).is_blocked().says("lie.txt:1:");
    }

    fn text_appended_in_another_encoding_is_read(repo) {
        // What `>>` of Windows PowerShell does to a file that was not UTF-16 before.
        let line = format!("key = \"{}\"\r\n", token());
        repo.stage("appended.txt", [b"plain text\n".to_vec(), utf16(&line)].concat());
        repo.git(["commit", "-m", "x"]).is_blocked().says("appended.txt:2:8");
        repo.git(["rm", "-q", "-f", "appended.txt"]).passes();
        repo.stage("other.txt", [utf16("\u{feff}first line\r\n"), line.into_bytes()].concat());
        repo.git(["commit", "-m", "x"]).is_blocked().says("other.txt:2:8");
    }
}
