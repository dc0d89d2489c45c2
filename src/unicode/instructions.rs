//! The files from which AI assistants take their orders, by the names that their makers document.

use crate::text::RepoPath;

const NAMES: [&str; 15] = [
    "agents.md",
    "agents.override.md",
    "claude.md",
    "claude.local.md",
    "gemini.md",
    "skill.md",
    "copilot-instructions.md",
    ".cursorrules",
    ".windsurfrules",
    ".clinerules",
    ".roorules",
    ".goosehints",
    ".rules",
    "conventions.md",
    "llms.txt",
];
const FOLDERS: [&str; 14] = [
    ".cursor/rules/",
    ".cursor/commands/",
    ".windsurf/rules/",
    ".clinerules/",
    ".roo/",
    ".claude/",
    ".codex/",
    ".gemini/",
    ".github/instructions/",
    ".github/prompts/",
    ".github/agents/",
    ".junie/",
    ".continue/",
    ".amazonq/rules/",
];

/// Whether an assistant reads this file as orders.
pub(super) fn is_instruction_file(path: &RepoPath) -> bool {
    let path = path.as_bytes().to_ascii_lowercase();
    let name = path.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    let in_folder = |folder: &str| {
        let inside = memchr::memmem::find(&path, folder.as_bytes());
        inside.is_some_and(|at| at == 0 || path[at - 1] == b'/')
    };
    NAMES.iter().any(|known| known.as_bytes() == name) || FOLDERS.iter().any(|folder| in_folder(folder))
}
