//! Lists of package names as finite-state maps: name to rank, searched as they lie in the binary.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// Rank of names that are known but never suggested.
const KNOWN: u64 = 6;

/// How many names of `[used]` have at most rank 1, 2 and so on; the rest has rank 5.
const RANKS: [usize; 4] = [300, 1000, 2500, 5000];

/// Writes one map for each list of the folder `from`.
pub fn write(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if path.extension().is_none_or(|extension| extension != "txt") || stem == "wrong" {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let names = read(&text).map_err(|problem| format!("{}: {problem}", path.display()))?;
        fs::write(to.join(format!("{stem}.fst")), fst::Map::from_iter(names)?.into_fst().into_inner())?;
    }
    Ok(())
}

/// Names in the order of their bytes, each with its rank; the first mention counts.
fn read(text: &str) -> Result<BTreeMap<&str, u64>, String> {
    let (mut names, mut section, mut used) = (BTreeMap::new(), "", 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let rank = match (line, section) {
            ("[famous]" | "[used]" | "[known]", _) => {
                section = line;
                continue;
            }
            (_, "[famous]") => 0,
            (_, "[known]") => KNOWN,
            (_, "[used]") => {
                used += 1;
                1 + RANKS.iter().filter(|&&end| used > end).count() as u64
            }
            _ => return Err(format!("`{line}` stands in no section")),
        };
        names.entry(line).or_insert(rank);
    }
    Ok(names)
}
