//! What JSON, TOML, XML and YAML have in common: a stream of events, and small trees made of the parts that are asked
//! for. A lock file is read as thousands of small trees, one at a time, never as one large one.

use std::borrow::Cow;
use std::ops::Range;

/// How deep containers may be nested; what stands deeper is left out, and said.
pub const MAX_DEPTH: usize = 128;

/// How many values one tree may hold; what comes after is left out, and said.
const MAX_NODES: usize = 1_000_000;

/// A decoded string and the byte range it has in the file, without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'a> {
    pub text: Cow<'a, str>,
    pub place: Range<usize>,
}

impl<'a> Text<'a> {
    pub fn borrowed(text: &'a str, at: usize) -> Self {
        Self { text: Cow::Borrowed(text), place: at..at + text.len() }
    }

    /// Where a part of the text stands in the file; the whole place where escapes moved the bytes.
    pub fn place_of(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        if self.place.len() != self.text.len() || start.saturating_add(part.len()) > self.text.len() {
            return self.place.clone();
        }
        self.place.start + start..self.place.start + start + part.len()
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

/// One step of a document. Every container ends with [`Event::End`]; in a map every value follows its key.
#[derive(Debug)]
pub enum Event<'a> {
    Map,
    List,
    End,
    Key(Text<'a>),
    Scalar(Text<'a>),
}

/// A value with everything below it.
#[derive(Debug)]
pub enum Node<'a> {
    Scalar(Text<'a>),
    Map(Vec<(Text<'a>, Node<'a>)>),
    List(Vec<Node<'a>>),
}

impl<'a> Node<'a> {
    /// The text of a scalar, or of an XML element that holds only text.
    pub fn scalar(&self) -> Option<&Text<'a>> {
        match self {
            Self::Scalar(text) => Some(text),
            Self::Map(entries) => match entries.iter().find(|(key, _)| key.text == "$text") {
                Some((_, Self::Scalar(text))) => Some(text),
                _ => None,
            },
            Self::List(_) => None,
        }
    }

    /// The first value under a key.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(_, node)| node)
    }

    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<&Text<'a>> {
        self.get(key)?.scalar()
    }

    /// Every text under a key: a conflict may have left several.
    pub fn texts<'n>(&'n self, key: &'n str) -> impl Iterator<Item = &'n Text<'a>> {
        self.entries().iter().filter(move |(name, _)| name.text == key).filter_map(|(_, node)| node.scalar())
    }

    /// The text under a key, empty where there is none.
    pub fn str(&self, key: &str) -> &str {
        self.text(key).map_or("", |text| &text.text)
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[(Text<'a>, Node<'a>)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Node<'a>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Every value at a path, in order: a key that is written twice counts twice, `*` is any key, and lists are looked
    /// through.
    pub fn at(&self, path: &[&str]) -> Vec<&Node<'a>> {
        let mut level = vec![self];
        for step in path {
            let mut next = Vec::new();
            for node in level {
                let maps = std::iter::once(node).chain(node.items());
                let entries = maps.flat_map(Node::entries);
                next.extend(entries.filter(|(key, _)| *step == "*" || key.text == *step).map(|(_, value)| value));
            }
            level = next;
        }
        level
    }

    /// Calls with every map in the tree, outermost first, and the key it stands under (empty for items and the root).
    pub fn walk<'n>(&'n self, each: &mut dyn FnMut(&'n str, &'n Node<'a>)) {
        self.walk_under("", each);
    }

    // Depth is bounded by MAX_DEPTH, as every tree is.
    fn walk_under<'n>(&'n self, key: &'n str, each: &mut dyn FnMut(&'n str, &'n Node<'a>)) {
        match self {
            Self::Scalar(_) => {}
            Self::Map(entries) => {
                each(key, self);
                for (key, node) in entries {
                    node.walk_under(&key.text, each);
                }
            }
            Self::List(items) => {
                for item in items {
                    item.walk_under("", each);
                }
            }
        }
    }
}

