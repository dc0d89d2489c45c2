//! Names of a set that are one slip away from a name. The set is walked, not the slips: the way that the name takes through
//! the set, and from each step of it the ways that leave it once.

use fst::Map;
use fst::raw::{Fst, Output};

/// Signs that separate the words of a name.
pub(super) const SEPARATORS: &[u8] = b"-_.";

/// Longest name that is looked at, in bytes. The longest of the lists has 80.
const LONGEST: usize = 100;

type Bytes = &'static [u8];

/// A place in the set: the address of a node, and the rank that was collected on the way to it.
#[derive(Clone, Copy)]
struct Place {
    node: usize,
    rank: Output,
}

/// A name of the set and its rank.
pub(super) type Ranked = (Vec<u8>, u64);

struct Walker<'a> {
    fst: &'a Fst<Bytes>,
}

impl Walker<'_> {
    fn root(&self) -> Place {
        Place { node: self.fst.root().addr(), rank: Output::zero() }
    }

    fn step(&self, place: Place, byte: u8) -> Option<Place> {
        let node = self.fst.node(place.node);
        let transition = node.transition(node.find_input(byte)?);
        Some(Place { node: transition.addr, rank: place.rank.cat(transition.out) })
    }

    /// Every step that can be taken.
    fn steps(&self, place: Place) -> Vec<(u8, Place)> {
        let node = self.fst.node(place.node);
        let step = |t: fst::raw::Transition| (t.inp, Place { node: t.addr, rank: place.rank.cat(t.out) });
        node.transitions().map(step).collect()
    }

    /// The rank of the name that ends behind the rest.
    fn finish(&self, place: Place, rest: &[u8]) -> Option<u64> {
        let last = rest.iter().try_fold(place, |place, &byte| self.step(place, byte))?;
        self.rank(last)
    }

    fn rank(&self, place: Place) -> Option<u64> {
        let node = self.fst.node(place.node);
        node.is_final().then(|| place.rank.cat(node.final_output()).value())
    }
}

/// The names of the set that a missing, an additional, another or two exchanged bytes make of the name.
pub(super) fn one_slip(names: &Map<Bytes>, name: &str) -> Vec<Ranked> {
    let (walker, name) = (Walker { fst: names.as_fst() }, name.as_bytes());
    let mut found = Vec::new();
    if name.len() > LONGEST {
        return found;
    }
    let mut keep = |head: &[u8], middle: &[u8], rest: &[u8], rank: Option<u64>| {
        if let Some(rank) = rank {
            found.push(([head, middle, rest].concat(), rank));
        }
    };
    let mut place = walker.root();
    for at in 0..=name.len() {
        let (head, rest) = name.split_at(at);
        for (byte, next) in walker.steps(place) {
            keep(head, &[byte], rest, walker.finish(next, rest));
            if let [first, rest @ ..] = rest
                && *first != byte
            {
                keep(head, &[byte], rest, walker.finish(next, rest));
            }
        }
        let [first, rest @ ..] = rest else { break };
        keep(head, &[], rest, walker.finish(place, rest));
        if let [second, rest @ ..] = rest
            && first != second
        {
            let exchanged = [*second, *first];
            let next = exchanged.iter().try_fold(place, |place, &byte| walker.step(place, byte));
            keep(head, &exchanged, rest, next.and_then(|next| walker.finish(next, rest)));
        }
        match walker.step(place, *first) {
            Some(next) => place = next,
            None => break,
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The names of the set that are the same but for separators.
pub(super) fn but_for_separators(names: &Map<Bytes>, name: &str) -> Vec<Ranked> {
    let walker = Walker { fst: names.as_fst() };
    let letters: Vec<u8> = name.bytes().filter(|byte| !SEPARATORS.contains(byte)).collect();
    let mut found = Vec::new();
    if name.len() > LONGEST {
        return found;
    }
    let mut open = vec![(walker.root(), 0, Vec::new())];
    while let Some((place, at, path)) = open.pop() {
        if at == letters.len()
            && let Some(rank) = walker.rank(place)
        {
            found.push((path.clone(), rank));
        }
        // Two separators in a row are in no name of the lists; without the bound, a crafted one would be walked again and again.
        let doubled = path.last().is_some_and(|last| SEPARATORS.contains(last));
        let separators = if doubled { &[] } else { SEPARATORS };
        for &byte in separators.iter().chain(letters.get(at)) {
            if let Some(next) = walker.step(place, byte) {
                let on = usize::from(!SEPARATORS.contains(&byte));
                open.push((next, at + on, [path.as_slice(), &[byte]].concat()));
            }
        }
    }
    found.sort();
    found
}