/// Builds the trees that are asked for out of a stream of events, and hands each over as soon as it is complete.
pub struct Trees<'a, S, F> {
    select: S,
    each: F,
    /// Steps of the containers above; a list item has the empty step.
    path: Vec<Text<'a>>,
    /// For each container above: whether it is a list.
    above: Vec<bool>,
    key: Option<Text<'a>>,
    /// The tree under construction: containers that are still open, each with its key.
    open: Vec<(Option<Text<'a>>, Node<'a>)>,
    nodes: usize,
    /// Open containers that are left out.
    left_out: usize,
    /// Tables of TOML may be continued; equal XML elements are two.
    merge: bool,
    /// Whether something was too deep or too much.
    pub cut: bool,
}

impl<'a, S, F> Trees<'a, S, F>
where
    S: Fn(&[Text<'a>]) -> bool,
    F: FnMut(&[Text<'a>], Node<'a>),
{
    /// `select` says of a path whether the value there is wanted as a tree.
    pub fn new(select: S, each: F) -> Self {
        Self {
            select,
            each,
            path: Vec::new(),
            above: Vec::new(),
            key: None,
            open: Vec::new(),
            nodes: 0,
            left_out: 0,
            merge: false,
            cut: false,
        }
    }

    pub fn merging(mut self) -> Self {
        self.merge = true;
        self
    }

    pub fn event(&mut self, event: Event<'a>) {
        if self.left_out > 0 {
            match event {
                Event::Map | Event::List => self.left_out += 1,
                Event::End => self.left_out -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Key(key) => self.key = Some(key),
            Event::Scalar(text) => self.scalar(text),
            Event::Map | Event::List if self.above.len() + self.open.len() >= MAX_DEPTH => {
                self.cut = true;
                self.left_out = 1;
            }
            Event::Map => self.container(false),
            Event::List => self.container(true),
            Event::End => self.end(),
        }
    }

    /// Hands over a tree that the file does not finish.
    pub fn finish(&mut self) {
        self.left_out = 0;
        while !self.open.is_empty() {
            self.end();
        }
    }

    fn step(&mut self) {
        if let Some(list) = self.above.last() {
            let key = self.key.take().filter(|_| !list);
            self.path.push(key.unwrap_or_default());
        }
    }

    fn unstep(&mut self) {
        if !self.above.is_empty() {
            self.path.pop();
        }
    }

    fn scalar(&mut self, text: Text<'a>) {
        if !self.open.is_empty() {
            let key = self.key.take();
            self.add(key, Node::Scalar(text));
            return;
        }
        self.step();
        if (self.select)(&self.path) {
            (self.each)(&self.path, Node::Scalar(text));
        }
        self.unstep();
    }

    fn container(&mut self, list: bool) {
        let node = if list { Node::List(Vec::new()) } else { Node::Map(Vec::new()) };
        if !self.open.is_empty() {
            let key = self.key.take();
            let node = self.continued(key.as_ref(), list).unwrap_or(node);
            self.open.push((key, node));
            return;
        }
        self.step();
        if (self.select)(&self.path) {
            self.nodes = 0;
            self.open.push((None, node));
        } else {
            self.above.push(list);
        }
    }

    /// The table that was written last, when it has this key.
    fn continued(&mut self, key: Option<&Text<'a>>, list: bool) -> Option<Node<'a>> {
        let (_, Node::Map(entries)) = self.open.last_mut().filter(|_| self.merge)? else { return None };
        let same = entries.last().is_some_and(|(name, node)| {
            Some(&name.text) == key.map(|key| &key.text)
                && matches!((node, list), (Node::Map(_), false) | (Node::List(_), true))
        });
        if same { entries.pop().map(|(_, node)| node) } else { None }
    }

    fn add(&mut self, key: Option<Text<'a>>, node: Node<'a>) {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            self.cut = true;
            return;
        }
        match self.open.last_mut() {
            Some((_, Node::Map(entries))) => entries.push((key.unwrap_or_default(), node)),
            Some((_, Node::List(items))) => items.push(node),
            _ => {}
        }
    }

    fn end(&mut self) {
        self.key = None;
        if let Some((key, node)) = self.open.pop() {
            if self.open.is_empty() {
                (self.each)(&self.path, node);
                self.unstep();
            } else {
                self.add(key, node);
            }
        } else if self.above.pop().is_some() {
            self.unstep();
        }
    }
}
